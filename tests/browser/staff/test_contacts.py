"""A guest who was promised an answer, from the tablet to the officer's message, in a real browser."""

from datetime import timedelta

from playwright.sync_api import expect

from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import ContactPromise, Visit
from pstku.guestbook.operations.questions import leave_question
from pstku.guestbook.operations.registering import Origin
from pstku.offices.queries import configuration, sole_office_id
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE, TABLET, picture
from tests.factories import make_visit

QUESTION = "Berapa inflasi Oktober, dan apa bedanya dengan September?"


def leave(live_server, name: str, *, days_ago: int = 0, **fields) -> None:
    """A question left behind at an empty desk."""
    with live_server.app.app_context(), clock.at(clock.now() - timedelta(days=days_ago)):
        office = configuration(sole_office_id("7571"))
        told = {"name": name, "phone": "081234567890", "consents": ("follow_up",), "question": QUESTION}
        service = next(one for one in office.active_services() if one.code == "konsultasi")
        leave_question(office.id, uuid7(), Entry(service_id=service.id, **(told | fields)), Origin(channel="tablet"))
        db.session.remove()


def test_an_officer_answers_a_question_that_was_left(live_server, enter):
    leave(live_server, "Hapsa Monoarfa", days_ago=14, email="hapsa@contoh.id", salutation="Ibu")
    leave(live_server, "Siti Rahma")
    page = enter("officer", DESKTOP)
    page.goto("/meja")
    page.get_by_text("2 tamu harus dihubungi.").wait_for()
    assert violations(page) == []
    picture(page, "contacts-desk")
    page.get_by_role("link", name="Buka daftarnya").click()
    rows = page.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Hapsa")
    expect(rows.nth(1)).to_contain_text("Lewat")
    for size, name in ((DESKTOP, "contacts-list"), (TABLET, "contacts-list-tablet"), (PHONE, "contacts-list-phone")):
        page.set_viewport_size(size)
        assert violations(page) == []
        picture(page, name)
    page.set_viewport_size(DESKTOP)

    page.get_by_role("button", name="Ambil").first.click()
    page.get_by_role("heading", name="Hubungi tamu").wait_for()
    link = page.get_by_role("link", name="Buka WhatsApp")
    assert link.get_attribute("href").startswith("https://wa.me/6281234567890?text=Halo%20Ibu%20Hapsa")
    for size, name in ((DESKTOP, "contacts-taken"), (TABLET, "contacts-taken-tablet"), (PHONE, "contacts-taken-phone")):
        page.set_viewport_size(size)
        assert violations(page) == []
        picture(page, name)

    page.get_by_label("Catatan").fill("Sudah saya kirim tabelnya")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("radio", name="WhatsApp")).to_be_focused()
    expect(page.get_by_label("Catatan")).to_have_value("Sudah saya kirim tabelnya")
    assert violations(page) == []
    picture(page, "contacts-refused-phone")
    page.get_by_label("WhatsApp").check()
    page.get_by_label("Dijawab, sesuai yang dicari").check()
    page.get_by_role("button", name="Simpan").click()
    page.get_by_text("Tercatat. Tamu ini keluar dari daftar.").wait_for()
    expect(page.get_by_role("main")).not_to_contain_text("Hapsa")
    with live_server.app.app_context():
        kept = session().query(ContactPromise).filter(ContactPromise.closed_at.is_not(None)).one()
        assert (kept.channel, kept.result, kept.note) == ("whatsapp", "answered", "Sudah saya kirim tabelnya")
        assert session().get_one(Visit, kept.visit_id).state == "done"
        db.session.remove()


def test_the_pages_around_it_fit_every_screen(live_server, enter):
    leave(live_server, "Siti Rahma")
    page = enter("officer", DESKTOP)
    page.goto("/meja/hubungi")
    page.get_by_role("button", name="Ambil").click()
    page.get_by_role("link", name="Alihkan").click()
    page.get_by_role("heading", name="Alihkan ke rekan").wait_for()
    for size, name in ((DESKTOP, "contacts-passing"), (PHONE, "contacts-passing-phone")):
        page.set_viewport_size(size)
        assert violations(page) == []
        picture(page, name)
    with live_server.app.app_context():
        visit = make_visit(sole_office_id("7571"), name="Budi", letter="B")
        db.session.remove()
    page.goto("/meja")
    page.get_by_role("button", name="Mulai layani").click()
    page.goto(f"/meja/{visit.id}/selesai")
    page.get_by_label("Tindak lanjut", exact=True).check()
    page.get_by_label("HP tamu").fill("081234567890")
    page.get_by_role("button", name="Selesai").click()
    expect(page.get_by_label("Tamu setuju dihubungi untuk tindak lanjut ini")).to_be_focused()
    for size, name in (
        (PHONE, "contacts-closing-phone"),
        (TABLET, "contacts-closing-tablet"),
        (DESKTOP, "contacts-closing"),
    ):
        page.set_viewport_size(size)
        assert violations(page) == []
        picture(page, name)
