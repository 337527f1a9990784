"""The release calendar: when a period comes out, and which ones should be filled in by now. Pure."""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, takewhile
from typing import Any

from pstku.core.clock import MONTHS, long_date
from pstku.learning.rules.periods import after, fits, last_month, make_period, months_of, sort_key

YEARS_BACK = 3  # without any known figure the gaps of this many years are shown
LONGEST_LAG = 12  # months; what is assumed when nobody knows the lag
FIRST_WORKING_DAY = "first_working_day"
Works = Callable[[date], bool]  # is it a working day of the office?


def is_weekday(day: date) -> bool:
    """Monday to Friday: what is known of working days without an office's calendar."""
    return day.weekday() < 5


def expected_release(calendar: Mapping[str, Any], period: str, works: Works = is_weekday) -> date | None:
    """The day by which a period is out; None when the lag is unknown.

    A day told in `dates` (period -> day) counts before all rules. `lag_months` counts from the month in which the period ends (0: the same month). `day` is the day itself, a number
    or first_working_day; `by_day` the last possible one ("awal November"); with neither, the last of the month.
    """
    lag = calendar.get("lag_months")
    if told := exact_day(calendar, period):
        return told
    if lag is None:
        return None
    day = calendar.get("day")
    if day == FIRST_WORKING_DAY:
        return _first_working_day(_day(period, int(lag), 1), works)
    return _day(period, int(lag), day or calendar.get("by_day"))


def exact_day(calendar: Mapping[str, Any], period: str) -> date | None:
    """The official day of a period's release where somebody told it."""
    try:
        return date.fromisoformat(str((calendar.get("dates") or {})[period]))
    except (KeyError, ValueError):
        return None


def missing_periods(
    calendar: Mapping[str, Any], known: Collection[str], today: date, works: Works = is_weekday
) -> list[str]:
    """Periods that should be out and are not known, oldest first: from the first known one, else of three years.

    Only the months in which the figure exists (`months`, None: all) count. Nothing without a `period_kind`.
    """
    kind = calendar.get("period_kind")
    if kind not in ("year", "semester", "quarter", "month"):
        return []
    mine = [period for period in known if _is_of(period, kind)]
    first = min(mine, key=sort_key) if mine else make_period(kind, today.year - YEARS_BACK - 1, 1)
    following = takewhile(lambda period: int(period[:4]) <= today.year, after(first, kind))
    return [p for p in following if p not in known and has_figure(calendar, p) and _is_out(calendar, p, today, works)]


def _is_of(period: str, kind: str) -> bool:
    _, _, part = period.partition("-")
    return kind == {"": "year", "Q": "quarter", "S": "semester"}.get(part[:1], "month")


def has_figure(calendar: Mapping[str, Any], period: str) -> bool:
    """Does the period have a figure at all? `months` of the calendar names those that do; None: all."""
    months = calendar.get("months")
    return not months or not months_of(period).isdisjoint(int(month) for month in months)


def _is_out(calendar: Mapping[str, Any], period: str, today: date, works: Works) -> bool:
    return (expected_release(calendar, period, works) or _day(period, LONGEST_LAG, None)) < today


def _first_working_day(first: date, works: Works) -> date:
    """The first day on which the office works, from `first` on; `first` itself in a month without any."""
    days = (first + timedelta(days=n) for n in range(31))
    return next((day for day in days if works(day)), first)


def _day(period: str, lag: int, day: Any) -> date:
    months = int(period[:4]) * 12 + last_month(period) - 1 + lag
    year, month = divmod(months, 12)
    longest = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(int(day), longest) if day else longest)


@dataclass(frozen=True, slots=True)
class Release:
    """A period that comes out: on `day` when `is_day_known`, else from the first of that month to `day`."""

    period: str
    day: date
    is_day_known: bool

    @property
    def when(self) -> str:
        """1 Desember 2026, awal November 2026, or bulan November 2026 where the day is not known."""
        if self.is_day_known:
            return long_date(self.day)
        return f"{'awal' if self.is_early else 'bulan'} {MONTHS[self.day.month - 1]} {self.day.year}"

    @property
    def is_early(self) -> bool:
        """Some day in the first part of the month."""
        return not self.is_day_known and self.day.day < monthrange(self.day.year, self.day.month)[1]


def releases_between(calendar: Mapping[str, Any], first: date, last: date, works: Works = is_weekday) -> list[Release]:
    """The releases expected from `first` to `last`; one whose day is unknown counts for all its possible days."""
    kind = calendar.get("period_kind")
    if kind not in ("year", "semester", "quarter", "month"):
        return []
    found = []
    for period in takewhile(lambda period: int(period[:4]) <= last.year + 1, _from_year(kind, first.year - 2)):
        day = expected_release(calendar, period, works)
        if day is None or not has_figure(calendar, period):
            continue
        is_known = bool(calendar.get("day")) or exact_day(calendar, period) is not None
        if day >= first and (day if is_known else day.replace(day=1)) <= last:
            found.append(Release(period, day, is_known))
    return found


def release_meant(releases: Sequence[Release], asked: str | None, today: date) -> Release | None:
    """Of `releases`, earliest first, the one that was asked about: of the period, else of any; the next, else the last."""
    mine = [release for release in releases if asked and fits(asked, release.period)]
    coming = [release for release in mine or releases if release.day >= today]
    return coming[0] if coming else mine[-1] if mine else None


def _from_year(kind: str, year: int) -> Iterator[str]:
    first = make_period(kind, year, 1)
    return chain([first], after(first, kind))
