"""The period a page of figures is about: a year so far, a quarter, a month, or any days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.quarters import quarter_name
from pstku.core.text import N_


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """First and last day (both inclusive, never after today) and how the period is named."""

    code: str  # 2026, 2026-Q3, 2026-10 or 2026-10-05..2026-10-09
    first: date
    last: date
    label: str

    @property
    def is_month(self) -> bool:
        return CODE.fullmatch(self.code) is not None and len(self.code) == len("2026-10") and "Q" not in self.code

    @property
    def days_label(self) -> str:
        """Juli–September 2026 style: the days the figures cover."""
        return f"{clock.long_date(self.first)}–{clock.long_date(self.last)}"


DAY = timedelta(days=1)
LONGEST = timedelta(days=5 * 366)
NOT_BEGUN = N_("Masa ini belum dimulai. Pilih masa yang sudah berjalan.")
EARLIEST = date(2000, 1, 1)  # as CODE has it
CODE = re.compile(r"(?P<year>20[0-9]{2})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


def period_of(code: str | None, today: date) -> ReportPeriod:
    """The period a code names (2026, 2026-Q3, 2026-10 or two days with `..` between), the running year when there is none.

    Raises InvalidInput for another word, and for a period that has not begun.
    """
    if code and ".." in code:
        return _of_days(code, today)
    match = CODE.fullmatch(code or str(today.year))
    if match is None:
        raise InvalidInput("masa", N_("Masa ini tidak dikenal. Pilih masa dari daftar."))
    year, quarter, month = (int(value) if value else None for value in match.group("year", "quarter", "month"))
    if month:
        first, last = month_days(year or 0, month)
        label = f"{clock.MONTHS[month - 1]} {year}"
    elif quarter:
        first, last = clock.quarter_days(year or 0, quarter)
        label = quarter_name(year or 0, quarter)
    else:
        first, last, label = date(year or 0, 1, 1), date(year or 0, 12, 31), f"Tahun {year}"
    if first > today:
        raise InvalidInput("masa", NOT_BEGUN)
    return ReportPeriod(match[0], first, min(last, today), label)


def month_days(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - DAY


def code_of_month(first: date) -> str:
    """2026-10"""
    return f"{first:%Y-%m}"


def _of_days(code: str, today: date) -> ReportPeriod:
    try:
        first, last = map(date.fromisoformat, code.split(".."))
    except ValueError as error:
        raise InvalidInput("dari", N_("Ketik kedua tanggalnya.")) from error
    if first < EARLIEST:
        raise InvalidInput("dari", N_("Pilih tanggal mulai tahun 2000."))
    if first > today:
        raise InvalidInput("dari", NOT_BEGUN)
    if not first <= last <= first + LONGEST:
        raise InvalidInput(
            "sampai", N_("Tanggal akhir tidak boleh sebelum tanggal awal, dan masanya paling panjang lima tahun.")
        )
    last = min(last, today)
    return ReportPeriod(code, first, last, f"{clock.long_date(first)}–{clock.long_date(last)}")


def choices(today: date) -> list[tuple[str, str]]:
    """(code, label) of the periods worth offering: this and last year, and their quarters until now."""
    offered = []
    for year in (today.year, today.year - 1):
        offered.append(str(year))
        offered += [f"{year}-Q{q}" for q in (4, 3, 2, 1) if clock.quarter_days(year, q)[0] <= today]
    return [(code, period_of(code, today).label) for code in offered]


def month_choices(today: date, months: int = 14) -> list[tuple[str, str]]:
    """(code, label) of the running month and those before it, then quarters and years."""
    first, offered = today.replace(day=1), []
    for _ in range(months):
        offered.append(code_of_month(first))
        first = (first - DAY).replace(day=1)
    return [(code, period_of(code, today).label) for code in offered] + choices(today)
