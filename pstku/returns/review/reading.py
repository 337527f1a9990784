"""The review of a month: its figures, what they were compared with, and what stands open."""

from dataclasses import dataclass
from datetime import date, timedelta

from pstku.complaints.queries import waiting_complaints
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.rules.days import DayFigures, total
from pstku.guestbook.rules.waiting import whole_minutes
from pstku.offices.queries import Configuration
from pstku.ratings.queries.tallies import is_cut
from pstku.returns.closing.queries import is_as_closed, lacking, last_closing
from pstku.returns.closing.rules import report_in
from pstku.returns.measures.groups import TOTAL
from pstku.returns.monthly.tables import Report, report_of
from pstku.returns.overview.period import ReportPeriod
from pstku.returns.overview.queries import MOST_LOOKED_UP, most_sought
from pstku.returns.review.rules import FEWEST, Comparison, Said, comparisons, said_of
from pstku.returns.review.todo import Standing, things_to_do
from pstku.skm.queries.following import follow_ups_of
from pstku.skm.queries.pages import steps_of

MONTHS_BEFORE = 3
HEADLINE = ("kunjungan", "orang", "waktu_tunggu", "waktu_layanan", "dicari", "diperoleh_sesuai")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the page and the paper say."""

    period: ReportPeriod
    report: Report  # as it was closed, where it was
    is_closed: bool
    is_otherwise: bool  # the visits tell now what the closing did not
    compared_from: date
    better: tuple[Said, ...]
    worse: tuple[Said, ...]
    unsaid: tuple[Comparison, ...]  # too few numbers on one side
    to_do: tuple[Said, ...]

    @property
    def fewest(self) -> int:
        return FEWEST

    def words(self, key: str) -> str:
        """A headline figure as it is printed."""
        return self.report.words(TOTAL.key, key)


def review_of(office: Configuration, actor: Actor, period: ReportPeriod) -> Review:
    """The review of a month that is over, as `actor` may read it."""
    begin = period.first
    for _ in range(MONTHS_BEFORE):
        begin = (begin - DAY).replace(day=1)
    days = figures_by_span(office, begin, period.last)[0]
    month = total(one for day, one in days.items() if day >= period.first)
    before = total(one for day, one in days.items() if day < period.first).whole
    part, is_known = month.whole, _is_rated_known(office.id, begin, period.last)
    compared = comparisons(part, before, is_rated_known=is_known)
    topics = most_sought(office.id, month.sought, MOST_LOOKED_UP)
    closing = last_closing(office.id, period.first)
    standing = _standing(office, actor, period, month, is_closed=closing is not None, is_rated_known=is_known)
    return Review(
        period=period,
        report=report_in(closing.content) if closing else report_of(month.parts, office.services),
        is_closed=closing is not None,
        is_otherwise=closing is not None and not is_as_closed(office, closing),
        compared_from=begin,
        better=tuple(said_of(one) for one in compared if one.verdict == 1),
        worse=tuple(said_of(one) for one in compared if one.verdict == -1),
        unsaid=tuple(one for one in compared if one.verdict is None),
        to_do=tuple(things_to_do(standing, part, compared, topics)),
    )


def _is_rated_known(office_id: int, first: date, last: date) -> bool:
    """Do the visits of these days still say who voted: is no quarter among them settled?"""
    quarters = {clock.quarter_of(first), clock.quarter_of(last)}
    return not any(is_cut(office_id, *quarter) for quarter in quarters)


def _standing(
    office: Configuration,
    actor: Actor,
    period: ReportPeriod,
    month: DayFigures,
    *,
    is_closed: bool,
    is_rated_known: bool,
) -> Standing:
    today = clock.local_day(clock.now(), office.tz)
    complaints = waiting_complaints(actor, today)
    return Standing(
        month_name=period.label,
        month_code=period.code,
        is_closed=is_closed,
        incomplete=lacking(office, period.first)[0],
        late_complaints=complaints.overdue,
        minutes_alone=whole_minutes(month.alone),
        coverage_target=office.settings.coverage_target_percent,
        is_rated_known=is_rated_known,
        weakest=_weakest(office.id) if actor.has(Role.ADMIN, Role.HEAD) else None,
    )


def _weakest(office_id: int) -> tuple[str, str, int] | None:
    """Of the newest round with an index: the unsur nothing is planned for yet."""
    for step in steps_of(office_id):
        if index := step.view.guests:
            planned = {line.unsur for line in follow_ups_of(step.view.row.id)}
            left = [key for key in index.weakest if key not in planned]
            return (step.view.questions.names[left[0]], step.view.name, step.view.row.id) if left else None
    return None
