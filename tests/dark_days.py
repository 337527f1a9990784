"""A day without a server: who came, where, what they gave, and what the book must say of it afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from pstku.core import clock
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.serving import close_visit, guest_left, start_service
from pstku.offices.queries import configuration
from pstku.ratings.rules.review import NO_VISIT, NOT_SERVED
from tests.lone_tablets import LoneTablet

OPENS, LASTS = 8, 7 * 60  # o'clock, and minutes
SERVED_AFTER, RATED_AFTER = timedelta(minutes=10), timedelta(minutes=25)
NEVER_GIVEN = "X9QX"  # a code that no tablet and no server gave


@dataclass(slots=True)
class Arrival:
    """A guest of the day; without a tablet an officer wrote them down. `ends`: served, left, or open for ever."""

    id: str
    number: str
    code: str
    at: datetime
    tablet: LoneTablet | None
    ends: str
    was_served: bool = False  # by the evening
    score: int | None = None


class DarkDay:
    """One random day, lived by the tablets and the desk; nothing has been delivered at its end."""

    def __init__(self, cast, tablets: list[LoneTablet], evening: datetime, chance: Random, guests: int) -> None:
        self.cast, self.tablets, self.chance = cast, tablets, chance
        self.arrivals: list[Arrival] = []
        self.guesses: list[int] = []  # scores under a code that never was
        self._service = configuration(cast.office_id).services[1].id
        acts = []
        for place, minute in enumerate(sorted(chance.sample(range(LASTS), guests))):
            at = evening.replace(hour=OPENS) + timedelta(minutes=minute)
            acts.append((at, self._come, (at, f"Tamu {place}", acts)))
        while acts:  # what a guest does later joins the rest in its order
            acts.sort(key=lambda act: act[0])
            at, act, told = acts.pop(0)
            with clock.at(at):
                act(*told)

    def _come(self, at: datetime, name: str, acts: list) -> None:
        ends = self.chance.choices(("served", "left", "open"), (12, 1, 1))[0]
        at_the_desk = self.chance.random() < 0.2
        arrival = self._at_the_desk(at, name, ends) if at_the_desk else self._at_a_tablet(at, name, ends)
        self.arrivals.append(arrival)
        if at_the_desk and ends == "served" and self.chance.random() < 0.5:
            acts.append((at + SERVED_AFTER, self._serve, (arrival,)))
        if self.chance.random() < 0.6:
            acts.append((at + RATED_AFTER, self._rate, (arrival,)))

    def _at_a_tablet(self, at: datetime, name: str, ends: str) -> Arrival:
        tablet = self.chance.choice(self.tablets)
        return Arrival(*tablet.sign_in(name), at, tablet, ends)

    def _at_the_desk(self, at: datetime, name: str, ends: str) -> Arrival:
        origin = Origin("desk", actor=self.cast.officer)
        done = register_visit(self.cast.office_id, uuid7(), Entry(service_id=self._service, name=name), origin)
        return Arrival(str(done.visit_id), f"{done.letter}-{done.number:03d}", done.code, at, None, ends)

    def _serve(self, arrival: Arrival, start: Callable[..., None] = start_service) -> None:
        start(self.cast.officer, UUID(arrival.id))
        close_visit(self.cast.officer, UUID(arrival.id))
        arrival.was_served = True

    def _rate(self, arrival: Arrival) -> None:
        """By the code, or by the id where the tablet had read the invitation or made the visit; now and then a guess."""
        arrival.score, tablet = self.chance.randint(1, 4), self.chance.choice(self.tablets)
        by_code = self.chance.random() < 0.7
        tablet.rate(arrival.code if by_code else None, arrival.score, None if by_code else arrival.id)
        if self.chance.random() < 0.1:
            self.guesses.append(self.chance.randint(1, 4))
            tablet.rate(NEVER_GIVEN, self.guesses[-1])

    def kept(self, *tablets: LoneTablet) -> list[tuple[LoneTablet, dict]]:
        """All that lies on these tablets, in whatever order; each third twice, as if its answer had been lost."""
        items = [(tablet, item) for tablet in tablets for item in tablet.kept]
        items += self.chance.sample(items, len(items) // 3)
        self.chance.shuffle(items)
        return items

    def of(self, *tablets: LoneTablet) -> list[Arrival]:
        """Guests of the desk and of these tablets, as they came."""
        return [arrival for arrival in self.arrivals if arrival.tablet in (None, *tablets)]

    def in_turn(self, *tablets: LoneTablet) -> list[Arrival]:
        """Who of them still waits, as they came."""
        return [arrival for arrival in self.of(*tablets) if not arrival.was_served]

    def end_visit(self, arrival: Arrival, start: Callable[..., None] = start_service) -> None:
        """What becomes of a guest; `start` serves whoever stays."""
        visit_id = UUID(arrival.id)
        if arrival.ends == "left":
            guest_left(self.cast.officer, visit_id)
        elif arrival.ends == "served":
            self._serve(arrival, start)

    def votes(self) -> list[tuple[str | None, int, str | None]]:
        """(visit, score, why it does not count) of every vote, when nothing waits any more."""
        rated = [arrival for arrival in self.arrivals if arrival.score]
        counted: list[tuple[str | None, int, str | None]] = [
            (arrival.id, arrival.score or 0, None)
            if arrival.ends == "served"
            else (None, arrival.score or 0, NOT_SERVED)
            for arrival in rated
        ]
        return sorted(counted + [(None, score, NO_VISIT) for score in self.guesses], key=repr)
