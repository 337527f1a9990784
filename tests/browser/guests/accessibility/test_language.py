"""English at the tablet: chosen in one tap, nothing typed is lost, and the next guest reads Indonesian."""

import pytest
from playwright.sync_api import Page, expect

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.core.db import db, session
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.serving import close_visit, start_service
from pstku.offices.queries import office_by_code
from tests.browser.accessibility import violations
from tests.browser.guests.states import each_state, faults
from tests.browser.guests.steps import leftovers, press, settings, state, visits
from tests.browser.waiting import until
from tests.html import parse
from tests.words.reading import indonesian_left

WORDS = "() => [...document.querySelectorAll('.k-state:not([hidden]), header, dialog')].map((part) => part.outerHTML).join('')"


SIZES = [{"width": 1280, "height": 800}, {"width": 800, "height": 1280}, {"width": 960, "height": 600}]
PAGE = "() => document.querySelector('#isi').innerHTML.replace(/\\s+/g, ' ').replaceAll('> ', '>')"


def lang(page: Page) -> str:
    return page.locator("html").get_attribute("lang")


def choose(page: Page, name: str = "English") -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if name == "English" else "id")


def no_indonesian(page: Page) -> None:
    shown = parse(f"<html lang=en><body>{page.evaluate(WORDS)}</body></html>")
    assert (lang(page), indonesian_left(shown)) == ("en", [])


def serve_and_invite(live_server) -> None:
    with live_server.app.app_context():
        office = office_by_code("7571")
        officer = actor_of(find_person_by_username(office.id, "officer"))
        visit = session().query(Visit).one()
        start_service(officer, visit.id)
        close_visit(officer, visit.id)  # and the tablet invites
        db.session.remove()


def test_a_guest_reads_english_from_the_first_screen_to_the_vote_and_the_next_one_indonesian(live_server, tablet):
    page = tablet()
    choose(page)
    no_indonesian(page)
    assert violations(page) == []
    page.get_by_role("link", name="Fill in the guest book").click()
    no_indonesian(page)
    state(page, "service").locator(".choice").nth(1).locator("input").click()
    page.locator("#name").fill("Rahmawati")
    no_indonesian(page)
    press(page, "name", "Next")
    no_indonesian(page)
    press(page, "about", "Skip")
    no_indonesian(page)
    press(page, "contact", "Skip")
    no_indonesian(page)
    press(page, "check", "Save")
    expect(state(page, "done")).to_be_visible()
    no_indonesian(page)
    assert [visit.language for visit in visits(live_server)] == ["en"]
    press(page, "done", "Done")
    expect(state(page, "idle").get_by_role("heading", name="Selamat datang.")).to_be_visible()
    assert lang(page) == "id" and page.title() == "Selamat datang · PSTku"
    serve_and_invite(live_server)
    expect(state(page, "rate-face")).to_be_visible()
    no_indonesian(page)
    state(page, "rate-face").get_by_role("button", name="Very happy").click()
    expect(state(page, "rate-why")).to_be_visible()
    no_indonesian(page)
    page.evaluate("window.isApart = true")  # the thanks stay until they are read
    press(page, "rate-why", "Done")
    expect(state(page, "rate-thanks")).to_be_visible()
    no_indonesian(page)
    state(page, "rate-thanks").click()
    expect(state(page, "idle")).to_be_visible()
    assert lang(page) == "id"


def test_the_words_change_in_place_and_come_back_as_they_were(live_server, tablet):
    page = tablet()
    expect(page.locator("html[data-outbox]")).to_be_attached()  # it adds screens of its own
    before = page.evaluate(PAGE)
    requests: list[str] = []
    choose(page)
    page.on("request", lambda request: requests.append(request.url))
    choose(page, "Bahasa Indonesia")
    assert page.evaluate(PAGE) == before
    assert [url for url in requests if "/kiosk/?" in url] == []


def test_two_taps_are_one_choice(tablet):
    page = tablet()
    page.evaluate("for (const tap of [1, 2]) document.querySelector('.language').click()")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".language").dblclick()
    expect(page.locator("html")).to_have_attribute("lang", "id")
    page.evaluate("async () => { await fetch('/healthz'); }")
    assert lang(page) == "id"


def test_nothing_typed_is_lost_whatever_the_step(live_server, tablet):
    page = tablet()
    page.get_by_role("link", name="Isi buku tamu").click()
    state(page, "service").locator(".choice").nth(1).locator("input").click()
    press(page, "name", "Lanjut")
    expect(page.locator(".error.beside")).to_have_count(1)
    page.locator("#name").fill("Rahmawati")
    choose(page)
    expect(page.locator(".error.beside")).to_have_count(0)
    assert "name=Rahmawati" in leftovers(page)
    press(page, "name", "Next")
    state(page, "about").locator("label.tap:has([name=sex])").first.click()
    choose(page, "Bahasa Indonesia")
    press(page, "about", "Lanjut")
    press(page, "contact", "Lewati")
    expect(state(page, "check").locator("[data-told=contact]")).to_have_text("tidak diisi")
    expect(state(page, "check").locator("[data-told=about]")).to_have_text("Laki-laki")
    choose(page)
    expect(state(page, "check").locator("[data-told=about]")).to_have_text("Male")
    expect(state(page, "check").locator("[data-told=contact]")).to_have_text("left empty")
    no_indonesian(page)
    assert {"name=Rahmawati"} <= set(leftovers(page))


def test_the_choice_on_the_first_screen_is_for_whoever_made_it(live_server, tablet):
    settings(live_server, idle_seconds=30)
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    choose(page)
    page.clock.run_for(31_000)
    assert lang(page) == "id"
    choose(page)
    page.get_by_role("link", name="Fill in the guest book").click()
    press(page, "service", "Cancel and delete")
    assert lang(page) == "id"


def test_it_works_without_the_server(live_server, tablet):
    page = tablet()
    expect(page.locator("html[data-outbox]")).to_be_attached()
    page.wait_for_function("performance.getEntriesByType('resource').some((one) => one.name.includes('?bahasa=en'))")
    page.context.set_offline(True)
    choose(page)
    page.get_by_role("link", name="Fill in the guest book").click()
    state(page, "service").locator(".choice").nth(1).locator("input").click()
    page.locator("#name").fill("Rahmawati")
    press(page, "name", "Next")
    press(page, "about", "Skip")
    press(page, "contact", "Skip")
    press(page, "check", "Save")
    expect(state(page, "stored")).to_be_visible()
    no_indonesian(page)
    press(page, "stored", "Done")
    assert lang(page) == "id"
    page.context.set_offline(False)
    until(page, lambda: visits(live_server))
    assert [visit.language for visit in visits(live_server)] == ["en"]


def test_it_is_reached_and_pressed_by_keyboard(live_server, tablet):
    page = tablet()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "English"
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.evaluate("document.activeElement.innerText") == "Bahasa Indonesia"


STRETCH = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const longer = (words) => words.replace(/[aeiou](?=[a-z])/g, "$&$&"); // about 40 % of the letters of a sentence
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest(".language")) node.data = longer(node.data); // a language is called the same everywhere
  }
}"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
def test_sentences_that_are_two_fifths_longer_break_nothing(live_server, tablet, size):
    page = tablet(size)
    choose(page)
    page.evaluate(STRETCH)
    found = {name: wrong for name in each_state(page) if (wrong := faults(page))}
    assert found == {}
