"""What a guest waits for at the glass, in a real browser: a tap's answer, *Simpan* with and without a server, the first load."""

import gzip
import json
import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.bars import TABLET
from tests.bench.rounds import compare, rotated, tell
from tests.bench.sides import Side
from tests.chromium import find_chromium
from tests.served.server import DEVICE_TOKEN

SLOW = 6  # times slower than this machine: a cheap tablet
SIZE = {"width": 1280, "height": 800}
KB = 1024
# From the finger's event to the first task after the frame that shows the answer: the nearest a page can look.
WATCH = """(() => {
  let began = 0;
  const answered = new Map();
  const drawn = (name) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      performance.mark("answer");
      answered.get(name)?.(performance.now() - began);
    };
    port2.postMessage(null);
  });
  window.answers = {};
  window.awaited = (names) => {
    for (const name of names) window.answers[name] = new Promise((resolve) => { answered.set(name, resolve); });
  };
  window.watch = () => {
    document.addEventListener("pointerdown", () => performance.mark("finger"), { capture: true });
    document.addEventListener("click", (event) => { if (event.isTrusted && event.detail) began = event.timeStamp; }, { capture: true });
    new MutationObserver(() => drawn(document.body.dataset.state)).observe(document.body, { attributeFilter: ["data-state"] });
    new MutationObserver((changes) => {
      if (changes.some(({ target }) => target.ariaBusy === "true")) drawn("busy");
    }).observe(document.querySelector("#guest"), { subtree: true, attributeFilter: ["aria-busy"] });
  };
})()"""
LOADED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const parts = performance.getEntriesByType("resource").filter(({ startTime }) => startTime < page.loadEventEnd);
  const sum = (list) => list.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
  return [sum(parts.filter(({ name }) => new URL(name).pathname.endsWith(".js"))), sum(parts)];
}"""
OPEN, FIRST, LAST = "[data-open=service]", ".k-bottom .primary", ".k-bottom .btn:has-text('Lewati')"
STEPS = (  # what is tapped, and the state it leads to
    ("idle", OPEN, "service"),
    ("service", ".choice >> nth=1", "name"),
    ("name", FIRST, "about"),
    ("about", LAST, "contact"),
    ("contact", LAST, "check"),
)


class Glass:
    """A tablet's page, and a guest's finger."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._link = page.context.new_cdp_session(page)
        page.evaluate("window.watch()")

    def slow_down(self, times: int) -> None:
        """From now on the page's processor is so many times slower."""
        self._link.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def tap(self, state: str, place: str, *answers: str) -> list[float]:
        """Milliseconds until each of the answers stood on the glass."""
        self.page.evaluate("(names) => window.awaited(names)", answers)
        box = self.page.locator(f".k-state[data-state={state}] {place}").bounding_box()
        assert box
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        return [self.page.evaluate("(name) => window.answers[name]", name) for name in answers]

    def go_to_check(self) -> list[float]:
        """A guest types a name and skips the rest; what each tap took."""
        took = []
        for state, place, answer in STEPS:
            if state == "name":
                self.page.locator("#name").fill("Rahmawati")
            took += self.tap(state, place, answer)
        return took

    @contextmanager
    def worked(self) -> Iterator[list[list[float]]]:
        """Milliseconds of the processor that the page's own thread used from each finger to each of its answers.

        That thread's clock: a busy machine makes a tablet wait, and changes little of this.
        """
        found: list[list[float]] = []
        browser = self.page.context.browser
        assert browser
        browser.start_tracing(page=self.page, categories=["disabled-by-default-devtools.timeline", "blink.user_timing"])
        yield found
        found += _worked(json.loads(browser.stop_tracing())["traceEvents"])


def _worked(events: Sequence[dict[str, Any]]) -> list[list[float]]:
    marks = [event for event in events if event["name"] in ("finger", "answer") and "blink.user_timing" in event["cat"]]
    tasks = [event for event in events if event["name"] == "RunTask" and event["tid"] == marks[0]["tid"]]
    found: list[list[float]] = []
    began = 0
    for mark in sorted(marks, key=lambda mark: mark["ts"]):
        if mark["name"] == "finger":
            began = mark["ts"]
            found.append([])
        elif found:
            inside = [task["tdur"] for task in tasks if began < task["ts"] + task["dur"] and task["ts"] < mark["ts"]]
            found[-1].append(sum(inside) / 1000)
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def open_page(browser: Browser, url: str, *, name: str = "PSTku") -> Page:
    """The idle screen of an enrolled tablet; the one of 14c5ec1 has no outbox to wait for."""
    context = browser.new_context(viewport=SIZE, base_url=url, locale="id-ID")
    context.add_cookies([{"name": "kios", "value": DEVICE_TOKEN, "url": url}])
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto("/kiosk/")
    page.wait_for_selector("html[data-ready]" if name == "base" else "html[data-outbox]")
    return page


def measure_tablet(everyone: Sequence[Side], rounds: int) -> None:
    """On the same browser in turn: this checkout and the older ones, each behind its own server."""
    able = [side for side in everyone if side.name not in ("floor", "raw floor")]
    with browsing() as browser:
        pages = {side.name: _start(browser, side) for side in able}
        _measure_load(pages["PSTku"].page)
        _measure_online(pages, rounds)
        _measure_taps(pages, rounds)
        _measure_offline(pages["PSTku"], rounds)
    for side in able:
        side.ask("stop")


def _start(browser: Browser, side: Side) -> Glass:
    place = side.ask("start", for_browsers=True)
    return Glass(open_page(browser, f"http://127.0.0.1:{place['port']}", name=side.name))


def _measure_load(page: Page) -> None:
    """All that the browser asked for before it called the page loaded. The document itself is compressed by the server before ours."""
    scripts, parts = page.evaluate(LOADED)
    document = len(gzip.compress(page.request.get("/kiosk/").body(), 6))
    for what, size in (("scripts before the first tap", scripts), ("first load", document + parts)):
        bar = TABLET[what]
        tell(f"{what}, in a browser", f"{size / KB:.1f} kB", f"≤ {bar} kB", size <= bar * KB)


def _measure_online(pages: Mapping[str, Glass], rounds: int) -> None:
    saved: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(2 * rounds):
        for name, glass in rotated(list(pages.items()), number):
            glass.go_to_check()
            saved[name] += glass.tap("check", FIRST, "done")
            glass.tap("done", FIRST, "idle")
    compare("Simpan to the last screen", "ms", saved, TABLET["online"])


def _measure_taps(pages: Mapping[str, Glass], rounds: int) -> None:
    """The median tap of a guest who signs the book, *Simpan* to the sign that it is busy among them."""
    took: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(rounds):
        for name, glass in rotated(list(pages.items()), number):
            with glass.worked() as worked:
                _sign(glass)
            took[name].append(SLOW * statistics.median(answers[0] for answers in worked))
    compare(f"tap to its answer, CPU × {SLOW}", "ms", took, TABLET["tap"])
    took = {name: [] for name in pages}
    for glass in pages.values():
        glass.slow_down(SLOW)
    for number in range(rounds):
        for name, glass in rotated(list(pages.items()), number):
            took[name].append(statistics.median(_sign(glass)))
    compare(f"tap to its answer, {SLOW} × slower", "ms", took, TABLET["tap"])


def _sign(glass: Glass) -> list[float]:
    """One guest; what each tap took until something answered it."""
    took = glass.go_to_check()
    took += glass.tap("check", FIRST, "busy", "done")[:1]
    return took + glass.tap("done", FIRST, "idle")


def _measure_offline(glass: Glass, rounds: int) -> None:
    """Simpan with nobody to answer, as the tablet knows by then."""
    with glass.page.expect_event("requestfailed"):  # a poll
        glass.page.context.set_offline(True)
    used, took = [], []
    glass.slow_down(1)
    for number in range(2 * rounds):
        if number == rounds:
            glass.slow_down(SLOW)
        glass.go_to_check()
        if number < rounds:
            with glass.worked() as worked:
                glass.tap("check", FIRST, "stored")
            used.append(SLOW * worked[0][-1])
        else:
            took += glass.tap("check", FIRST, "stored")
        glass.tap("stored", ".k-bottom .btn", "idle")
    glass.page.context.set_offline(False)
    compare(f"Simpan without a server, CPU × {SLOW}", "ms", {"PSTku": used}, TABLET["offline"])
    compare(f"Simpan without a server, {SLOW} × slower", "ms", {"PSTku": took}, TABLET["offline"])
