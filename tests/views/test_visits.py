"""Daftar kunjungan: what is found, how it is narrowed, and which rows are looked at for it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from pstku.core import clock
from pstku.core.db import atomic, db
from pstku.core.tokens import uuid7
from pstku.desk.queries.visit_list import PAGE_SIZE
from pstku.guestbook.operations.agencies import agency_named
from pstku.guestbook.rules.states import Channel, VisitState
from pstku.offices.queries import configuration
from tests.factories import make_guest, make_visit, new_guest, new_visit
from tests.plans import walks

WHERE = "/meja/kunjungan"
FULL = dict.fromkeys(("age_group", "sex", "education", "occupation", "agency_category", "purpose"), "x")


@pytest.fixture
def officer(sign_in):
    return sign_in("officer")


@pytest.fixture(autouse=True)
def midweek():
    """A Thursday morning, so that yesterday is of this week."""
    now = clock.now()
    thursday = now + timedelta(days=(3 - now.weekday()) % 7)
    with clock.at(thursday.replace(hour=2, minute=0)):
        yield


def listed(browser, **asked) -> list[str]:
    """The names on the page, in their order."""
    page = browser.get(WHERE, query_string=asked).page
    return [link.get_text(strip=True) for link in page.select("table.visits tbody th a")]


def ago(days: int):
    return clock.now() - timedelta(days=days)


@pytest.mark.both_engines
def test_visits_of_a_period_stand_there_the_newest_first_and_open_as_at_the_desk(cast, officer):
    make_visit(cast.office_id, name="Hari ini")
    kemarin = make_visit(cast.office_id, name="Kemarin", at=ago(1), state="done")
    make_visit(cast.office_id, name="Bulan lalu", at=ago(40), state="done")
    make_visit(cast.other_office_id, name="Orang lain")
    assert WHERE in [link["href"] for link in officer.get("/meja").page.select(".desk-tools a")]
    assert listed(officer) == ["Hari ini", "Kemarin"]
    assert listed(officer, masa="yesterday") == ["Kemarin"]
    assert listed(officer, masa="today") == ["Hari ini"]
    first, last = ago(60).date().isoformat(), ago(30).date().isoformat()
    assert listed(officer, masa="chosen", dari=first, sampai=last) == ["Bulan lalu"]
    link = officer.get(WHERE, query_string={"masa": "yesterday"}).page.select_one("table.visits th a")
    assert link["href"].startswith(f"/meja/{kemarin.id}?next=")


@pytest.mark.both_engines
def test_from_a_visit_one_comes_back_to_the_same_list(cast, officer):
    visit = make_visit(cast.office_id, name="Siti Rahma", at=ago(1), state="done")
    asked = {"masa": "yesterday", "cari": "rahma"}
    opened = officer.get(WHERE, query_string=asked).page.select_one("table.visits th a")["href"]
    page = officer.get(opened).page
    listed_again = "/meja/kunjungan?masa=yesterday&cari=rahma"
    assert [link["href"] for link in page.select("main a") if link.get_text(strip=True) == "Kembali ke daftar"] == [
        listed_again,
        listed_again,
    ]
    add_need = page.select_one("form[action*='/data']")["action"]
    after_need = officer.post_form(
        add_need, {"need_id": str(uuid7()), "what": "Jumlah penduduk", "obtained": "no"}, page=opened
    )
    assert after_need.headers["Location"] == opened
    saved = officer.post_form(opened, {"name": "Siti Rahma", "party_size": "1"})
    assert saved.headers["Location"] == listed_again
    elsewhere = officer.post_form(f"/meja/{visit.id}?next=//elsewhere.example", {"party_size": "1"})
    assert elsewhere.headers["Location"] == "/meja"


@pytest.mark.both_engines
def test_a_visit_is_found_by_name_code_and_agency(cast, officer):
    with atomic():
        agency = agency_named(cast.office_id, "Universitas Negeri Gorontalo", None)
    make_visit(cast.office_id, name="Siti Rahma", code="C7QF")
    make_visit(cast.office_id, name="Yusran", agency_id=agency)
    make_visit(cast.office_id, guest=make_guest(cast.office_id, name="Rahmat", anonymised_at=clock.now()))
    for words, found in (
        ("rahma", ["Siti Rahma"]),
        ("c7-qf", ["Siti Rahma"]),
        ("gorontalo universitas", ["Yusran"]),
        ("100%", []),
    ):
        assert listed(officer, cari=words) == found, words


@pytest.mark.both_engines
def test_what_is_typed_stands_in_no_address_and_the_list_is_found_again(cast, officer, sign_in):
    visit = make_visit(cast.office_id, name="Siti Rahma", at=ago(1), state="done")
    make_visit(cast.office_id, name="Yusran", at=ago(1), state="done")
    asked = {"masa": "yesterday", "cari": "rahma", "layanan": ""}
    address = officer.post_form(WHERE, asked).headers["Location"]
    assert "rahma" not in address and "layanan" not in address and "masa=yesterday" in address
    page = officer.get(address).page
    assert [link.get_text(strip=True) for link in page.select("table.visits th a")] == ["Siti Rahma"]
    assert page.select_one("#cari")["value"] == "rahma"
    opened = page.select_one("table.visits th a")["href"]
    assert "rahma" not in opened
    saved = officer.post_form(opened, {"name": "Siti Rahma", "party_size": "1"})
    assert saved.headers["Location"] == address and str(visit.id) in opened
    other = sign_in("officer2").get(address).page  # sealed to whoever typed it
    assert other.select_one("#cari").get("value", "") == ""


def test_a_nik_is_not_looked_for_and_stands_in_no_address(cast, officer):
    refused = officer.post_form(WHERE, {"cari": "7571 0123 4567 8901"})
    assert refused.status_code == 422
    assert "NIK dan nomor kartu tidak dicari" in refused.page.select_one(".error").get_text()
    visit = make_visit(cast.office_id)
    for path, field in ((WHERE, "cari"), ("/jawab", "q"), (f"/meja/{visit.id}/data", "what"), ("/belajar", "q")):
        answer = officer.get(path, query_string={field: "desil 7571012345678901", "masa": "today"})
        assert answer.status_code == 303, path
        assert answer.headers["Location"] == f"{path}?{field}=desil&masa=today"
    assert "sudah dihapus dari pencarian" in officer.get(f"{WHERE}?masa=today").page.get_text()
    assert officer.get("/jawab", query_string={"q": "penduduk 2019 2020 2021 2022"}).status_code == 200


@pytest.mark.both_engines
def test_the_list_is_narrowed_by_service_state_officer_channel_and_what_is_missing(cast, officer):
    services = configuration(cast.office_id).services
    who = cast.officer2.person_id
    make_visit(cast.office_id, name="Lengkap", state="done", officer_id=who, **FULL)
    make_visit(cast.office_id, name="Selebihnya", state="done", completed_at=clock.now())
    make_visit(cast.office_id, name="Kosong", state="done", channel="whatsapp", service_type_id=services[0].id)
    make_visit(cast.office_id, name="Menunggu")
    for asked, found in (
        ({"layanan": services[0].id}, ["Kosong"]),
        ({"keadaan": "waiting"}, ["Menunggu"]),
        ({"petugas": who}, ["Lengkap"]),
        ({"jalur": "whatsapp"}, ["Kosong"]),
        ({"belum_lengkap": "y"}, ["Kosong"]),
    ):
        assert listed(officer, **asked) == found, asked


@pytest.mark.both_engines
def test_pages_follow_each_other_without_a_gap_and_keep_what_was_asked(cast, officer):
    guest, at = make_guest(cast.office_id), clock.now()
    with atomic() as s:
        s.add_all(new_visit(cast.office_id, guest, state="done", at=at, number=n) for n in range(1, 2 * PAGE_SIZE + 2))
    seen, address = [], f"{WHERE}?keadaan=done&masa=today"
    while address:
        page = officer.get(address).page
        seen += [link["href"] for link in page.select("table.visits tbody th a")]
        address = next((a["href"] for a in page.select("main nav a") if "Berikutnya" in a.get_text()), None)
        assert address is None or "keadaan=done" in address
    assert len(seen) == len(set(seen)) == 2 * PAGE_SIZE + 1


def test_a_period_that_cannot_be_is_refused_and_stays_typed(officer):
    for first, last, words in (
        ("2026-02-30", "", "tanggal yang ada"),
        ("2026-03-02", "2026-03-01", "lebih awal"),
        ("2024-01-01", "2026-01-01", "satu tahun"),
    ):
        answer = officer.get(WHERE, query_string={"masa": "chosen", "dari": first, "sampai": last, "cari": "Siti"})
        assert answer.status_code == 422
        assert words in answer.page.select_one(".error").get_text()
        assert answer.page.select_one("#cari")["value"] == "Siti"
    assert officer.get(WHERE, query_string={"sesudah": "tidak-ada", "petugas": "x"}).status_code in (200, 422)


def test_it_says_who_was_written_down_by_staff_and_whose_name_is_gone(cast, officer):
    make_visit(cast.office_id, name="Yusran", channel="desk", entered_by_id=cast.officer.person_id)
    gone = make_visit(cast.office_id, guest=make_guest(cast.office_id, name=None, anonymised_at=clock.now()))
    text = officer.get(WHERE).page.select_one("table.visits").get_text(" ", strip=True)
    assert "Dicatat petugas" in text
    assert f"Tanpa nama (A-{gone.number:03d})" in text


def test_a_visit_of_every_channel_and_state_is_listed(cast, officer):
    for channel in Channel:
        make_visit(cast.office_id, channel=channel)
    for state in VisitState:
        make_visit(cast.office_id, state=state)
    assert len(listed(officer)) == len(Channel) + len(VisitState)


def test_only_who_serves_reads_the_list(sign_in):
    assert sign_in("employee").get(WHERE).status_code == 403


@pytest.mark.both_engines
@pytest.mark.parametrize("asked", [{}, {"petugas": "{officer}"}, {"cari": "dinas"}, {"keadaan": "done"}])
def test_the_days_lead_to_the_rows_whatever_is_asked(cast, officer, asked):
    """Neither all visits of an officer nor those of an agency are read, however many years there are."""
    who = cast.officer.person_id
    guests = [new_guest(cast.office_id) for _ in range(400)]
    with atomic() as s:
        s.add_all(guests)
        agency = agency_named(cast.office_id, "Dinas Sosial", None)
        fields = {"state": "done", "officer_id": who, "agency_id": agency}
        s.add_all(new_visit(cast.office_id, guest, at=ago(n), **fields) for n, guest in enumerate(guests))
    if db.engine.dialect.name == "sqlite":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    seen = []
    event.listen(db.engine, "before_cursor_execute", note := lambda _c, _cursor, *rest: seen.append(rest[:2]))
    assert listed(officer, **{name: value.format(officer=who) for name, value in asked.items()})
    event.remove(db.engine, "before_cursor_execute", note)
    lists = [entry for entry in seen if "party_size" in entry[0] and "agencies" in entry[0]]
    assert len(lists) == 1
    plan = steps(*lists[0])
    assert "ix_visits_officer_id" not in plan and "ix_visits_agency_id_guest_id" not in plan, plan
    if db.engine.dialect.name == "sqlite":
        assert walks(db.engine, lists) == []
    else:
        assert not re.search(r"Seq Scan on (visits|guests|agencies)", plan), plan


def steps(statement, values) -> str:
    """How the engine would find the rows; PostgreSQL as if its tables were large."""
    explain = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        if explain == "EXPLAIN":
            driver.execute("SET LOCAL enable_seqscan = off")
        rows = driver.execute(f"{explain} {statement}", values).fetchall()
    return "\n".join(row[-1] for row in rows)


@pytest.mark.parametrize("foreign", ["endpoint=x", "name=x", "following=x", "_method=POST"])
def test_the_pages_of_the_list_are_built_from_what_its_filter_knows(cast, sign_in, foreign):
    for _visit in range(51):
        make_visit(cast.office_id)
    page = sign_in("officer").get(f"{WHERE}?masa=today&{foreign}")
    following = [a["href"] for a in page.page.select("a") if "sesudah=" in a["href"]]
    assert page.status_code == 200 and len(following) == 1 and "=x" not in following[0]
