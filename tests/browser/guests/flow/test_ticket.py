"""The ticket: what the printer at the tablet is given, on which paper, and that nobody sees a printer that fails."""

import pytest
from playwright.sync_api import expect

from tests.browser.guests.kept import ready
from tests.browser.guests.offline.test_alone import alone, filled, sign_in_book
from tests.browser.guests.steps import press, save, settings, state, to_check
from tests.browser.staff.test_printing import pages_of
from tests.browser.waiting import until

PRINTER = """window.printed = [];
window.print = () => { window.printed.push(document.querySelector("#slip").textContent); throw new Error("no paper"); };"""

LENGTHEN = """document.querySelector(".s-office").textContent =
  "Badan Pusat Statistik Kabupaten Kepulauan Siau Tagulandang Biaro, Pelayanan Statistik Terpadu".repeat(3)"""


def test_a_ticket_holds_number_date_and_code_and_no_name(live_server, tablet):
    settings(live_server, mode="queue", ticket="58")
    page = tablet()
    page.add_init_script(PRINTER)
    page.reload()
    ready(page)
    filled(page)
    to_check(page, "Zulkarnain Unik")
    code = save(page)
    until(page, lambda: page.evaluate("window.printed.length") == 1)
    (ticket,) = page.evaluate("window.printed")
    number = state(page, "done").locator(".big").text_content()
    assert number in ticket and code in ticket and "202" in ticket and "Zulkarnain" not in ticket
    expect(page.locator("#slip")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#slip .s-number")).to_have_text(number)
    expect(state(page, "done").locator(".code")).to_be_hidden()
    assert pages_of(page) == [pytest.approx((58, 90), abs=1)]
    page.evaluate("document.querySelector('#slip').className = 'slip w80'")
    assert pages_of(page) == [pytest.approx((80, 90), abs=1)]
    page.emulate_media(media="screen")
    page.evaluate("document.querySelector('#slip').className = 'slip w58'")
    page.evaluate(LENGTHEN)
    press(page, "done", "Selesai")
    assert not page.locator("#slip [data-slip]").evaluate_all("(all) => all.map((one) => one.textContent).join('')")
    alone(page)
    number, code = sign_in_book(page)
    until(page, lambda: page.evaluate("window.printed.length") == 2)
    assert number in page.evaluate("window.printed[1]") and code in page.evaluate("window.printed[1]")
    page.emulate_media(media="print")
    ((width, height),) = pages_of(page)  # one, and no empty one after it
    assert width == pytest.approx(58, abs=1) and height > 95
    slip = page.locator("#slip")
    assert slip.evaluate("(one) => one.scrollWidth <= one.clientWidth"), "an offline number fits the roll"
    assert 2 < height - slip.bounding_box()["height"] * 25.4 / 96 < 7, "all of it, and no more paper than that"
