"""One tablet's browser for a long time: guests, drains, a night. Neither its memory nor its page may grow, and nobody is lost."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import CDPSession, Page, sync_playwright

from pstku.core.tokens import uuid7
from tests.browser.waiting import until
from tests.chromium import find_chromium
from tests.served.server import HEADERS
from tests.soak.house import House

SIZE = {"width": 1280, "height": 800}
WARM_UP = 30  # guests before the memory is first weighed
MOST_BYTES, MOST_NODES = 3_000_000, 50  # of growth in all, however many came
PRESS = """([state, words]) => {
  const buttons = [...document.querySelectorAll(`.k-state[data-state='${state}'] .k-bottom .btn`)];
  buttons.find((button) => button.innerText.trim() === words).click();
}"""
EMPTY = 'async () => (await (await import("/static/js/kiosk/outbox/store.js")).allItems()).length === 0'
KEEP = """async (body) => {
  const { keep, leave } = await import("/static/js/kiosk/outbox/outbox.js");
  const { get } = await import("/static/js/kiosk/post.js");
  const { emit } = await import("/static/js/kiosk/states.js");
  leave(await keep("visit", { ...body, written_at: Date.now() }));
  emit("news", (await get("/kiosk/api/keadaan")).data); // what comes every few seconds anyhow
}"""


def run_guests(house: House, count: int) -> tuple[str, list[str]]:
    """`count` guests sign the book one after the other; every fifth leaves in the middle."""
    with tablet(house) as page:
        return _weighed(house, page, count, lambda place: _guest(page, leaves=place % 5 == 4), saved=count - count // 5)


def run_drains(house: House, count: int) -> tuple[str, list[str]]:
    """`count` times an entry lies in the outbox and is sent from there."""

    def drain(_place: int) -> None:
        page.evaluate(KEEP, {"id": str(uuid7()), "service": house.service_id, "name": "Rahmawati"})
        until(page, lambda: page.evaluate(EMPTY))  # Playwright's wait_for_function takes any promise for true

    with tablet(house) as page:
        return _weighed(house, page, count, drain, saved=count)


def run_night(house: House, seconds: int) -> tuple[str, list[str]]:
    """Nobody comes for so many seconds; the tablet polls, and then takes a guest as before."""
    with tablet(house) as page:
        _guest(page, leaves=False)
        link = page.context.new_cdp_session(page)
        before = _weight(link)
        page.wait_for_timeout(1000 * seconds)
        after = _weight(link)
        _guest(page, leaves=False)
        return _told(before, after, seconds), _growth(before, after)


@contextmanager
def tablet(house: House) -> Iterator[Page]:
    """The idle page of an enrolled tablet, with the office served for it."""
    house.server.environment["PSTKU_PUBLIC_URL"] = url = f"http://127.0.0.1:{house.server.port}"
    house.server.start()
    name, token = HEADERS["Cookie"].split(";")[0].split("=", 1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport=SIZE, base_url=url, locale="id-ID")
        context.add_cookies([{"name": name, "value": token, "url": url}])
        page = context.new_page()
        page.goto("/kiosk/")
        page.wait_for_selector("html[data-outbox]")
        yield page
        browser.close()
    house.server.kill()


def _weighed(house: House, page: Page, count: int, act, saved: int) -> tuple[str, list[str]]:
    stood = house.rows("SELECT COUNT(*) FROM visits")[0][0]
    link, before, began = page.context.new_cdp_session(page), (0, 0), time.monotonic()
    for place in range(count):
        if place == min(WARM_UP, count // 2):
            before = _weight(link)
        act(place)
    took = time.monotonic() - began
    after = _weight(link)
    found = _growth(before, after)
    arrived = house.rows("SELECT COUNT(*) FROM visits")[0][0] - stood
    if arrived != saved:
        found.append(f"{arrived} visits of {saved} guests who saved")
    return _told(before, after, took), found


def _guest(page: Page, *, leaves: bool) -> None:
    page.wait_for_selector("body[data-state=idle]")
    page.locator("[data-state=idle] [data-open=service]").first.click()
    page.locator(".k-state[data-state=service] .choice input").nth(1).click()
    page.locator("#name").fill("Rahmawati")
    page.evaluate(PRESS, ["name", "Lanjut"])
    page.wait_for_selector("body[data-state=about]")
    if leaves:
        page.evaluate(PRESS, ["about", "Batal dan hapus"])
        return
    for step, following in (("about", "contact"), ("contact", "check")):
        page.evaluate(PRESS, [step, "Lewati"])
        page.wait_for_selector(f"body[data-state={following}]")
    page.evaluate(PRESS, ["check", "Simpan"])
    page.wait_for_selector("body[data-state=done]")
    page.evaluate(PRESS, ["done", "Selesai"])


def _weight(link: CDPSession) -> tuple[int, int]:
    """Bytes of the page's memory after a collection, and how many nodes it holds."""
    link.send("HeapProfiler.enable")
    for _ in range(3):
        link.send("HeapProfiler.collectGarbage")
    used = link.send("Runtime.getHeapUsage")["usedSize"]
    return int(used), int(link.send("Memory.getDOMCounters")["nodes"])


def _growth(before: tuple[int, int], after: tuple[int, int]) -> list[str]:
    found = []
    if after[0] - before[0] > MOST_BYTES:
        found.append(f"memory grew by {(after[0] - before[0]) / 1e6:.1f} MB")
    if after[1] - before[1] > MOST_NODES:
        found.append(f"the page grew by {after[1] - before[1]} nodes")
    return found


def _told(before: tuple[int, int], after: tuple[int, int], seconds: float) -> str:
    return f"{before[0] / 1e6:.2f} -> {after[0] / 1e6:.2f} MB, {before[1]} -> {after[1]} nodes, {seconds:.0f} s"
