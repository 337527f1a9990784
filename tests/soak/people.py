"""Guests and voters who try until they have an answer, as the tablet does, and remember what they were told."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.soak.house import House
from tests.soak.tablet import GONE, GUESTS, VOTES, ballot, guest, post

PAUSE = 0.05
Told = dict[str, Any]


class Sender(threading.Thread):
    """Sends one body after the other; one without an answer goes again under its id until it has one."""

    path = ""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True)
        self.house, self.stopping = house, threading.Event()
        self.sent: list[Told] = []
        self.answered: list[tuple[Told, Told]] = []
        self.tries: Counter[str] = Counter()
        house.senders.append(self)

    def bodies(self) -> Iterator[Told]:
        raise NotImplementedError

    def run(self) -> None:
        for body in self.bodies():
            if self.stopping.is_set():
                return
            self.sent.append(body)
            self._insist(body)

    def _insist(self, body: Told) -> None:
        while not self.stopping.is_set():
            try:
                status, told = post(self.house.server.port, self.path, body)
            except GONE as error:
                self.tries[type(error).__name__] += 1
                time.sleep(PAUSE)
                continue
            self.tries[str(status)] += 1
            if status < 500:
                self.answered.append((body, told))
                return
            time.sleep(PAUSE)

    def end(self) -> None:
        """No further body; the last one may stay without an answer."""
        self.stopping.set()
        self.join(60)


class Guest(Sender):
    """Signs the book again and again."""

    path = GUESTS

    def bodies(self) -> Iterator[Told]:
        while True:
            yield guest(self.house.service_id)


class Voter(Sender):
    """Rates one served visit after the other."""

    path = VOTES

    def bodies(self) -> Iterator[Told]:
        chance = random.Random(4)
        for visit in self.house.votable:
            yield ballot(visit, chance.choice((1, 2, 3, 4)))
