"""Kalender kerja: the days on which the office serves, and its hours on each of them.

Opening hours, the roster, objection windows, waiting times, streaks and releases all lean on this one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

Span = tuple[datetime, datetime]
REMINDED_FROM = 11  # month: the joint decree of the next year is out by then
FEWEST_HOLIDAYS = 10  # a year with less has not been told: sixteen days at least are national holidays


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
class DayOff:
    """A national holiday, or a day that an admin closed or kept open; `is_own`: the admin's word."""

    on: date
    name: str
    kind: str = ""  # of a national one: libur nasional or cuti bersama
    decree: str = ""
    is_estimate: bool = False
    is_own: bool = False
    is_open: bool = False
    name_en: str = ""  # empty: nobody has written it


@dataclass(frozen=True, slots=True)
class HoursPeriod:
    """Days `first` to `last`, both included, with a week of their own (Ramadan); a weekday that is absent is closed."""

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
    return next((item for item in week_of(day, calendar) if item.weekday == day.weekday()), None)


def week_of(day: date, calendar: Calendar) -> Sequence[DayHours]:
    """The week by which the office serves around this day: that of a stretch with hours of its own, else the usual."""
    return next((period.week for period in calendar.periods if period.first <= day <= period.last), calendar.week)


def is_working_day(day: date, calendar: Calendar) -> bool:
    """True on a day when the office serves guests."""
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


def stretches(days: Iterable[DayOff]) -> list[tuple[DayOff, date]]:
    """(first day, last date): days in a row of which an admin said the same stand together; national ones each alone."""
    found: list[tuple[DayOff, date]] = []
    for day in days:
        first, last = found[-1] if found else (None, date.min)
        if first and day.is_own and last + timedelta(days=1) == day.on and replace(day, on=first.on) == first:
            found[-1] = (first, day.on)
        else:
            found.append((day, day.on))
    return found


def year_without_holidays(today: date, holidays: Iterable[date]) -> int | None:
    """The year whose holidays are missing: this year, from November on also the next; None when none is."""
    counts = Counter(day.year for day in holidays)
    years = [today.year, today.year + 1] if today.month >= REMINDED_FROM else [today.year]
    return next((year for year in years if counts[year] < FEWEST_HOLIDAYS), None)
