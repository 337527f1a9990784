"""Guests at a rate for a while, in peace or while the server reads itself anew; all of them must get their number."""

import signal
import threading
import time

from tests.soak.arrivals import Waits, arrive
from tests.soak.house import House
from tests.soak.people import Guest
from tests.soak.stored import faults
from tests.soak.tablet import GUESTS, guest, post

BUSY, TRIES, PAUSE = 503, 20, 1  # the tablet asks again when the server says that it is busy
STRETCH = 5  # seconds of guests, then a look whether all reloads are done


class Crowd(Guest):
    """Guests who come and do not wait for each other."""

    def come(self) -> int:
        """One entry: the status of its answer; a busy server is asked again."""
        body = guest(self.house.service_id)
        self.sent.append(body)
        for _ in range(TRIES):
            status, told = post(self.house.server.port, GUESTS, body)
            self.tries[str(status)] += 1
            if status != BUSY:
                self.answered.append((body, told))
                return status
            time.sleep(PAUSE)
        return BUSY


def load(house: House, rate: float, seconds: float) -> tuple[str, list[str]]:
    """What happened in words, and every fault: who failed, what was lost, what is there twice."""
    crowd = Crowd(house)
    house.server.start()
    waits = arrive(rate, seconds, crowd.come)
    house.server.kill()
    return told_of(waits, crowd), [f"failed: {status}" for status in waits.failed] + faults(house)


def reload_under_load(house: House, rate: float, times: int) -> tuple[str, list[str]]:
    """The same while the master is told `times` to read itself anew, each time once all its workers are new ones."""
    crowd = Crowd(house)
    house.server.start()
    reloads = Reloads(house, times)
    reloads.start()
    waits = Waits()
    while reloads.is_alive():
        more = arrive(rate, STRETCH, crowd.come, seed=len(waits.times))
        waits.times += more.times
        waits.failed += more.failed
    house.server.kill()
    return told_of(waits, crowd), [f"failed: {status}" for status in waits.failed] + faults(house)


class Reloads(threading.Thread):
    """Signals the master; the next time when none of the old workers is left and the new ones answer."""

    def __init__(self, house: House, times: int) -> None:
        super().__init__(daemon=True)
        self.house, self.times = house, times

    def run(self) -> None:
        for _ in range(self.times):
            old = set(self.house.workers())
            self.house.signal(signal.SIGHUP)
            while old & set(self.house.workers()):
                time.sleep(PAUSE)
            self.house.server.get("/healthz")


def told_of(waits: Waits, crowd: Crowd) -> str:
    """How many came, what they were answered, how long they waited."""
    percentiles = ", ".join(f"p{share * 100:g} {waits.at(share):.0f} ms" for share in (0.5, 0.99))
    return f"{len(waits.times)} guests, answers {dict(crowd.tries)}, {percentiles}, longest {max(waits.times):.0f} ms"
