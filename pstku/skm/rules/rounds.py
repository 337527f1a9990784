"""Rounds: a year, a semester or a quarter in which answers are gathered. Pure."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pstku.core.clock import quarter_days
from pstku.core.quarters import ROMAN


class Period(StrEnum):
    """How long a round lasts."""

    YEAR = "year"
    SEMESTER = "semester"
    QUARTER = "quarter"


class Way(StrEnum):
    """How an answer came in."""

    TABLET = "tablet"
    OWN_PHONE = "own_phone"
    LINK = "link"  # sent by an employee
    PAPER = "paper"  # entered by an employee from a sheet


BY_GUESTS = (Way.TABLET, Way.OWN_PHONE, Way.LINK)
PERIOD_COUNTS = {Period.YEAR: 1, Period.SEMESTER: 2, Period.QUARTER: 4}


def round_days(period: str, year: int, number: int) -> tuple[date, date]:
    """First and last day of a round."""
    length = 4 // PERIOD_COUNTS[Period(period)]
    return quarter_days(year, (number - 1) * length + 1)[0], quarter_days(year, number * length)[1]


def round_name(period: str, year: int, number: int) -> str:
    """What a round is called: Tahun 2026, Semester II 2026, Triwulan IV 2026."""
    if period == Period.YEAR:
        return f"Tahun {year}"
    return f"{'Semester' if period == Period.SEMESTER else 'Triwulan'} {ROMAN[number]} {year}"


def rounds_around(day: date) -> Iterator[tuple[Period, int, int]]:
    """The rounds a day lies in: of each length one."""
    for period, count in PERIOD_COUNTS.items():
        yield period, day.year, (day.month - 1) * count // 12 + 1
