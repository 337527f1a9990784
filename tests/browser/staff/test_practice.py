"""A drill on a phone, card by card, and what is asked on the phone is kept when there is no answer."""

from playwright.sync_api import expect
from sqlalchemy import select

from pstku.core.db import session
from pstku.editing.models import OpenQuestion
from tests.browser.accessibility import violations
from tests.browser.conftest import PHONE, picture


def test_three_cards_of_a_drill_on_a_phone(enter):
    phone = enter("employee", PHONE)
    phone.goto("/latihan")
    phone.get_by_role("link", name="Mulai").click()
    for n in range(3):
        expect(phone.get_by_text(f"Kartu {n + 1} dari 10")).to_be_visible()
        options, number = phone.locator(".opt input"), phone.locator(".ask .input")
        expect(options.or_(number).first).to_be_visible()  # what comes first shows which kind of card it is
        if options.count():
            options.first.check()
        else:
            number.fill("5")
        if n == 0:
            picture(phone, "latihan")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        phone.get_by_role("button", name="Jawab", exact=True).click()
        expect(phone.locator(".verdict-line")).to_be_visible()
        phone.get_by_role("link", name="Kartu berikutnya").click()
    expect(phone.get_by_text("Kartu 4 dari 10")).to_be_visible()


def test_a_question_at_which_one_stops_typing_is_kept(enter, live_server):
    phone = enter("employee", PHONE)
    phone.goto("/jawab")
    with phone.expect_response("**/jawab/dicari") as kept:
        phone.get_by_label("Apa yang ditanyakan?").press_sequentially("zakat fitrah")
    assert kept.value.status == 204
    with live_server.app.app_context():
        assert session().scalars(select(OpenQuestion.text)).all() == ["zakat fitrah"]
        session().close()


def test_an_answer_that_cannot_be_read_is_named_and_found(enter):
    phone = enter("employee", PHONE)
    number = phone.locator("main .ask .input")
    for _ in range(8):
        phone.goto("/latihan")
        phone.get_by_role("button", name="Mulai kuis Sosial").click()
        expect(phone.get_by_role("button", name="Serahkan")).to_be_visible()  # stands below the last question
        if number.count():
            break
    number.first.fill("enam koma lima")
    phone.get_by_role("button", name="Serahkan").click()
    expect(phone.locator(".error-summary")).to_be_focused()
    phone.locator(".error-summary a").click()
    expect(number.first).to_be_in_viewport()
    expect(number.first).to_have_accessible_description(
        "“enam koma lima” bukan angka. Ketik misalnya 78,54 atau 1.234,5."
    )
    assert violations(phone) == []
