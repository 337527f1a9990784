"""Jam layanan: is the counter open, until when, and when does it open next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

LOOK_AHEAD_DAYS = 60


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
class Opening:
    """How the counter stands at one moment, in the office's wall clock."""

    is_open: bool
    is_break: bool
    opens: time | None  # of today; None on a day without service
    closes: time | None
    next_opening: datetime | None  # when it is closed now; None when nothing opens in two months
    holiday: str  # its name when today is one


def hours_of(day: date, hours: Sequence[DayHours], holidays: Mapping[date, str]) -> DayHours | None:
    """The service hours of a day, or None when nobody serves on it."""
    if day in holidays:
        return None
    return next((item for item in hours if item.weekday == day.weekday()), None)


def opening(at: datetime, hours: Sequence[DayHours], holidays: Mapping[date, str]) -> Opening:
    """Open or closed at the local moment `at`; opening time counts as open, closing time as closed."""
    today, moment = hours_of(at.date(), hours, holidays), at.time()
    holiday = holidays.get(at.date(), "")
    if today is None:
        return Opening(False, False, None, None, _next_opening(at, hours, holidays), holiday)
    is_break = bool(today.break_from and today.break_to and today.break_from <= moment < today.break_to)
    is_open = today.opens <= moment < today.closes and not is_break
    following = None if is_open else _next_opening(at, hours, holidays)
    return Opening(is_open, is_break, today.opens, today.closes, following, holiday)


def _next_opening(at: datetime, hours: Sequence[DayHours], holidays: Mapping[date, str]) -> datetime | None:
    for ahead in range(LOOK_AHEAD_DAYS):
        day = at.date() + timedelta(days=ahead)
        if item := hours_of(day, hours, holidays):
            for start in filter(None, (item.opens, item.break_to)):
                begin = datetime.combine(day, start, at.tzinfo)
                if begin > at:
                    return begin
    return None


def is_working_day(day: date, hours: Sequence[DayHours], holidays: Mapping[date, str]) -> bool:
    """True when the office serves on this day."""
    return hours_of(day, hours, holidays) is not None


def add_working_days(day: date, count: int, hours: Sequence[DayHours], holidays: Mapping[date, str]) -> date:
    """The `count`-th working day after `day`; raises ValueError for an office that never opens."""
    left, current = count, day
    for _ in range(366 + 7 * count):
        if left == 0:
            return current
        current += timedelta(days=1)
        left -= is_working_day(current, hours, holidays)
    raise ValueError("an office without service hours has no working days")
