"""Writers of one SQLite file stand in line, first come, first served, whatever process they are in.

SQLite lets one of them in at a time and makes the others try again after sleeping, ever longer: with four guests at
once some waited a second while others overtook them. The kernel keeps the line instead, and lets go of whoever dies.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from sqlalchemy.exc import TimeoutError

from pstku.core.patience import patience, waited_in_vain


@dataclass(frozen=True, slots=True)
class Line:
    """In front of the database in this folder, and how many milliseconds one stands in it; a job is patient."""

    folder: Path
    wait: int
    is_patient: bool = False


@contextmanager
def turn(line: Line) -> Iterator[int]:
    """Hold the one place at the head of the line; gives the milliseconds that are left of its `wait`.

    Raises SQLAlchemy's TimeoutError when the turn has not come by then. What is locked is the folder itself: SQLite
    takes no lock on it, and no further file can be lost or be somebody else's.
    """
    began = monotonic()
    place = _place_in(line)
    try:
        yield line.wait - int((monotonic() - began) * 1000)
    finally:
        if place is not None:
            os.close(place)


def _place_in(line: Line) -> int | None:
    try:
        place = os.open(line.folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None  # the folder is away; SQLite says so in its own words
    try:
        flock(place, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        _stand_in(line, place)
    return place


def _stand_in(line: Line, place: int) -> None:
    wait = line.wait if line.is_patient else patience(line.wait)
    if not _Waiting(place).until_taken(wait / 1000):
        if not line.is_patient:
            waited_in_vain()
        raise TimeoutError("the turn to write did not come in time")


class _Waiting(Thread):
    """Stands in line for a place; a thread, because the kernel's lock knows no end of waiting."""

    def __init__(self, place: int) -> None:
        super().__init__(daemon=True)
        self._place, self._taken, self._is_given_up, self._deciding = place, Event(), False, Lock()

    def until_taken(self, seconds: float) -> bool:
        """Has the place been taken in time? If not, it is let go of as soon as the turn comes."""
        self.start()
        if self._taken.wait(seconds):
            return True
        with self._deciding:
            self._is_given_up = not self._taken.is_set()
        return not self._is_given_up

    def run(self) -> None:
        flock(self._place, LOCK_EX)
        with self._deciding:
            if self._is_given_up:
                os.close(self._place)
            self._taken.set()
