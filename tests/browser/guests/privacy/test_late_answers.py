"""An answer that comes after its guest has left changes nothing on the glass of the next one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect

from tests.browser.guests.steps import begin, press, save, settings, state, to_check
from tests.browser.waiting import until

GONE_ON = "async () => { await fetch('/healthz'); }"  # whatever waited for an earlier answer


@contextmanager
def held(page: Page, path: str, **answer) -> Iterator[Callable[[], None]]:
    """Requests to this address are answered at the end of the block; what it gives waits until there is one."""
    asked: list[Route] = []
    page.route(path, lambda route: asked.append(route))
    yield lambda: until(page, lambda: bool(asked))
    for route in asked:
        with page.expect_event("requestfinished", lambda request, mine=route.request: request == mine):
            route.fulfill(**answer)
    page.unroute(path)
    page.evaluate(GONE_ON)


def leave(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new CustomEvent('kiosk:home'))")


def to_about(page: Page) -> None:
    begin(page)
    page.locator("#name").fill("Rahmawati")
    press(page, "name", "Lanjut")


def look_up(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Pernah ke sini").click()
    page.locator("[data-keypad]:visible [data-key='8']").click()
    press(page, "returning", "Cari")


def test_the_next_guest_meets_neither_a_name_nor_an_error_of_the_one_before(tablet):
    page = tablet()
    busy = []
    known = {"guest": {"token": "t", "name": "Budi S•••••", "phone": "••••7890"}}
    with held(page, "**/kiosk/api/tamu-lama", json=known) as is_asked:
        look_up(page)
        is_asked()
        leave(page)
        begin(page)
        page.get_by_role("button", name="Pernah ke sini").click()
        find = state(page, "returning").locator(".k-bottom .primary")
        busy.append((find.inner_text(), find.get_attribute("aria-busy")))
    expect(state(page, "returning").locator("[data-found]")).to_be_hidden()
    assert "7890" not in page.content()
    assert busy == [("Cari", None)]  # and nobody waits for the answer to another
    leave(page)

    wrong = {"field": "party_size", "error": "Jumlahnya tidak cocok."}
    with held(page, "**/kiosk/api/periksa", status=422, json=wrong) as is_asked:
        to_about(page)
        page.locator("#party_size").fill("5")
        press(page, "about", "Lanjut")
        is_asked()
        leave(page)
        to_about(page)
    expect(page.locator(".error.beside")).to_have_count(0)


def test_a_call_for_help_that_fails_late_says_so_to_nobody_else(tablet):
    page = tablet()
    calls: list[Route] = []

    def answer(route: Route) -> None:
        calls.append(route)
        if len(calls) > 1:
            route.fulfill(json={"ok": True})

    page.route("**/kiosk/api/bantuan", answer)
    ask = state(page, "idle").get_by_role("button", name="Minta bantuan petugas")
    ask.click()
    until(page, lambda: len(calls) == 1)
    leave(page)
    ask.click()
    until(page, lambda: len(calls) == 2)
    with page.expect_event("requestfinished", lambda request: request == calls[0].request):
        calls[0].fulfill(status=503)
    page.evaluate(GONE_ON)
    expect(page.locator("#helped [data-help]")).to_have_text("Mohon tunggu di sini. Anda boleh terus mengisi.")


def test_a_call_for_help_hears_only_what_became_of_itself(tablet):
    page = tablet()
    here = page.locator("#isi").get_attribute("data-page")
    told = {"stamp": "", "clock": "10.12", "date": "", "page": here, "help": "coming", "invitation": None}
    page.route("**/kiosk/api/keadaan?*", lambda route: route.fulfill(json=told))  # of a call before
    line = page.locator("#helped [data-help]")
    with held(page, "**/kiosk/api/bantuan", json={"ok": True}) as is_asked:
        state(page, "idle").get_by_role("button", name="Minta bantuan petugas").click()
        is_asked()
        for _ in range(2):
            page.wait_for_event("response", lambda response: "keadaan" in response.url)
        expect(line).to_have_text("Mohon tunggu di sini. Anda boleh terus mengisi.")
    expect(line).to_have_text("Petugas segera datang.")


def test_words_of_the_former_language_come_too_late(tablet):
    page = tablet()
    here = page.locator("#isi").get_attribute("data-page")
    told = {"stamp": "", "clock": "10.12", "date": "Senin, 23 November", "page": here, "help": None, "invitation": None}
    with held(page, "**/kiosk/api/keadaan?*", json=told) as is_asked:
        is_asked()
        page.get_by_role("link", name="English", exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "Senin" not in page.locator("[data-now=date]").text_content()


def test_the_pulse_goes_on_when_the_language_came_back_before_an_answer_without_news(tablet):
    page = tablet()
    with held(page, "**/kiosk/api/keadaan?*", status=204) as is_asked:
        is_asked()
        for name, lang in (("English", "en"), ("Bahasa Indonesia", "id")):
            page.get_by_role("link", name=name, exact=True).click()
            expect(page.locator("html")).to_have_attribute("lang", lang)
    with page.expect_request("**/kiosk/api/keadaan?*"):
        pass


SCAN = """(text) => [...text, "Enter"].forEach((key, n) => document.dispatchEvent(Object.defineProperty(
  new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }), "timeStamp", { value: 10_000 + 10 * n })))"""


def test_a_scan_on_the_last_screen_of_another_leaves_it_behind_nobody(tablet):
    page = tablet()
    to_check(page)
    code = save(page)
    page.evaluate(SCAN, "https://kios.test/n/0123456789012345678901")
    expect(state(page, "rate-code")).to_be_visible()
    assert code not in page.content()
    page.go_back()
    expect(state(page, "idle")).to_be_visible()
    with held(page, "**/kiosk/penilaian/pindai", json={"officer": {"id": 1, "address": "Ibu Nurain"}}) as is_asked:
        page.evaluate(SCAN, "https://kios.test/n/0123456789012345678901")
        is_asked()
        begin(page)
    expect(state(page, "name")).to_be_visible()  # whoever scanned has begun something else


def test_whoever_leaves_the_first_screen_leaves_nothing_on_it(live_server, tablet):
    settings(live_server, idle_seconds=30)
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("button", name="Huruf besar").locator("visible=true").click()
    page.get_by_role("button", name="Minta bantuan petugas").locator("visible=true").click()
    expect(page.locator("#helped")).to_be_visible()
    page.clock.run_for(31_000)
    expect(page.locator("#helped")).to_be_hidden()
    assert page.evaluate("document.documentElement.dataset.text") is None
