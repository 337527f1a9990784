"""What a tablet brings back after a long silence: five hundred items, each an act of its own."""

import time

from tests.acts import timed_acts
from tests.bench.ground import Ground
from tests.bench.rounds import remark, tell
from tests.lone_tablets import LoneTablet
from tests.page import PageClient

ITEMS, BATCH = 500, 25
MOST_SECONDS, LONGEST_LOCK = 10, 50


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
    longest = max(act.wall for act in acts)
    tell(f"{ITEMS} items out of an outbox", f"{seconds:.2f} s", f"≤ {MOST_SECONDS} s", seconds <= MOST_SECONDS)
    tell("longest write lock of them", f"{longest:.1f} ms", f"≤ {LONGEST_LOCK} ms", longest <= LONGEST_LOCK)
    walls = sorted(act.wall for act in acts)
    remark(
        f"CPU {cpu:.2f} s; {len(acts)} acts, median {walls[len(walls) // 2]:.1f} ms, most CPU {max(a.cpu for a in acts):.1f} ms"
    )
