"""The report of a period from the kept sums, and the months before it for the chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.rules.days import Parts, total
from pstku.offices.queries import Configuration
from pstku.returns.measures.groups import part_of
from pstku.returns.measures.vocabulary import MEASURES
from pstku.returns.monthly.narrowing import Narrowing
from pstku.returns.monthly.tables import Report, report_of
from pstku.returns.overview.period import ReportPeriod, month_days

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """The visits of one month; `is_partial` while not all of it is counted, `is_meant` when it is in the period."""

    first: date
    visits: int
    is_partial: bool
    is_meant: bool
    is_closed: bool = False  # as it was closed, whatever its visits tell now


def parts_of(office: Configuration, first: date, last: date) -> Parts:
    """What was counted of these days, by way and service."""
    return total(figures_by_span(office, first, last)[0].values()).parts


def live_report(office: Configuration, period: ReportPeriod, narrowing: Narrowing) -> Report:
    """The report as the visits tell it now."""
    return report_of(parts_of(office, period.first, period.last), office.services, narrowing.groups)


def months_before(
    office: Configuration, period: ReportPeriod, narrowing: Narrowing, closed: Mapping[date, int]
) -> list[Bar]:
    """The last twelve months until the period's end; none before the very first visit.

    `closed`: the visits of closed months, which stand there for the whole office.
    """
    begin = period.last.replace(day=1)
    for _ in range(MONTHS_SHOWN - 1):
        begin = (begin - timedelta(days=1)).replace(day=1)
    days, since = figures_by_span(office, begin, period.last)
    bars: list[Bar] = []
    while since and begin <= period.last:
        end = month_days(begin.year, begin.month)[1]
        if end >= since:
            mine = total(one for day, one in days.items() if begin <= day <= end)
            visits = MEASURES["kunjungan"].value(part_of(mine.parts, office.services, *narrowing.groups)) or 0
            meant = begin <= period.last and end >= period.first
            is_closed = begin in closed and period.last >= end and not narrowing.groups
            visits = closed[begin] if is_closed else visits
            bars.append(Bar(begin, visits, is_partial=period.last < end, is_meant=meant, is_closed=is_closed))
        begin = end + timedelta(days=1)
    return bars
