"""When the office is open. Pure: hours and holidays in, answers out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

LOOK_AHEAD_DAYS = 30


class DayHours(Protocol):
    """Service hours of a weekday (0 = Monday)."""

    @property
    def weekday(self) -> int: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...
    @property
    def break_from(self) -> time | None: ...
    @property
    def break_to(self) -> time | None: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """The next moment of service, in local time."""

    day: date
    at: time


def hours_of(day: date, hours: Sequence[DayHours], holidays: Collection[date]) -> DayHours | None:
    """The service hours of a day; None when it is closed."""
    if day in holidays:
        return None
    return next((item for item in hours if item.weekday == day.weekday()), None)


def is_open(local: datetime, hours: Sequence[DayHours], holidays: Collection[date]) -> bool:
    """Is there service at this local moment? The Friday prayer is a break."""
    today = hours_of(local.date(), hours, holidays)
    if today is None or not today.opens <= local.time() < today.closes:
        return False
    return not (today.break_from and today.break_to and today.break_from <= local.time() < today.break_to)


def next_opening(local: datetime, hours: Sequence[DayHours], holidays: Collection[date]) -> Opening | None:
    """When service begins next; None when nothing opens within 30 days."""
    for ahead in range(LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        found = hours_of(day, hours, holidays)
        if found is None:
            continue
        moments = [found.opens, *([found.break_to] if found.break_to else [])]
        for moment in sorted(moments):
            if moment < found.closes and (ahead > 0 or moment > local.time()):
                return Opening(day, moment)
    return None


def hours_text(found: DayHours | None) -> str:
    """08.00–16.00, istirahat 11.30–13.30; empty for a closed day."""
    if found is None:
        return ""
    text = f"{found.opens:%H.%M}–{found.closes:%H.%M}"
    if found.break_from and found.break_to:
        text += f", istirahat {found.break_from:%H.%M}–{found.break_to:%H.%M}"
    return text


def add_working_days(day: date, count: int, weekdays: Collection[int], holidays: Collection[date]) -> date:
    """The day `count` working days after `day`; weekdays are those the office works (0 = Monday)."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() in weekdays and day not in holidays:
            count -= 1
    return day
