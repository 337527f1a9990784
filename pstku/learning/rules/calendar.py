"""The release calendar: when a period comes out, and which ones should be filled in by now. Pure."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, takewhile
from typing import Any

from pstku.learning.rules.periods import after, last_month, make_period, months_of, sort_key

YEARS_BACK = 3  # without any known figure the gaps of this many years are shown
LONGEST_LAG = 12  # months; what is assumed when nobody knows the lag


def expected_release(calendar: Mapping[str, Any], period: str) -> date | None:
    """The day by which a period is out; the last day of its month where the day is unknown.

    `lag_months` counts from the month in which the period ends (0: the same month). None when the lag is unknown.
    """
    lag = calendar.get("lag_months")
    if lag is None:
        return None
    return _day(period, int(lag), calendar.get("day"))


def missing_periods(calendar: Mapping[str, Any], known: Collection[str], today: date) -> list[str]:
    """Periods that should be out and are not known, oldest first: from the first known one, else of three years.

    Only the months in which the figure exists (`months`, None: all) count. Nothing without a `period_kind`.
    """
    kind = calendar.get("period_kind")
    if kind not in ("year", "semester", "quarter", "month"):
        return []
    mine = [period for period in known if _is_of(period, kind)]
    first = min(mine, key=sort_key) if mine else make_period(kind, today.year - YEARS_BACK - 1, 1)
    following = takewhile(lambda period: int(period[:4]) <= today.year, after(first, kind))
    return [p for p in following if p not in known and _exists(calendar, p) and _is_out(calendar, p, today)]


def _is_of(period: str, kind: str) -> bool:
    _, _, part = period.partition("-")
    return kind == {"": "year", "Q": "quarter", "S": "semester"}.get(part[:1], "month")


def _exists(calendar: Mapping[str, Any], period: str) -> bool:
    months = calendar.get("months")
    return not months or not months_of(period).isdisjoint(int(month) for month in months)


def _is_out(calendar: Mapping[str, Any], period: str, today: date) -> bool:
    return (expected_release(calendar, period) or _day(period, LONGEST_LAG, None)) < today


def _day(period: str, lag: int, day: Any) -> date:
    months = int(period[:4]) * 12 + last_month(period) - 1 + lag
    year, month = divmod(months, 12)
    longest = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(int(day), longest) if day else longest)


@dataclass(frozen=True, slots=True)
class Release:
    """A period that comes out: by `day` when `is_day_known`, else some time in that month."""

    period: str
    day: date
    is_day_known: bool


def releases_between(calendar: Mapping[str, Any], first: date, last: date) -> list[Release]:
    """The releases expected from `first` to `last`; one whose day is unknown counts for its whole month."""
    kind = calendar.get("period_kind")
    if kind not in ("year", "semester", "quarter", "month") or calendar.get("lag_months") is None:
        return []
    is_known = bool(calendar.get("day"))
    found = []
    for period in takewhile(lambda period: int(period[:4]) <= last.year + 1, _from_year(kind, first.year - 2)):
        day = expected_release(calendar, period)
        if day is None or not _exists(calendar, period):
            continue
        if day >= first and (day if is_known else day.replace(day=1)) <= last:
            found.append(Release(period, day, is_known))
    return found


def _from_year(kind: str, year: int) -> Iterator[str]:
    first = make_period(kind, year, 1)
    return chain([first], after(first, kind))
