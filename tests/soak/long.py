"""The long run: a mixed load for twenty minutes. Memory must not grow and SQLite's log must stay small."""

import random
import threading
from pathlib import Path

from tests.soak.arrivals import Waits, arrive
from tests.soak.house import House
from tests.soak.load import Crowd
from tests.soak.stored import faults

PAGES = ("/kiosk/", "/kiosk/api/keadaan", "/masuk", "/healthz")
GUEST_SHARE = 1 / 3
WARM_UP = 0.25  # of the time, before the memory is first weighed
MOST_GROWTH, LARGEST_LOG = 0.01, 64 * 1024 * 1024
EVERY = 1  # seconds between two looks at the log


def run_long(house: House, rate: float, seconds: float) -> tuple[str, list[str]]:
    """What happened in words, and every fault."""
    crowd, chance = Crowd(house), random.Random(30)
    house.server.start()
    watch = Watch(house)
    watch.start()

    def send() -> int:
        if chance.random() < GUEST_SHARE:
            return crowd.come()
        return house.server.get(chance.choice(PAGES))[0]

    arrive(rate, seconds * WARM_UP, send, seed=1)
    before = weight(house)
    waits = arrive(rate, seconds * (1 - WARM_UP), send, seed=2)
    after = weight(house)
    watch.end()
    house.server.kill()
    growth = after / before - 1
    found = [f"failed: {status}" for status in waits.failed] + faults(house)
    if growth >= MOST_GROWTH:
        found.append(f"memory grew by {growth:.1%}")
    if watch.largest >= LARGEST_LOG:
        found.append(f"log of {watch.largest} bytes")
    return _told(waits, before, after, watch.largest), found


def weight(house: House) -> float:
    """Proportional memory of the workers together, in megabytes."""
    return sum(_pss(pid) for pid in house.workers()) / 1024


class Watch(threading.Thread):
    """Looks at the log once a second."""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True)
        self.house, self.largest, self.stopping = house, 0, threading.Event()

    def run(self) -> None:
        while not self.stopping.wait(EVERY):
            self.largest = max(self.largest, self.house.log_size())

    def end(self) -> None:
        self.stopping.set()
        self.join()


def _pss(pid: int) -> int:
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(row for row in rows if row.startswith("Pss:")).split()[1])


def _told(waits: Waits, before: float, after: float, log: int) -> str:
    requests = f"{len(waits.times)} requests, p99 {waits.at(0.99):.0f} ms"
    return f"{requests}, workers {before:.1f} → {after:.1f} MB, log at most {log / 1024 / 1024:.1f} MB"
