"""The guest book on a guest's phone of 360×640: sent, shown to the officer, confirmed, and turned into the visit."""

from datetime import time

import pytest
from playwright.sync_api import expect

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.arrivals.operations.book_qr import issue_book_qr
from pstku.arrivals.queries import current_qr
from pstku.core.db import db
from pstku.core.vault import unseal
from pstku.offices.operations.hours import set_opening_hours
from pstku.offices.queries import Hours, office_by_code
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE, picture

SMALL = {"width": 360, "height": 640}


@pytest.fixture
def token(live_server) -> str:
    """The token of the office's QR, at an office that never closes."""
    with live_server.app.app_context():
        home = office_by_code("7571")
        admin = actor_of(find_person_by_username(home.id, "admin"))
        set_opening_hours(admin, [Hours(day, time(0), time(23, 59, 59), None, None) for day in range(7)])
        issue_book_qr(admin)
        token = unseal(current_qr(home.id).token)
        db.session.remove()
    return token


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def fill_in(page, token: str) -> None:
    page.goto(f"/n/isi/{token}")
    page.get_by_role("radio", name="Konsultasi statistik").check()
    page.get_by_label("Nama", exact=True).fill("Yusran Abdullah")
    page.get_by_role("button", name="Kirim").click()


def test_words_of_twice_the_size_stay_on_a_phone_in_both_languages(open_browser, token):
    phone = open_browser(PHONE)
    for language in ("id", "en"):
        phone.goto(f"/n/isi/{token}?bahasa={language}")
        phone.evaluate("document.documentElement.style.fontSize = '200%'")
        assert fits(phone), language
        assert phone.locator(".k-main").evaluate("(main) => main.scrollWidth <= main.clientWidth"), language


def test_a_phone_is_paired_by_its_sign_and_turns_into_the_visit(live_server, open_browser, enter, token):
    phone, desk = open_browser(SMALL), enter("officer", DESKTOP)
    desk.goto("/meja")
    phone.goto(f"/n/isi/{token}")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert fits(phone) and violations(phone) == []
    picture(phone, "hp-isi")
    fill_in(phone, token)
    sign = phone.locator(".pair-sign")
    expect(sign).to_be_visible()
    assert fits(phone) and violations(phone) == []
    picture(phone, "hp-tanda")
    row = desk.locator("#arrivals li")
    expect(row).to_contain_text(sign.inner_text(), timeout=12_000)
    expect(row).to_contain_text("Yusran A•••••")
    expect(desk.locator("#ring .ring")).to_have_count(0)
    assert violations(desk) == []
    picture(desk, "meja-dari-hp")
    desk.set_viewport_size(PHONE)
    assert fits(desk)
    picture(desk, "meja-dari-hp-kecil")
    row.get_by_role("button", name="Tamu di sini").click()
    expect(desk.locator("#arrivals li")).to_have_count(0)
    expect(desk.locator("#board")).to_contain_text("Yusran Abdullah")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Anda sudah tercatat", timeout=12_000)
    expect(phone.locator(".code")).to_be_visible()
    assert fits(phone) and violations(phone) == []
    picture(phone, "hp-tercatat")


def test_a_phone_that_is_not_confirmed_hears_so(live_server, open_browser, enter, token):
    phone, desk = open_browser(SMALL), enter("officer", DESKTOP)
    fill_in(phone, token)
    expect(phone.locator(".pair-sign")).to_be_visible()
    desk.goto("/meja")
    desk.get_by_role("button", name="Bukan tamu").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Isian Anda sudah dihapus", timeout=12_000)
    assert violations(phone) == []
    picture(phone, "hp-dihapus")


def test_without_script_the_page_is_loaded_again_by_hand(live_server, open_browser, enter, token):
    phone, desk = open_browser(SMALL, java_script_enabled=False), enter("officer", DESKTOP)
    fill_in(phone, token)
    expect(phone.locator(".pair-sign")).to_be_visible()
    desk.goto("/meja")
    desk.get_by_role("button", name="Tamu di sini").click()
    phone.get_by_role("link", name="Muat ulang").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Anda sudah tercatat")


def test_the_admins_page(live_server, enter, token):
    live_server.app.config["PUBLIC_URL"] = "http://192.168.1.20:8000"
    admin = enter("admin", DESKTOP)
    admin.goto("/admin/buku-tamu-hp")
    expect(admin.get_by_role("link", name="Cetak A4")).to_be_visible()
    assert violations(admin) == []
    picture(admin, "admin-buku-tamu-hp")
