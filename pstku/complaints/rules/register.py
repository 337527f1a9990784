"""The register of complaints: how many came, were heard and answered in time, and were upheld; no person in it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Entry:
    """A complaint as far as it is counted."""

    received_on: date
    kind: str | None
    first_due_on: date | None
    first_word_at: datetime | None
    due_on: date
    answered_at: datetime | None
    finding: str | None

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "received_on",
        "kind",
        "first_due_on",
        "first_word_at",
        "due_on",
        "answered_at",
        "finding",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register. Those that still wait within their time are in neither share."""

    received: int
    greeted_in_time: int
    greeted_late: int  # heard too late, or not yet though the day has passed
    answered_in_time: int
    answered_late: int
    upheld: int
    not_upheld: int
    waiting: int
    overdue: int  # of those that wait


def count_line(entries: Iterable[Entry], today: date, tz: tzinfo) -> Line:
    """Count complaints as they stand today; a day ends at midnight of the office."""
    found = list(entries)
    heard = [_in_time(_first_heard(one), one.first_due_on, today, tz) for one in found if one.first_due_on]
    answered = [one for one in found if one.answered_at]
    in_time = sum(_day(one.answered_at, tz) <= one.due_on for one in answered if one.answered_at)
    return Line(
        received=len(found),
        greeted_in_time=heard.count(True),
        greeted_late=heard.count(False),
        answered_in_time=in_time,
        answered_late=len(answered) - in_time,
        upheld=sum(one.finding == "upheld" for one in answered),
        not_upheld=sum(one.finding == "not_upheld" for one in answered),
        waiting=len(found) - len(answered),
        overdue=sum(one.due_on < today for one in found if not one.answered_at),
    )


def _first_heard(one: Entry) -> datetime | None:
    moments = [moment for moment in (one.first_word_at, one.answered_at) if moment]
    return min(moments) if moments else None


def _in_time(moment: datetime | None, due_on: date | None, today: date, tz: tzinfo) -> bool | None:
    """True or False once it is decided, None while there is still time."""
    if due_on is None:
        return None
    if moment is None:
        return False if today > due_on else None
    return _day(moment, tz) <= due_on


def _day(moment: datetime, tz: tzinfo) -> date:
    return moment.astimezone(tz).date()
