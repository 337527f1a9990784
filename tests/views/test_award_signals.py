"""Tanda: signals on an award's page, and setting aside the votes under one."""

import pytest
from sqlalchemy import select, update

from pstku.core import clock
from pstku.core.db import atomic
from pstku.ratings.models import Vote
from pstku.rewards.operations.periods import lock_period, open_period
from tests.awards import AFTER, QUARTER, award_address, serve_and_rate


@pytest.fixture
def now():
    with clock.at(AFTER):
        yield


@pytest.fixture
def flagged(cast, now):
    """A locked quarter in which eight of the officer's votes came from a staff telephone."""
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 30)
    serve_and_rate(cast.office_id, cast.officer2.person_id, [4, 4, 3] * 10)
    mine = select(Vote.id).where(Vote.officer_id == cast.officer.person_id).limit(8)
    with atomic() as s:
        s.execute(update(Vote).where(Vote.id.in_(mine)).values(flags=["staff_phone"]))
    return lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)


def signals(period) -> str:
    return award_address(period, "/tanda")


@pytest.mark.both_engines
def test_signals_stand_on_the_award_page_with_their_three_orders(sign_in, cast, flagged):
    text = " ".join(sign_in("admin").get(award_address(flagged)).page.get_text(" ").split())
    assert "Nomor HP tamu sama dengan nomor pegawai: 8 penilaian" in text and "tanda kuat" in text
    for label in ("Semua penilaian", "Tanpa yang di bawah tanda kuat", "Hanya tamu yang dapat dihubungi"):
        assert label in text


def test_votes_are_set_aside_without_a_score_in_view(sign_in, cast, flagged):
    admin = sign_in("admin")
    page = admin.get(signals(flagged)).page
    assert "Skor tidak tampil" in page.get_text() and page.select_one("table.cand") is None
    act = page.select_one("form[action$=sisihkan]")["action"]
    short = admin.post_form(act, {"reason": "ya"}, page=signals(flagged))
    assert short.status_code == 422 and "minimal sepuluh" in short.page.get_text()
    assert short.page.select_one("textarea[name=reason]").get_text().strip() == "ya"
    done = admin.post_form(act, {"reason": "Nomor HP ini milik pegawai."}, page=signals(flagged))
    assert done.status_code == 303
    text = " ".join(admin.get(award_address(flagged)).page.get_text(" ").split())
    assert "8 penilaian untuk Nurain Lestari, SST disisihkan" in text and "Urutan semula" in text
    assert admin.get(signals(flagged)).page.select_one("form[action$=sisihkan]") is None


def test_only_admins_who_are_no_candidates_set_aside(sign_in, cast, flagged):
    head = sign_in("head")
    assert head.get(signals(flagged)).page.select_one("form[action$=sisihkan]") is None
    act = signals(flagged) + f"/{cast.officer.person_id}/staff_phone/sisihkan"
    assert head.post_form(act, {"reason": "x" * 20}, page=signals(flagged)).status_code == 403
    assert sign_in("officer").get(signals(flagged)).status_code == 403
    unknown = act.replace("staff_phone", "burst")
    assert sign_in("admin").post_form(unknown, {"reason": "x" * 20}, page=signals(flagged)).status_code == 404


def test_the_checker_writes_a_sentence_for_every_strong_signal(sign_in, cast, flagged):
    admin = sign_in("admin2")
    field = f"tanda-{cast.officer.person_id}-staff_phone"
    empty = admin.post_form(
        award_address(flagged, "/periksa"), {"note": "Sudah diperiksa."}, page=award_address(flagged)
    )
    assert empty.status_code == 422 and "minimal sepuluh" in empty.page.get_text()
    assert empty.page.select_one("textarea[name=note]").get_text().strip() == "Sudah diperiksa."
    typed = {"note": "Sudah diperiksa.", field: "Nomor itu milik suami petugas, tamunya memang datang."}
    assert admin.post_form(award_address(flagged, "/periksa"), typed, page=award_address(flagged)).status_code == 303
    assert "suami petugas" in sign_in("head").get(award_address(flagged)).page.get_text()
