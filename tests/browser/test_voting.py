"""Rating in a real browser: the officer's QR, the guest's own phone."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from pstku.accounts.queries import find_person_by_username
from pstku.core import clock
from pstku.core.db import db, session
from pstku.guestbook.visit_tokens import visit_token
from pstku.officers.scanning import screen_token
from pstku.offices.queries import office_by_code
from pstku.ratings.models import Vote
from tests.browser.conftest import DESKTOP, PHONE, picture
from tests.factories import make_visit


@pytest.fixture
def served(live_server):
    """A visit that Ibu Nurain closed ten minutes ago, with the code C7QF; gives its link and her id."""
    with live_server.app.app_context():
        office = office_by_code("7571")
        officer = find_person_by_username(office.id, "officer")
        at = clock.now() - timedelta(minutes=20)
        visit = make_visit(office.id, state="done", at=at, officer_id=officer.id, code="C7QF")
        link = f"/n/{visit_token(visit.id)}"
        db.session.remove()
    return link, officer.id


def votes(live_server):
    with live_server.app.app_context():
        found = [(v.score, v.given_on, v.comment, v.flags) for v in session().scalars(select(Vote))]
        db.session.remove()
    return found


def test_a_guest_rates_on_their_own_phone(live_server, open_browser, served):
    page = open_browser(PHONE)
    page.goto(served[0])
    page.get_by_role("heading", name="Seberapa puas Anda dengan layanan Ibu Nurain?").wait_for()
    sizes = [face.bounding_box() for face in page.locator(".face").all()]
    assert len(sizes) == 4
    assert min(min(box["width"], box["height"]) for box in sizes) >= 160
    picture(page, "penilaian-hp")
    page.get_by_role("button", name="Kurang puas").click()
    page.get_by_role("heading", name="Tersimpan").wait_for()
    assert votes(live_server) == [(2, "own_phone", "", [])]
    page.get_by_role("link", name="Ubah (30 detik)").click()
    page.get_by_role("button", name="Sangat puas").click()
    page.get_by_label("Komentar").fill("Terima kasih")
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("heading", name="Terima kasih.").wait_for()
    assert votes(live_server) == [(4, "own_phone", "Terima kasih", [])]


def test_the_thanks_are_the_same_for_every_score(open_browser, served):
    page = open_browser(PHONE, java_script_enabled=False)
    page.goto(served[0])
    page.get_by_role("button", name="Tidak puas").click()
    page.get_by_role("button", name="Selesai").click()
    assert page.get_by_role("heading").first.inner_text() == "Terima kasih."


def test_an_officers_qr_leads_a_phone_to_the_code_and_the_faces(live_server, enter, open_browser, served):
    officer = enter("officer", DESKTOP)
    officer.goto("/qr-saya")
    officer.get_by_role("button", name="Buat QR saya").click()
    officer.locator("#live_qr svg.qr").wait_for()
    officer.get_by_role("button", name="Buat kartu").click()
    officer.locator(".idcard").wait_for()
    picture(officer, "qr-saya")
    with live_server.app.app_context():
        token = screen_token(served[1])
        db.session.remove()
    phone = open_browser(PHONE)
    phone.goto(f"/n/{token}")
    phone.get_by_label("Kode kunjungan").fill("xxxx")
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_text("Kode ini tidak ditemukan").wait_for()
    phone.get_by_label("Kode kunjungan").fill("c7qf")
    phone.get_by_role("button", name="Lanjut").click()
    phone.get_by_role("button", name="Puas", exact=True).click()
    phone.get_by_role("heading", name="Tersimpan").wait_for()
    assert votes(live_server) == [(3, "own_phone", "", [])]


def test_the_qr_on_the_screen_asks_for_the_next_one(enter):
    officer = enter("officer", DESKTOP)
    officer.clock.install()
    officer.goto("/qr-saya")
    officer.get_by_role("button", name="Buat QR saya").click()
    officer.locator("#live_qr svg.qr").wait_for()
    with officer.expect_response(lambda response: urlsplit(response.url).path == "/qr-saya") as answer:
        officer.clock.fast_forward(62_000)
    assert answer.value.text().lstrip().startswith('<div id="live_qr"')
    officer.locator(".live:not(.expired) #live_qr svg.qr").wait_for()
