"""The report of a period from the kept sums, and the months before it for the chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.rules.days import Parts, total
from pstku.offices.queries import Configuration
from pstku.returns.measures.groups import Narrowing, part_of
from pstku.returns.measures.vocabulary import MEASURES
from pstku.returns.monthly.tables import Kind, Report, Value, report_of
from pstku.returns.overview.period import ReportPeriod, month_days
from pstku.returns.overview.queries import MOST_LOOKED_UP, Topic, most_sought

MONTHS_SHOWN = 12
MOST_TOPICS = MOST_LOOKED_UP


@dataclass(frozen=True, slots=True)
class Bar:
    """A measure of one month, None where nothing can be said.

    `is_partial` while not all of it is counted, `is_meant` when it is in the period.
    """

    first: date
    value: Value
    is_partial: bool
    is_meant: bool
    is_closed: bool = False  # as it was closed, whatever its visits tell now


def parts_of(office: Configuration, first: date, last: date) -> Parts:
    """What was counted of these days, by way and service."""
    return total(figures_by_span(office, first, last)[0].values()).parts


def live_report(office: Configuration, period: ReportPeriod, narrowing: Narrowing, kind: Kind) -> Report:
    """The report as the visits tell it now."""
    return report_of(parts_of(office, period.first, period.last), office.services, narrowing.groups, kind)


def topics_of(office: Configuration, period: ReportPeriod) -> list[Topic]:
    """What was sought most in these days, in the whole office."""
    days = figures_by_span(office, period.first, period.last)[0]
    return most_sought(office.id, total(days.values()).sought, MOST_TOPICS)


def months_before(
    office: Configuration, period: ReportPeriod, narrowing: Narrowing, key: str, closed: Mapping[date, Value]
) -> list[Bar]:
    """A measure of the last twelve months until the period's end; none before the very first visit.

    `closed`: what closed months were reported with, which stands there for the whole office.
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
            value = MEASURES[key].value(part_of(mine.parts, office.services, *narrowing.groups))
            meant = begin <= period.last and end >= period.first
            is_closed = begin in closed and period.last >= end and not narrowing.groups
            value = closed[begin] if is_closed else value
            bars.append(Bar(begin, value, is_partial=period.last < end, is_meant=meant, is_closed=is_closed))
        begin = end + timedelta(days=1)
    return bars
