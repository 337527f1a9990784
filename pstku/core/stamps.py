"""What an asker already shows: nothing is built for a poll while nothing can have changed. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stamp:
    """The office's audit trail up to entry `seq`, read at `at`; from `until` on the clock alone changes what is shown.

    Every act of the office adds an entry to the trail, so a trail that has not grown means that nobody did anything.
    """

    seq: int
    at: datetime
    until: datetime

    def __str__(self) -> str:
        """As the asker sends it back: the entry, then both moments in milliseconds since 1970."""
        return f"{self.seq}.{_milliseconds(self.at)}.{_milliseconds(self.until)}"


def still_holds(text: str, seq: int, now: datetime) -> bool:
    """Is the stamp an asker sent back still true? One that is malformed, or was made after `now`, is not."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
        return False
    version, at, until = map(int, parts)
    return version == seq and at <= _milliseconds(now) < until


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
