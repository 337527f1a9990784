"""A sheet of paper is typed into the book with the keys alone."""

from playwright.sync_api import expect
from sqlalchemy import select

from pstku.core.db import db, session
from pstku.guestbook.models import Guest, Visit
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE, TABLET, picture


def keys(page, *pressed: str) -> None:
    """Type what is no name of a key, press what is one."""
    for one in pressed:
        if one in ("Tab", "Enter", "Space", "ArrowDown"):
            page.keyboard.press(one)
        else:
            page.keyboard.type(one)


def test_two_guests_are_typed_without_a_mouse(live_server, enter):
    page = enter("officer", DESKTOP)
    page.goto("/meja/susulan")
    page.locator("#baris-0-came").focus()
    keys(page, "9.15", "Tab", "Konsultasi", "Tab", "Siti Rahma", "Tab", "17")
    page.locator("#baris-1-came").focus()
    keys(page, "10.70", "Tab", "Konsultasi", "Tab", "Budi", "Enter")
    wrong = page.locator("#baris-1-came")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#baris-0-name")).to_have_value("Siti Rahma")
    assert violations(page) == []
    picture(page, "susulan-salah")
    page.keyboard.press("Control+a")
    keys(page, "10.30", "Enter")
    expect(page.get_by_text("Semua baris terbaca.")).to_be_visible()
    save = page.get_by_role("button", name="Simpan", exact=True)
    save.focus()
    keys(page, "Enter")
    expect(page.get_by_text("2 tamu tercatat")).to_be_visible()
    assert violations(page) == []
    with live_server.app.app_context():
        names = session().scalars(select(Guest.name).join(Visit).order_by(Visit.number)).all()
        db.session.remove()
    assert names == ["Siti Rahma", "Budi"]


def test_more_rows_begin_where_one_types_on(live_server, enter):
    page = enter("officer", DESKTOP)
    page.goto("/meja/susulan")
    page.locator("#baris-2-came").fill("9.15")
    page.get_by_role("button", name="Tambah baris").press("Enter")
    expect(page.locator("#baris-3-came")).to_be_focused()
    expect(page.locator("#baris-2-came")).to_have_value("9.15")


def test_the_table_reads_well_at_every_size(live_server, enter):
    page = enter("officer", TABLET)
    for size in (TABLET, PHONE, DESKTOP):
        page.set_viewport_size(size)
        page.goto("/meja/susulan")
        page.locator("#baris-0-name").fill("Siti Rahma")
        page.locator("summary", has_text="Rombongan").first.press("Enter")
        kind = page.locator("#baris-0-dtsen_kind")
        expect(kind).to_be_hidden()
        page.locator("#baris-0-service").select_option(label="Konsultasi DTSEN")
        expect(kind).to_be_visible()
        expect(page.locator("#baris-1-dtsen_kind")).to_be_hidden()
        page.set_viewport_size({"width": size["width"], "height": 4000})  # or the phone's tabs lie over a field
        assert violations(page) == []
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        picture(page, f"susulan-{size['width']}-{size['height']}")
