"""Daftar kirim as csv: everything the tablets hold, sent or had refused, without a name."""

import csv
from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.text import spreadsheet_text
from pstku.core.tokens import uuid7
from pstku.devices.models import Device
from pstku.devices.operations import Pulse, heartbeat
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.offices.queries import configuration
from pstku.ratings.operations.voting import cast_vote
from pstku.setaside.operations import Refused, discard_aside, set_aside
from pstku.setaside.queries import waiting_aside
from tests.ballots import ballot, served
from tests.factories import make_device

LIST = "/admin/tablet/kiriman.csv"


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def device_id(cast):
    return make_device(cast.office_id)


def lines(admin, asked=""):
    answer = admin.get(LIST + asked, check=False)
    assert answer.status_code == 200 and answer.text.startswith("\ufeff")
    return list(csv.DictReader(answer.text.removeprefix("\ufeff").splitlines(), delimiter=";"))


@pytest.mark.both_engines
def test_visits_stand_there_with_their_way_and_number_and_without_a_name(cast, admin, device_id):
    entry = Entry(service_id=configuration(cast.office_id).services[1].id, name="Zulaikha Unik")
    kept = Origin(channel="tablet", device_id=device_id, kept_for=timedelta(hours=20))
    early = register_visit(cast.office_id, uuid7(), entry, kept)
    late = register_visit(cast.office_id, uuid7(), entry, Origin(channel="tablet", device_id=device_id))
    register_visit(cast.office_id, uuid7(), entry, Origin(channel="own_phone"))
    assert "Zulaikha" not in admin.get(LIST, check=False).text
    rows = lines(admin)
    told = [[row[name] for name in ("Tablet", "Jenis", "Jalan", "Keadaan", "Jawaban server", "Tanda")] for row in rows]
    assert told == [
        ["Tablet", "Buku tamu", "langsung", "sampai", "diterima", str(late.visit_id)[-6:]],
        ["Tablet", "Buku tamu", "kotak kirim", "sampai", "diterima", str(early.visit_id)[-6:]],
    ]
    assert rows[1]["Nomor"].startswith("A-") and rows[1]["Sampai di server"][11:] != rows[1]["Tamu datang"]


@pytest.mark.both_engines
def test_what_is_unsent_refused_and_decided_stands_there_with_the_answer_of_the_server(cast, admin, device_id):
    heartbeat(device_id, Pulse(outbox_count=4, outbox_age_seconds=60))
    for item_id, kind, reason in (
        ("0198c2f0-aaaaaa", "visit", "Nama belum terisi."),
        ("0198c2f0-bbbbbb", "visit", "Pilihan ini tidak ada lagi."),
        ("0198c2f0-cccccc", "vote", "Kiriman ini tidak dapat dibuka."),
    ):
        set_aside(cast.office_id, device_id, Refused(item_id, kind, b"sealed", reason, clock.now()))
    discard_aside(cast.admin, next(row.id for row in waiting_aside(cast.office_id) if row.item_id.endswith("b")))
    unsent, *refused = lines(admin)
    assert (unsent["Keadaan"], unsent["Banyaknya"]) == ("masih di tablet, menurut kabar terakhirnya", "4")
    assert {(row["Jenis"], row["Keadaan"], row["Jawaban server"], row["Tanda"]) for row in refused} == {
        ("Buku tamu", "disisihkan, menunggu admin", "Nama belum terisi.", "aaaaaa"),
        ("Buku tamu", "disisihkan, lalu dibuang admin", "", "bbbbbb"),
        ("Penilaian", "disisihkan, menunggu admin", "Kiriman ini tidak dapat dibuka.", ""),
    }
    assert all(row["Sampai di server"] == "" for row in refused if row["Jenis"] == "Penilaian")


@pytest.mark.both_engines
def test_votes_are_counted_by_tablet_and_never_told_one_by_one(cast, admin, device_id):
    for _ in range(5):
        cast_vote(cast.office_id, ballot(served(cast), device_id=device_id))
    cast_vote(cast.office_id, ballot(None, visit_id=uuid7(), device_id=device_id, kept_for=timedelta(hours=1)))
    told = {
        (row["Keadaan"], row["Banyaknya"], row["Hari"], row["Nomor"])
        for row in lines(admin)
        if row["Jenis"] == "Penilaian"
    }
    assert told == {("sampai", "5", "", ""), ("menunggu kunjungannya", "< 5", "", "")}


@pytest.mark.both_engines
def test_it_can_be_had_of_any_days_and_refuses_what_are_none(cast, admin, device_id):
    entry = Entry(service_id=configuration(cast.office_id).services[1].id, name="Budi")
    today = clock.local_day(clock.now(), configuration(cast.office_id).tz)
    for days in (0, 10):
        kept = Origin("tablet", device_id=device_id, kept_for=timedelta(days=days, minutes=1))
        register_visit(cast.office_id, uuid7(), entry, kept)
    set_aside(cast.office_id, device_id, Refused("one", "visit", b"sealed", "Nama belum terisi.", None))
    past = today - timedelta(days=12), today - timedelta(days=8)
    asked = "?dari={}&sampai={}".format(*past)
    assert [row["Keadaan"] for row in lines(admin, asked)] == ["disisihkan, menunggu admin", "sampai"]
    assert len(lines(admin)) == 3
    for wrong in (f"?dari={past[1]}&sampai={past[0]}", "?dari=kemarin", "?dari=2001-01-01"):
        assert admin.get(LIST + wrong).status_code == 422
    form = admin.get("/admin/tablet").page.select_one("form[action$='kiriman.csv']")
    assert [field["name"] for field in form.select("input")] == ["dari", "sampai"]


def test_no_cell_is_a_formula(cast, admin, device_id):
    with atomic() as s:
        s.get_one(Device, device_id).name = "=HYPERLINK(1)"
    item = Refused("+cmd|x", "@SUM(1)", b"sealed", "-1+1", clock.now())
    set_aside(cast.office_id, device_id, item)
    session().expire_all()
    (row,) = lines(admin)
    assert (row["Tablet"], row["Jenis"], row["Jawaban server"], row["Tanda"]) == (
        "'=HYPERLINK(1)",
        "'@SUM(1)",
        "'-1+1",
        "'+cmd|x",
    )
    assert [spreadsheet_text(text) for text in ("", "A-001", "\t=1", "\r=1")] == ["", "A-001", "'\t=1", "'\r=1"]
