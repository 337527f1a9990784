"""What an evidence is read for, and the rows it answers with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.numbers import format_number, format_percent
from pstku.offices.queries import Configuration

NONE = "–"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose evidence, of which year, as seen today by whom: nobody counts complaints about themselves."""

    office: Configuration
    actor: Actor
    year: int
    today: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day that counts: of the year, or today."""
        return min(date(self.year, 12, 31), self.today)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `name` is a msgid or a name of the office's own, `value` is shown as it is."""

    name: str
    value: str


Read = Callable[[Asked], list[Row]]  # no row: the office has nothing of this kind yet


def number(value: int) -> str:
    """1.204"""
    return format_number(value)


def share(part: int, whole: int) -> str:
    """83 % (5/6); a dash without a whole."""
    return f"{format_percent(Fraction(100 * part, whole), 0)} ({number(part)}/{number(whole)})" if whole else NONE


def day(value: date | None) -> str:
    """23 November 2026; a dash for none."""
    return clock.long_date(value) if value else NONE
