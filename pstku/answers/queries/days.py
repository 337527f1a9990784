"""Whether the office serves on a day, from its own calendar."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pstku.answers.rules.asked_days import SAYINGS, AskedDay
from pstku.core.clock import WEEKDAYS, long_date, weekday_date
from pstku.offices.queries import Configuration, days_off
from pstku.offices.rules.calendar import FEWEST_HOLIDAYS, DayHours, DayOff, hours_of


def day_sentence(office: Configuration, asked: AskedDay) -> str:
    """One sentence on the day, weekday or year that was asked about."""
    off_days = days_off(office.id) if asked.weekday is None else []
    if asked.on:
        day = weekday_date(asked.on)
        if off := next((off for off in closed_days(off_days) if off.on == asked.on), None):
            return SAYINGS["off"].format(day=day, name=off.name, estimate=_estimate(off))
        hours = hours_of(asked.on, office.calendar)
        name = ("" if asked.on.year in _years_with_holidays(off_days) else "untold_") + ("open" if hours else "closed")
        return SAYINGS[name].format(day=day, hours=hours_in_words(hours), year=asked.on.year)
    if asked.weekday is not None:
        usual = next((item for item in office.hours if item.weekday == asked.weekday), None)
        name = "weekday_open" if usual else "weekday_closed"
        return SAYINGS[name].format(weekday=WEEKDAYS[asked.weekday], hours=hours_in_words(usual))
    days = [
        f"{long_date(off.on)} ({off.name}{_estimate(off)})"
        for off in closed_days(off_days)
        if off.on.year == asked.year
    ]
    return SAYINGS["year" if days else "no_year"].format(year=asked.year, days=", ".join(days))


def closed_days(off_days: Iterable[DayOff]) -> list[DayOff]:
    """The days off in order of date, except those on which an admin keeps the office open."""
    return sorted((off for off in off_days if not off.is_open), key=lambda off: off.on)


def hours_in_words(hours: DayHours | None) -> str:
    """Service hours in words: 08.00–16.00 (istirahat 11.30–13.30)."""
    if hours is None:
        return ""
    rest = f"{hours.break_from:%H.%M}–{hours.break_to:%H.%M}" if hours.break_from and hours.break_to else ""
    return f"{hours.opens:%H.%M}–{hours.closes:%H.%M}" + (SAYINGS["break"].format(hours=rest) if rest else "")


def calendar_for_phone(office: Configuration) -> dict[str, Any]:
    """The calendar as a phone keeps it: days off, hours of each weekday, and periods with a week of their own."""
    off_days = days_off(office.id)
    return {
        "off": [(off.on.isoformat(), off.name, _estimate(off), long_date(off.on)) for off in closed_days(off_days)],
        "told": _years_with_holidays(off_days),
        "week": {item.weekday: hours_in_words(item) for item in office.hours},
        "periods": [
            (
                period.first.isoformat(),
                period.last.isoformat(),
                {item.weekday: hours_in_words(item) for item in period.week},
            )
            for period in office.hours_periods
        ],
        "weekdays": WEEKDAYS,
        "sayings": SAYINGS,
    }


def _years_with_holidays(off_days: Iterable[DayOff]) -> list[int]:
    """The years whose holidays are known; for other years an answer never claims that a day is no holiday."""
    counted = Counter(off.on.year for off in off_days)
    return sorted(year for year, count in counted.items() if count >= FEWEST_HOLIDAYS)


def _estimate(off: DayOff) -> str:
    return SAYINGS["estimate"] if off.is_estimate else ""
