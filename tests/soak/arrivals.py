"""An open loop: guests come at a rate, whether the server keeps up or not; each waits from the moment they came."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.soak.tablet import GONE


@dataclass
class Waits:
    """How long everybody waited, in milliseconds, and how many got no 200."""

    times: list[float] = field(default_factory=list)
    failed: list[object] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The wait that this share of guests did not exceed."""
        times = sorted(self.times)
        return times[min(len(times) - 1, int(len(times) * share))]


def arrive(rate: float, seconds: float, send: Callable[[], int], seed: int = 1) -> Waits:
    """Let guests come `rate` times a second at random moments; `send` gives the status of one."""
    waits, threads, chance = Waits(), [], random.Random(seed)
    due = begin = time.perf_counter()
    while due < begin + seconds:
        time.sleep(max(0.0, due - time.perf_counter()))
        thread = threading.Thread(target=_one, args=(due, send, waits))
        thread.start()
        threads = [*(one for one in threads if one.is_alive()), thread]
        due += chance.expovariate(rate)
    for thread in threads:
        thread.join()
    return waits


def _one(due: float, send: Callable[[], int], waits: Waits) -> None:
    try:
        status: object = send()
    except GONE as error:
        status = type(error).__name__
    waits.times.append(1000 * (time.perf_counter() - due))
    if status != 200:
        waits.failed.append(status)
