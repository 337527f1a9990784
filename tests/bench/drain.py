"""What a tablet brings back after a long silence: five hundred items, each an act of its own; and a real browser with them."""

import time

from tests.acts import Act, timed_acts
from tests.bench.ground import Ground
from tests.bench.rounds import remark, tell
from tests.bench.tablet import browsing, open_page
from tests.browser.conftest import LiveServer
from tests.browser.guests.kept import DELIVERED, FILL, LATER
from tests.browser.waiting import until
from tests.lone_tablets import LoneTablet
from tests.page import PageClient

ITEMS, BATCH = 500, 25
MOST_SECONDS, LONGEST_LOCK = 10, 50
BAD = """async () => {
  const { keep, leave } = await import("/static/js/kiosk/outbox/outbox.js");
  const { uuid7 } = await import("/static/js/kiosk/uuid7.js");
  const service = Number(document.querySelector("[name=service]").value);
  leave(await keep("visit", { id: uuid7(), service, name: "Rahmawati", party_size: "999", written_at: Date.now() }));
}"""
LEFT = """async () => (await (await import("/static/js/kiosk/outbox/store.js")).allItems()).map(({ aside }) => Boolean(aside))"""


def measure_drain(ground: Ground) -> None:
    """Bars: all of it in 10 s, no write lock above 50 ms. Guests and their votes by code, which wait."""
    app = ground.app(ground.copy("drain"))
    with app.app_context():
        tablet = LoneTablet(app, PageClient(app), ground.office_id, 2)
        for place in range(ITEMS // 2):
            if place == 200:  # a pool is never larger
                tablet.codes = [None] * ITEMS
            _id, _number, code = tablet.sign_in(f"Tamu {place}")
            tablet.rate(code or "V7QF", 4)
        with timed_acts() as acts:
            began, cpu = time.perf_counter(), time.process_time()
            for start in range(0, ITEMS, BATCH):
                assert {one["status"] for one in tablet.send(tablet.kept[start : start + BATCH])} == {200}
            seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    _tell(f"{ITEMS} items out of an outbox", seconds, acts, f"CPU {cpu:.2f} s; ")


def measure_browser_drain(ground: Ground) -> None:
    """The same out of a browser's own store, with one item in the middle that no server takes: it alone is left, set aside."""
    app = ground.app(ground.copy("browser-drain"))
    server = LiveServer(app)
    with browsing() as browser:
        page = open_page(browser, server.url)
        page.route(DELIVERED, lambda route: route.abort())
        page.evaluate(FILL, ITEMS // 2)
        page.evaluate(BAD)
        page.evaluate(FILL, ITEMS // 2 - 1)
        assert len(page.evaluate(LEFT)) == ITEMS
        page.unroute_all()
        with timed_acts() as acts:
            began = time.perf_counter()
            page.evaluate(LATER)
            until(page, lambda: page.evaluate(LEFT) == [True])
            seconds = time.perf_counter() - began
    server.pull()
    _tell(f"{ITEMS} items out of a browser, one bad", seconds, acts)


def _tell(what: str, seconds: float, acts: list[Act], more: str = "") -> None:
    longest = max(act.wall for act in acts)
    tell(what, f"{seconds:.2f} s", f"≤ {MOST_SECONDS} s", seconds <= MOST_SECONDS)
    tell("longest write lock of them", f"{longest:.1f} ms", f"≤ {LONGEST_LOCK} ms", longest <= LONGEST_LOCK)
    walls = sorted(act.wall for act in acts)
    remark(
        f"{more}{len(acts)} acts, median {walls[len(walls) // 2]:.1f} ms, most CPU {max(act.cpu for act in acts):.1f} ms"
    )
