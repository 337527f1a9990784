"""The release calendar: when a period comes out, and which ones should be filled in by now. Pure.

A rule (`lag_months`, `day`, `by_day`) is what usually happens, and is told as that; only a day that somebody entered in
`dates` is told as a day. A release can also be entered as postponed, which holds until its new day is entered.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain, takewhile
from typing import Any

from pstku.core.clock import MONTHS, long_date
from pstku.library.rules.periods import after, fits, last_month, make_period, months_of, sort_key

YEARS_BACK = 3  # without any known figure the gaps of this many years are shown
LONGEST_LAG = 12  # months; what is assumed when nobody knows the lag
FIRST_WORKING_DAY = "first_working_day"
POSTPONED = "ditunda"  # in place of a day in `dates`
NO_DAY = "tanggal pasti belum dimasukkan"
USUALLY_WITHIN = timedelta(days=6)  # a first working day is kept within a week
POSTPONED_SHOWN = timedelta(days=60)  # so long after its usual day a postponed release stands among the coming ones
Works = Callable[[date], bool]  # is it a working day of the office?


class Sureness(StrEnum):
    """How surely the day of a release is known."""

    ENTERED = "entered"  # somebody entered the official day
    AROUND = "around"  # by a rule, about this day
    EARLY = "early"  # by a rule, in the first part of the month
    MONTH = "month"  # by a rule, some day of the month
    POSTPONED = "postponed"


def is_weekday(day: date) -> bool:
    """Is it Monday to Friday? The working days when no office's calendar is at hand."""
    return day.weekday() < 5


def calendar_of(calendar: Mapping[str, Any], release_days: Mapping[str, str]) -> dict[str, Any]:
    """The release calendar of a page, with the days this office's editors entered in place of its own (period -> day)."""
    return {**calendar, "dates": {**(calendar.get("dates") or {}), **release_days}}


def expected_release(calendar: Mapping[str, Any], period: str, works: Works = is_weekday) -> date | None:
    """The day by which a period is out; None when the lag is unknown.

    A day in `dates` (period -> day) overrides the rules.
    `lag_months` counts from the month in which the period ends (0: the same month). `day` is the usual day, a number or
    first_working_day; `by_day` the last possible one ("awal November"); with neither, the last of the month.
    """
    lag = calendar.get("lag_months")
    if announced := exact_day(calendar, period):
        return announced
    if lag is None:
        return None
    day = calendar.get("day")
    if day == FIRST_WORKING_DAY:
        return _first_working_day(_day(period, int(lag), 1), works)
    return _day(period, int(lag), day or calendar.get("by_day"))


def exact_day(calendar: Mapping[str, Any], period: str) -> date | None:
    """The official day of a period's release; None when nobody entered it."""
    try:
        return date.fromisoformat(str((calendar.get("dates") or {})[period]))
    except (KeyError, ValueError):
        return None


def is_postponed(calendar: Mapping[str, Any], period: str) -> bool:
    """Did somebody enter that this release was put off, and no new day yet?"""
    return (calendar.get("dates") or {}).get(period) == POSTPONED


def missing_periods(
    calendar: Mapping[str, Any], filled: Collection[str], today: date, works: Works = is_weekday
) -> list[str]:
    """Periods that should be out and are not known, oldest first: from the first known one, else of three years.

    Only the months in which the figure exists (`months`, None: all) count. Nothing without a `period_kind`.
    """
    kind = calendar.get("period_kind")
    if kind not in ("year", "semester", "quarter", "month"):
        return []
    mine = [period for period in filled if _is_of(period, kind)]
    first = min(mine, key=sort_key) if mine else make_period(kind, today.year - YEARS_BACK - 1, 1)
    following = takewhile(lambda period: int(period[:4]) <= today.year, after(first, kind))
    return [p for p in following if p not in filled and has_figure(calendar, p) and _is_out(calendar, p, today, works)]


def _is_of(period: str, kind: str) -> bool:
    _, _, part = period.partition("-")
    return kind == {"": "year", "Q": "quarter", "S": "semester"}.get(part[:1], "month")


def has_figure(calendar: Mapping[str, Any], period: str) -> bool:
    """Does the period have a figure at all? `months` of the calendar names those that do; None: all."""
    months = calendar.get("months")
    return not months or not months_of(period).isdisjoint(int(month) for month in months)


def _is_out(calendar: Mapping[str, Any], period: str, today: date, works: Works) -> bool:
    if is_postponed(calendar, period):
        return False
    release = _release(calendar, period, works)
    return (release.day if release else _day(period, LONGEST_LAG, None)) < today


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
    """A period that comes out: on `day` when somebody entered it, else usually by then, or put off until nobody knows."""

    period: str
    day: date
    sure: Sureness

    @property
    def is_day_known(self) -> bool:
        return self.sure == Sureness.ENTERED

    @property
    def is_postponed(self) -> bool:
        return self.sure == Sureness.POSTPONED

    @property
    def is_early(self) -> bool:
        """Usually in the first part of the month."""
        return self.sure == Sureness.EARLY

    @property
    def until(self) -> date:
        """The last day on which it is still a coming one."""
        return self.day + POSTPONED_SHOWN if self.is_postponed else self.day

    @property
    def when(self) -> str:
        """1 Desember 2026 when entered; biasanya awal November 2026, sekitar or bulan by a rule; ditunda."""
        month = f"{MONTHS[self.day.month - 1]} {self.day.year}"
        return {
            Sureness.ENTERED: long_date(self.day),
            Sureness.AROUND: f"biasanya sekitar {long_date(self.day)}",
            Sureness.EARLY: f"biasanya awal {month}",
            Sureness.MONTH: f"biasanya bulan {month}",
            Sureness.POSTPONED: "ditunda",
        }[self.sure]

    @property
    def when_in_words(self) -> str:
        """The same as a whole statement that asserts no day which nobody entered."""
        if self.is_postponed:
            return f"{self.when}, tanggal baru belum dimasukkan"
        return self.when if self.is_day_known else f"{self.when}, {NO_DAY}"


def _release(calendar: Mapping[str, Any], period: str, works: Works) -> Release | None:
    day = expected_release(calendar, period, works)
    if is_postponed(calendar, period):
        return Release(period, day or _day(period, 0, None), Sureness.POSTPONED)
    if day is None or not has_figure(calendar, period):
        return None
    usual = calendar.get("day")
    if exact_day(calendar, period):
        return Release(period, day, Sureness.ENTERED)
    if usual == FIRST_WORKING_DAY:
        return Release(period, day + USUALLY_WITHIN, Sureness.EARLY)
    if usual:
        return Release(period, day, Sureness.AROUND)
    return Release(period, day, Sureness.EARLY if calendar.get("by_day") else Sureness.MONTH)


def releases_between(calendar: Mapping[str, Any], first: date, last: date, works: Works = is_weekday) -> list[Release]:
    """The releases from `first` to `last`; one without an entered day counts for all its possible days."""
    kind = calendar.get("period_kind")
    if kind not in ("year", "semester", "quarter", "month"):
        return []
    periods = takewhile(lambda period: int(period[:4]) <= last.year + 1, _from_year(kind, first.year - 2))
    releases = filter(None, (_release(calendar, period, works) for period in periods))
    return [release for release in releases if _begins(release) <= last and release.until >= first]


def _begins(release: Release) -> date:
    has_day = release.sure in (Sureness.ENTERED, Sureness.AROUND)
    return release.day if has_day else release.day.replace(day=1)


def release_meant(releases: Sequence[Release], asked: str | None, today: date) -> Release | None:
    """Of `releases`, earliest first, the one that was asked about: of the period, else of any; the next, else the last."""
    mine = [release for release in releases if asked and fits(asked, release.period)]
    coming = [release for release in mine or releases if release.until >= today]
    return coming[0] if coming else mine[-1] if mine else None


def _from_year(kind: str, year: int) -> Iterator[str]:
    first = make_period(kind, year, 1)
    return chain([first], after(first, kind))
