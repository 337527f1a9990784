"""Pengaduan where it is written down, and every page on which the person concerned must not find it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from pstku.complaints.models import Complaint
from pstku.complaints.operations.filing import file_complaint
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from tests.factories import make_device

KEPT = ("Nama dan kontak pengadu", "Isi pengaduan dan jawabannya")
WORDS = "Beliau membentak saya di depan tamu lain."


@pytest.fixture
def tablet(app, cast, client):
    make_device(cast.office_id, token="kios-satu")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "kios-satu")
    return client


def stored() -> Complaint:
    session().expire_all()
    return session().query(Complaint).one()


@pytest.fixture
def about_admin(cast):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text=WORDS, about_person_id=cast.admin.person_id)
    return complaint_id


def test_a_tablet_without_script_takes_a_complaint_and_shows_its_code(cast, tablet):
    page = tablet.get("/kiosk/pengaduan").page
    assert page.select(f"input[name=about][value='{cast.officer.person_id}']")
    assert page.select_one("input[name=about][value='']").has_attr("checked")
    fields = {"id": str(uuid7()), "text": WORDS, "about": cast.officer.person_id}
    answer = tablet.post_form("/kiosk/pengaduan", fields)
    assert answer.status_code == 200
    assert stored().code[:4] in answer.page.get_text()
    assert (stored().about_person_id, stored().channel) == (cast.officer.person_id, "tablet")


def test_a_complaint_too_short_keeps_what_was_typed(tablet, cast):
    fields = {"id": str(uuid7()), "text": "Aduh", "about": cast.officer.person_id, "name": "Budi"}
    answer = tablet.post_form("/kiosk/pengaduan", fields)
    assert answer.status_code == 422
    assert answer.page.select_one("#text-error")
    assert answer.page.select_one("#name")["value"] == "Budi"
    assert answer.page.select_one(f"input[name=about][value='{cast.officer.person_id}']").has_attr("checked")


def test_a_phone_takes_a_complaint_and_only_so_many_from_one_address(client, cast, still_clock):
    answer = client.post_form("/n/pengaduan", {"id": str(uuid7()), "text": WORDS})
    assert (answer.status_code, stored().channel) == (200, "own_phone")
    codes = [client.post_form("/n/pengaduan", {"id": str(uuid7()), "text": WORDS}).status_code for _ in range(12)]
    assert codes[-1] in (422, 429)


def test_an_officer_writes_down_a_complaint_from_paper(cast, sign_in):
    browser = sign_in("officer")
    fields = {
        "complaint_id": str(uuid7()),
        "channel": "paper",
        "received_on": f"{clock.now():%Y-%m-%d}",
        "text": WORDS,
        "about": cast.admin.person_id,
    }
    answer = browser.post_form("/meja/pengaduan", fields)
    assert answer.status_code == 200
    assert stored().code[:4] in answer.page.get_text()
    assert (stored().about_person_id, stored().channel) == (cast.admin.person_id, "paper")
    assert sign_in("employee").get("/meja/pengaduan").status_code == 403


def test_a_complaint_nobody_else_may_read_says_so(cast, sign_in, tablet):
    from tests.operations.complaints.cases import leave

    leave(cast.admin2)
    leave(cast.head)
    fields = {"id": str(uuid7()), "text": WORDS, "about": cast.admin.person_id}
    assert "lewat LAPOR agar ditangani" in tablet.post_form("/kiosk/pengaduan", fields).page.get_text()


@pytest.mark.both_engines
def test_the_admin_concerned_finds_it_on_no_page_and_by_no_address(cast, sign_in, about_admin):
    concerned = sign_in("admin")
    path = f"/admin/pengaduan/{about_admin}"
    code = session().get(Complaint, about_admin).code
    for page in ("/admin/pengaduan", "/admin/", "/admin/jejak", "/ringkasan", "/saya", "/meja"):
        text = str(concerned.get(page).page)
        assert code not in text and WORDS not in text and str(about_admin) not in text, page
        assert "Pengaduan belum dijawab" not in text and "pengaduan menunggu Anda" not in text, page
    assert concerned.get(path).status_code == 404
    for act in ("penangan", "kabar", "jawab"):
        answer = concerned.post_form(f"{path}/{act}", {"handler_id": cast.head.person_id}, page="/admin/pengaduan")
        assert answer.status_code in (400, 404)
    assert stored().handler_id is None


@pytest.mark.both_engines
def test_neither_the_trail_nor_the_periods_of_keeping_tell_the_admin_concerned_of_it(app, cast, sign_in, about_admin):
    with atomic() as s:
        change = {"name": "Budi", "answered_at": clock.now() - timedelta(days=800)}
        s.execute(update(Complaint).where(Complaint.id == about_admin).values(change))
    told = {}
    for who in ("admin", "admin2"):
        browser = sign_in(who)
        offered = {option["value"] for option in browser.get("/admin/jejak").page.select("#tindakan option")}
        rows = {
            row.select_one("th").get_text(): row for row in browser.get("/admin/masa-simpan").page.select("tbody tr")
        }
        due = [rows[name].select("td")[1].get_text(strip=True) for name in KEPT]
        told[who] = ("file_complaint" in offered, "sign_in" in offered, due)
    assert told == {"admin": (False, True, ["tidak ada"] * 2), "admin2": (True, True, ["1", "1"])}


@pytest.mark.both_engines
def test_another_admin_and_the_head_find_and_count_it(sign_in, about_admin):
    for who in ("admin2", "head"):
        browser = sign_in(who)
        assert browser.get(f"/admin/pengaduan/{about_admin}").status_code == 200
        assert str(about_admin) in str(browser.get("/admin/pengaduan").page)
        assert "Pengaduan belum dijawab: 1" in browser.get("/ringkasan").page.get_text(" ")


def test_a_page_of_complaints_leads_to_the_next_and_back(cast, sign_in):
    for n in range(51):
        file_complaint(cast.office_id, uuid7(), text=f"Pengaduan yang ke-{n}.")
    browser = sign_in("admin")
    first = browser.get("/admin/pengaduan").page
    assert len(first.select("tbody tr")) == 50
    onward = next(link["href"] for link in first.select("nav a") if "sesudah=" in link["href"])
    second = browser.get(onward).page
    assert len(second.select("tbody tr")) == 1
    assert "Dari awal" in second.get_text() and "Berikutnya" not in second.get_text()


def test_the_choices_for_a_handler_leave_out_who_cannot_be_named(cast, sign_in, about_admin):
    path = f"/admin/pengaduan/{about_admin}"
    page = sign_in("admin2").post_form(path, {}, page=path).page
    offered = {option["value"] for option in page.select("#handler_id option")}
    assert offered == {"", str(cast.head.person_id)}
