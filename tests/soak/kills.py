"""kill -9 under load, again and again: of a worker, of the master with what hangs on it, of everything at once."""

import os
import random
import signal
import time
from collections import Counter

from tests.soak.house import House
from tests.soak.people import Guest, Voter
from tests.soak.stored import faults

GUESTS = 2
BETWEEN = (0.1, 0.5)  # seconds from one kill to the next
ORPHANS = 0.1  # how long workers go on without their master, before the unit ends them too
VOTES_PER_KILL = 25


def kill_under_load(house: House, kills: int, seed: int = 20) -> tuple[str, list[str]]:
    """What happened in words, and every fault of what is stored afterwards."""
    chance, kinds = random.Random(seed), Counter[str]()
    house.server.start()
    senders = [*(Guest(house) for _ in range(GUESTS)), Voter(house)]
    for one in senders:
        one.start()
    for number in range(kills):
        time.sleep(chance.uniform(*BETWEEN))
        kind = ("worker", "master", "everything")[number % 3]
        kinds[kind] += 1
        KINDS[kind](house, chance)
    time.sleep(BETWEEN[1])
    for one in senders:
        one.end()
    house.server.kill()
    tries = sum((one.tries for one in senders), Counter[str]())
    told = sum(len(one.answered) for one in senders)
    return f"{dict(kinds)} killed, {told} acknowledged, answers {dict(tries)}", faults(house)


def _worker(house: House, chance: random.Random) -> None:
    workers = house.workers()
    if workers:  # else the last one has just been killed, and the master is making another
        os.kill(chance.choice(workers), signal.SIGKILL)


def _master(house: House, _: random.Random) -> None:
    house.signal(signal.SIGKILL)
    time.sleep(ORPHANS)
    _everything(house, _)


def _everything(house: House, _: random.Random) -> None:
    house.server.kill()
    house.server.start()


KINDS = {"worker": _worker, "master": _master, "everything": _everything}
