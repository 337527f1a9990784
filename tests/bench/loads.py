"""Several guests at once: four who never rest, and guests who come at a rate whatever the server does."""

import threading
import time
from typing import Any

from tests.soak.arrivals import Waits, arrive
from tests.soak.tablet import GUESTS, guest, post

AT_ONCE, EACH = 4, 60
RATE, SECONDS = 30, 60


def four_at_once(place: dict[str, Any]) -> float:
    """Milliseconds that 99 of 100 of these entries did not exceed. `place`: port and service of a server."""
    waits = Waits()
    threads = [threading.Thread(target=_sign, args=(place, waits)) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if waits.failed:
        raise SystemExit(f"four guests at once: {waits.failed[0]}")
    return waits.at(0.99)


def _sign(place: dict[str, Any], waits: Waits) -> None:
    for _ in range(EACH):
        began = time.perf_counter()
        status, _ = post(place["port"], GUESTS, guest(place["service"]))
        waits.times.append(1000 * (time.perf_counter() - began))
        if status != 200:
            waits.failed.append(status)


def thirty_a_second(place: dict[str, Any]) -> Waits:
    """A minute of an open loop."""
    return arrive(RATE, SECONDS, lambda: post(place["port"], GUESTS, guest(place["service"]))[0])
