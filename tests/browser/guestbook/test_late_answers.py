"""An answer that comes after its guest has left changes nothing on the glass of the next one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect

from tests.browser.guestbook.steps import begin, press, state
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
