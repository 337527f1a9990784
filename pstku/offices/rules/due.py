"""By when a promise is to be kept, counted in the working days of the office's calendar. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from pstku.offices.rules.calendar import Calendar, add_working_days, hours_of, is_working_day


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, and how far it is: `days` working days are left, or have passed when `is_late`."""

    on: date
    is_late: bool
    days: int


def due_after(since: datetime, days: int, calendar: Calendar, tz: tzinfo) -> date:
    """The `days`-th working day after the local day of `since`; that many calendar days in an office that never opens."""
    return working_day_after(since.astimezone(tz).date(), days, calendar)


def working_day_after(day: date, days: int, calendar: Calendar) -> date:
    """The `days`-th working day after `day`; that many calendar days after it in an office that never opens."""
    try:
        return add_working_days(day, days, calendar)
    except ValueError:
        return day + timedelta(days=days)


def due_at(on: date, now: datetime, calendar: Calendar, tz: tzinfo) -> Due:
    """How a promise stands that is to be kept on the day `on`, until the counter closes."""
    local = now.astimezone(tz)
    today, hours = local.date(), hours_of(on, calendar)
    is_late = today > on or (today == on and hours is not None and local.time() > hours.closes)
    return _due(on, today, calendar, is_late=is_late)


def due_on_day(on: date, today: date, calendar: Calendar) -> Due:
    """How a promise stands that is to be kept on the day `on`, until midnight."""
    return _due(on, today, calendar, is_late=today > on)


def _due(on: date, today: date, calendar: Calendar, *, is_late: bool) -> Due:
    return Due(on, is_late, _working_days(on, today, calendar) if is_late else _working_days(today, on, calendar))


def _working_days(after: date, until: date, calendar: Calendar) -> int:
    """Working days after one day, up to and including another."""
    return sum(is_working_day(after + timedelta(days=n), calendar) for n in range(1, (until - after).days + 1))
