"""The period a page of figures is about: a year so far, or one quarter."""

import re
from dataclasses import dataclass
from datetime import date

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.quarters import quarter_name
from pstku.core.text import N_


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """First and last day (both inclusive, never after today) and how the period is named."""

    code: str  # 2026 or 2026-Q3
    first: date
    last: date
    label: str

    @property
    def days_label(self) -> str:
        """Juli–September 2026 style: the days the figures cover."""
        return f"{clock.long_date(self.first)}–{clock.long_date(self.last)}"


def period_of(code: str | None, today: date) -> ReportPeriod:
    """The period a code names, the running year when there is none; raises InvalidInput for another word."""
    match = re.fullmatch(r"(20\d\d)(?:-Q([1-4]))?", code or str(today.year))
    if match is None:
        raise InvalidInput("masa", N_("Masa ini tidak dikenal. Pilih tahun atau triwulan dari daftar."))
    year, quarter = int(match[1]), int(match[2]) if match[2] else None
    first, last = clock.quarter_days(year, quarter) if quarter else (date(year, 1, 1), date(year, 12, 31))
    label = quarter_name(year, quarter) if quarter else f"Tahun {year}"
    code = f"{year}-Q{quarter}" if quarter else str(year)
    return ReportPeriod(code, first, min(last, max(today, first)), label)


def choices(today: date) -> list[tuple[str, str]]:
    """(code, label) of the periods worth offering: this and last year, and their quarters until now."""
    offered = []
    for year in (today.year, today.year - 1):
        offered.append(str(year))
        offered += [f"{year}-Q{q}" for q in (4, 3, 2, 1) if clock.quarter_days(year, q)[0] <= today]
    return [(code, period_of(code, today).label) for code in offered]
