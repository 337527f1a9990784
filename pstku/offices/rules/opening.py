"""Jam layanan: is the counter open, until when, and when does it open next."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pstku.offices.rules.calendar import Calendar, hours_of

LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class Opening:
    """How the counter stands at one moment, in the office's wall clock."""

    is_open: bool
    is_break: bool
    opens: time | None  # of today; None on a day without service
    closes: time | None
    next_opening: datetime | None  # when it is closed now; None when nothing opens in two months
    holiday: str  # its name when today is one


def opening(at: datetime, calendar: Calendar) -> Opening:
    """Open or closed at the local moment `at`; opening time counts as open, closing time as closed."""
    today, moment = hours_of(at.date(), calendar), at.time()
    holiday = calendar.holidays.get(at.date(), "")
    if today is None:
        return Opening(False, False, None, None, _next_opening(at, calendar), holiday)
    is_break = bool(today.break_from and today.break_to and today.break_from <= moment < today.break_to)
    is_open = today.opens <= moment < today.closes and not is_break
    following = None if is_open else _next_opening(at, calendar)
    return Opening(is_open, is_break, today.opens, today.closes, following, holiday)


def _next_opening(at: datetime, calendar: Calendar) -> datetime | None:
    for ahead in range(LOOK_AHEAD_DAYS):
        day = at.date() + timedelta(days=ahead)
        if item := hours_of(day, calendar):
            for start in filter(None, (item.opens, item.break_to)):
                begin = datetime.combine(day, start, at.tzinfo)
                if begin > at:
                    return begin
    return None
