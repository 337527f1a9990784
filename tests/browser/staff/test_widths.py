"""No page of staff is wider than a phone, and no button on it lower than a finger is wide."""

from playwright.sync_api import expect

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import answer_complaint, assign_complaint
from pstku.core.db import db
from pstku.core.tokens import uuid7
from pstku.offices.queries import office_by_code
from pstku.rewards.operations.periods import open_period
from tests.browser.conftest import PHONE

FINGER = 44
UPRIGHT = {"width": 800, "height": 1280}  # a tablet: the menu beside the page, and little left for it
LOW = """low => [...document.querySelectorAll('.btn')].filter((button) => button.offsetParent && button.offsetHeight < low)
  .map((button) => `${button.textContent.trim()} ${button.offsetHeight}`)"""
ELSEWHERE = ("/static", "/kiosk", "/keluar")


def addresses(app) -> list[str]:
    """Every address that needs no id."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    return sorted({rule.rule for rule in rules if not rule.rule.startswith(ELSEWHERE)})


def is_page(browser, address: str) -> bool:
    answer = browser.request.get(address)
    return answer.ok and answer.headers.get("content-type", "").startswith("text/html")


def test_what_somebody_wrote_keeps_its_paragraphs_and_fits_the_phone(live_server, office, enter, open_browser):
    words, complaint_id = "Satu.\n\nDua: https://contoh.id/" + "a" * 200, uuid7()
    with live_server.app.app_context():
        home = office_by_code("7571").id
        admin, handler = (actor_of(find_person_by_username(home, name)) for name in ("admin", "head"))
        code = file_complaint(home, complaint_id, text=words).code
        assign_complaint(admin, complaint_id, handler_id=handler.person_id, kind="plain")
        answer_complaint(handler, complaint_id, answer=words, finding="upheld", reason=words)
        db.session.remove()
    guest, staff = open_browser(PHONE), enter("admin", PHONE)
    guest.goto(f"/pengaduan/{code}")
    staff.goto(f"/admin/pengaduan/{complaint_id}")
    staff.get_by_role("button", name="Baca pengaduan").click()
    expect(staff.get_by_role("heading", name="Jawaban")).to_be_visible()
    for page, written in ((guest, 1), (staff, 3)):
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert [text.inner_text().count("\n") for text in page.locator(".words", has_text="Dua").all()] == [2] * written


def test_every_page_of_an_admin_fits_the_phone_and_a_tablet_held_upright(live_server, office, enter):
    with live_server.app.app_context():
        home = office_by_code("7571")
        open_period(actor_of(find_person_by_username(home.id, "admin")), 2026, 3, "desk")
        db.session.remove()
    phone = enter("admin", PHONE)
    pages = [address for address in addresses(live_server.app) if is_page(phone, address)]
    assert {"/meja/catat", "/admin/penghargaan", "/ringkasan"} <= set(pages) and len(pages) > 50
    wide, low = {}, {}
    for address in pages:
        phone.goto(address)
        for screen in (UPRIGHT, PHONE):
            phone.set_viewport_size(screen)
            width = phone.evaluate("document.documentElement.scrollWidth")
            if width > screen["width"]:
                wide[address] = width
        if not address.startswith("/komponen") and (found := phone.evaluate(LOW, FINGER)):
            low[address] = found
    assert (wide, low) == ({}, {})
