"""Kalender kerja: the days on which the office serves, and its hours on each of them.

Opening hours, the roster, objection windows, waiting times, streaks and releases all lean on this one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

Span = tuple[datetime, datetime]


class DayHours(Protocol):
    """Service hours of one weekday (0 = Monday), as the office's configuration holds them."""

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
class HoursPeriod:
    """Days `first` to `last`, both included, with a week of their own (Ramadan); a weekday that is absent is closed."""

    id: int
    first: date
    last: date
    name: str
    week: tuple[DayHours, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The usual week, the periods that have another one, and the days without service with their names."""

    week: Sequence[DayHours]
    holidays: Mapping[date, str] = field(default_factory=dict)
    periods: Sequence[HoursPeriod] = ()


def hours_of(day: date, calendar: Calendar) -> DayHours | None:
    """The service hours of a day, or None when nobody serves on it."""
    if day in calendar.holidays:
        return None
    week = next((period.week for period in calendar.periods if period.first <= day <= period.last), calendar.week)
    return next((item for item in week if item.weekday == day.weekday()), None)


def is_working_day(day: date, calendar: Calendar) -> bool:
    """True when the office serves on this day."""
    return hours_of(day, calendar) is not None


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `day`; raises ValueError for an office that never opens."""
    left, current = count, day
    for _ in range(366 + 7 * count):
        if left == 0:
            return current
        current += timedelta(days=1)
        left -= is_working_day(current, calendar)
    raise ValueError("the office has no working days")


def open_spans(start: datetime, end: datetime, calendar: Calendar, tz: tzinfo) -> list[Span]:
    """The parts of `start` to `end` in which the counter was open, breaks left out, in order of time."""
    first, last = start.astimezone(tz).date(), end.astimezone(tz).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    cut = ((max(start, begin), min(end, stop)) for day in days for begin, stop in _served(day, calendar, tz))
    return [(begin, stop) for begin, stop in cut if begin < stop]


def _served(day: date, calendar: Calendar, tz: tzinfo) -> list[Span]:
    hours = hours_of(day, calendar)
    if hours is None:
        return []
    moments = [hours.opens, hours.closes]
    if hours.break_from and hours.break_to:
        moments[1:1] = [hours.break_from, hours.break_to]
    at = [datetime.combine(day, moment, tz) for moment in moments]
    return list(zip(at[::2], at[1::2], strict=True))
