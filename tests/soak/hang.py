"""PostgreSQL stands still while guests come, some of them in the middle of a statement: everybody is stored once."""

import threading
import time

from tests.soak.arrivals import arrive
from tests.soak.damage import paused
from tests.soak.faults import Watch
from tests.soak.house import House
from tests.soak.load import Crowd, told_of
from tests.soak.stored import faults

BEFORE, AFTER = 3, 10  # seconds of guests around it


def hang_under_load(house: House, rate: float, seconds: float) -> tuple[str, list[str]]:
    """What happened in words, and every fault; a file has no server that could hang."""
    if house.url.startswith("sqlite"):
        return "no server that could hang", []
    crowd, watch = Crowd(house), Watch(house)
    house.server.quiet()
    house.server.start()
    watch.start()
    hanging = Hanging(house, watch, seconds)
    hanging.start()
    waits = arrive(rate, BEFORE + seconds + AFTER, crowd.come)
    hanging.join()
    watch.stopping.set()
    watch.join()
    house.server.kill()
    seen = f"/readyz false after {hanging.noticed or 0:.1f} s, longest /healthz {max(watch.health):.1f} s"
    missed = [] if hanging.noticed else ["/readyz never said so"]
    return f"{told_of(waits, crowd)}, {seen}", [*missed, *(f"failed: {one}" for one in waits.failed), *faults(house)]


class Hanging(threading.Thread):
    """Stops the server for a while."""

    def __init__(self, house: House, watch: Watch, seconds: float) -> None:
        super().__init__(daemon=True)
        self.house, self.watch, self.seconds = house, watch, seconds
        self.noticed: float | None = None

    def run(self) -> None:
        time.sleep(BEFORE)
        began = time.monotonic()
        with paused(self.house):
            time.sleep(self.seconds)
            self.noticed = self.watch.since(began, 503)
