"""Who is rung for a guest nobody has taken yet: duty at once, then the backup, then whoever is ready."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_RINGS = timedelta(minutes=30)  # an entry that lay longer on a tablet is of a guest who has been met, or has left
CALL_LIFE = timedelta(minutes=10)  # of a call at the tablet that nobody answers


@dataclass(frozen=True, slots=True)
class Chain:
    """The people who can be rung on a day, nearest first."""

    on_duty: frozenset[int] = frozenset()
    backup: frozenset[int] = frozenset()
    ready: frozenset[int] = frozenset()

    @property
    def links(self) -> list[frozenset[int]]:
        """The circles that hold somebody; an empty one delays nobody."""
        return [circle for circle in (self.on_duty, self.backup, self.ready) if circle]


def is_still_here(came_at: datetime, arrived_at: datetime | None) -> bool:
    """May a guest still stand at the tablet when their entry arrives? None: it came at once."""
    return arrived_at is None or arrived_at - came_at <= KEPT_RINGS


def is_rung(person_id: int, waited: timedelta, step: timedelta, chain: Chain) -> bool:
    """Does it ring for this person after a guest `waited`? Each `step` widens the circle by one.

    When nobody is planned or ready, it rings for every officer at once.
    """
    links = chain.links
    if not links:
        return True
    reached = 1 + (max(waited, timedelta()) // step if step else len(links))
    return any(person_id in circle for circle in links[:reached])


def next_step(waited: timedelta, step: timedelta) -> timedelta:
    """How long until the circle may widen for a guest who `waited`."""
    return step - waited % step if waited > timedelta() else step - waited


def rung_for(
    person_id: int, waits: Collection[tuple[str, timedelta]], step: timedelta, chain: Chain
) -> list[tuple[str, timedelta]]:
    """Those of the waits (key, waited) that ring for this person, in their order."""
    return [wait for wait in waits if is_rung(person_id, wait[1], step, chain)]
