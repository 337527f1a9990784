"""Rekap layanan saya, and what the head reads of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import session
from tests.factories import make_visit
from tests.people import PASSWORD

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MINE, THEIRS = "/saya/rekap/2026/3", "/laporan/rekap-pegawai"


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def test_the_owner_releases_and_withdraws_and_the_head_reads_only_in_between(cast, sign_in):
    make_visit(cast.office_id, at=datetime(2026, 8, 3, 2, tzinfo=UTC), state="done", officer_id=cast.officer.person_id)
    officer, head = sign_in("officer"), sign_in("head")
    assert "/saya/rekap" in [a["href"] for a in officer.get("/saya").page.select("a.btn")]
    assert len(officer.get("/saya/rekap").page.select("tbody tr")) == 8
    assert "Semua kunjungan" in officer.get(MINE).page.get_text()
    empty = head.get(THEIRS).page
    assert not empty.select("table") and "Nurain" not in empty.get_text() and "Rahmat" not in empty.get_text()
    sent = officer.post_form(f"{MINE}/rilis", {"parts": ["score", "practice"]}, page=MINE)
    assert sent.status_code == 303
    page = officer.get(MINE).page
    assert "Dirilis" in page.get_text() and not page.select(f"form[action='{MINE}/rilis']")
    rows = head.get(THEIRS).page.select("tbody tr")
    assert len(rows) == 1 and "Nurain" in rows[0].get_text()
    link = rows[0].select_one("a")["href"]
    assert "Semua kunjungan" in head.get(link).page.get_text()
    assert officer.post_form(f"{MINE}/tarik", {}, page=MINE).status_code == 303
    assert head.get(link, check=False).status_code == 404
    assert not head.get(THEIRS).page.select("table")


def test_the_head_takes_the_paper_only_with_the_password_and_it_is_noted(cast, sign_in):
    officer, head = sign_in("officer"), sign_in("head")
    officer.post_form(f"{MINE}/rilis", {}, page=MINE)
    link = head.get(THEIRS).page.select_one("tbody a")["href"]
    for typed in ("", "salah besar 2026"):
        refused = head.post_form(link, {"password": typed}, page=link)
        assert refused.status_code == 422 and refused.page.select(".error")
    noted = select(AuditEntry.actor_id).where(AuditEntry.action == "print_recap")
    assert session().scalars(noted).all() == []
    paper = head.post_form(link, {"password": PASSWORD}, page=link)
    assert paper.data.startswith(b"%PDF") and paper.headers["Content-Disposition"].startswith("attachment")
    session().rollback()
    assert session().scalars(noted).all() == [cast.head.person_id]


def test_ones_own_copy_is_printed_without_releasing_anything(cast, sign_in):
    assert sign_in("employee").get(f"{MINE}.pdf").data.startswith(b"%PDF")
    assert not sign_in("head").get(THEIRS).page.select("table")


@pytest.mark.parametrize("path", ["2026/5", "2027/1", "1000/1", "99999999999999999999/1"])
def test_a_quarter_that_is_none_is_not_found(sign_in, path):
    officer = sign_in("officer")
    assert officer.get(f"/saya/rekap/{path}", check=False).status_code == 404
    assert officer.get(f"/saya/rekap/{path}.pdf", check=False).status_code == 404


def test_too_early_and_twice_are_said_on_the_page(sign_in):
    officer = sign_in("officer")
    early = officer.post_form("/saya/rekap/2026/4/rilis", {}, page=MINE)
    assert early.status_code == 409 and "mulai 8 Januari 2027" in early.page.get_text()
    officer.post_form(f"{MINE}/rilis", {}, page=MINE)
    twice = officer.post_form(f"{MINE}/rilis", {}, page=MINE)
    assert twice.status_code == 409 and "sudah dirilis" in twice.page.get_text()
    forged = officer.post_form("/saya/rekap/2026/2/rilis", {"parts": ["salary"]}, page="/saya/rekap/2026/2")
    assert forged.status_code == 422
