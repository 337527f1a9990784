"""A guest handed over: who is ready, and the colleague who cannot miss it."""

from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.serving import hand_over
from pstku.officers.operations.readiness import be_ready
from tests.desk import poll, register, shown_by
from tests.factories import make_visit


@pytest.fixture
def officer(sign_in):
    return sign_in("officer")


def test_a_guest_is_handed_over_on_a_page_of_its_own(cast, officer):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    where = f"/meja/{visit.id}/serahkan"
    assert "Rahmat Djafar" in officer.get(where).page.get_text()
    assert officer.post_form(where, {"to_officer_id": ""}).status_code == 422
    assert officer.post_form(where, {"to_officer_id": str(cast.officer2.person_id)}).status_code == 303
    session().expire_all()
    assert session().get_one(Visit, visit.id).officer_id == cast.officer2.person_id


def test_whoever_hands_over_sees_how_each_colleague_stands(cast, officer, sign_in):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    where = f"/meja/{visit.id}/serahkan"
    away = officer.get(where).page.select_one(f"#to_officer_id label:has([value='{cast.officer2.person_id}'])")
    assert "Tidak bertugas hari ini" in away.get_text()
    be_ready(cast.officer2, None)
    make_visit(cast.office_id, state="serving", officer_id=cast.officer2.person_id)
    first = officer.get(where).page.select("#to_officer_id label")[0].get_text()
    assert "Rahmat Djafar" in first
    assert "Siap melayani · sedang melayani 1 tamu" in first


@pytest.mark.both_engines
def test_a_guest_handed_over_rings_on_every_page_of_the_colleague_until_they_answer(cast, officer, sign_in):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    colleague = sign_in("officer2")
    silent = shown_by(poll(colleague, "/meja/panggilan"))
    officer.post_form(f"/meja/{visit.id}/serahkan", {"to_officer_id": str(cast.officer2.person_id)})
    rung = poll(colleague, "/meja/panggilan", **silent).page.select_one("#ring")
    assert (rung["data-ring"], rung["data-count"]) == (f"handed-{visit.id}", "1")
    assert "Rekan menyerahkan tamu kepada Anda" in rung.get_text()
    assert poll(officer, "/meja/panggilan").page.select_one("#ring") is None  # it rings for nobody else
    panel = colleague.get("/meja").page.select_one(".serving")
    assert "Nurain Lestari, SST menyerahkan tamu ini kepada Anda." in panel.get_text()
    known = shown_by(poll(colleague, "/meja/panggilan"))
    assert colleague.post_form(f"/meja/{visit.id}/lanjutkan", {}, page="/meja").status_code == 303
    assert poll(colleague, "/meja/panggilan", **known).page.select_one("#ring")["data-count"] == "0"
    assert "menyerahkan tamu ini" not in colleague.get("/meja").page.get_text()
    assert officer.post_form(f"/meja/{visit.id}/lanjutkan", {}, page="/meja").status_code == 409


@pytest.mark.both_engines
def test_a_guest_handed_over_and_one_who_waits_ring_together(cast, officer):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer2.person_id)
    hand_over(cast.officer2, visit.id, to_officer_id=cast.officer.person_id)
    with clock.at(clock.now() + timedelta(seconds=1)):
        waiting = register(cast)
    with clock.at(clock.now() + timedelta(seconds=2)):
        ring = poll(officer, "/meja/panggilan").page.select_one("#ring")
    assert (ring["data-ring"], ring["data-count"]) == (f"visit-{waiting}", "2")
    assert "1 tamu menunggu Anda melanjutkan. 1 tamu belum dilayani." in ring.get_text()


@pytest.mark.both_engines
def test_closing_or_taking_over_answers_a_handing_too(cast, officer):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer2.person_id)
    hand_over(cast.officer2, visit.id, to_officer_id=cast.officer.person_id)
    officer.post_form(f"/meja/{visit.id}/selesai", {"outcome": "done_on_the_spot"}, page="/meja")
    assert poll(officer, "/meja/panggilan").page.select_one("#ring") is None
    yesterday = clock.now() - timedelta(days=1)
    left = make_visit(cast.office_id, state="serving", officer_id=cast.officer2.person_id, at=yesterday)
    officer.post_form(f"/meja/{left.id}/ambil-alih", {}, page="/meja")
    assert poll(officer, "/meja/panggilan").page.select_one("#ring") is None
