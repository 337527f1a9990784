"""Reads of the overview: a handful of statements, whatever the number of visits."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import case, func, select

from pstku.core.db import session
from pstku.guestbook.models import DataNeed, Visit
from pstku.library.models import Page
from pstku.offices.models import ServiceType
from pstku.ratings.models import Appeal, Vote, VoteTally
from pstku.ratings.queries.tallies import cut_quarters, not_tallied
from pstku.ratings.rules.lines import DESK, REMOTE
from pstku.reports.overview.figures import Counted, Quarter, VisitFacts
from pstku.reports.overview.period import ReportPeriod
from pstku.rewards.models import AwardPeriod
from pstku.rewards.rules.states import UNDER_WAY


def visit_facts(office_id: int, period: ReportPeriod) -> list[VisitFacts]:
    """Every visit of the period without the person; visits counted as kantor, not PST, included."""
    columns = (
        Visit.day,
        Visit.channel,
        Visit.follow_up,
        Visit.state,
        Visit.created_at,
        Visit.started_at,
        Visit.closed_at,
        Visit.rated_at.is_not(None),
        Visit.sex,
        Visit.party_size,
        Visit.party_male,
        Visit.party_female,
        ServiceType.standard_minutes,
    )
    wanted = (
        select(*columns)
        .join(ServiceType, ServiceType.id == Visit.service_type_id)
        .where(Visit.office_id == office_id, Visit.day.between(period.first, period.last))
    )
    return [VisitFacts(*tuple(row)) for row in session().execute(wanted)]


def first_day(office_id: int) -> date | None:
    """The day of the first visit ever, None when there was none: before it nobody counted."""
    return session().scalar(select(func.min(Visit.day)).where(Visit.office_id == office_id))


def settled_coverage(office_id: int, period: ReportPeriod) -> dict[Quarter, Counted]:
    """(rated, served) at the counter of the settled quarters of a period, whose visits no longer say who rated."""
    quarters = [(item.year, item.quarter) for item in cut_quarters(office_id, period.first, period.last)]
    if not quarters:
        return {}
    mine = (VoteTally.office_id == office_id, VoteTally.line == DESK)
    counts = (func.sum(VoteTally.rated), func.sum(VoteTally.served))
    kept = select(VoteTally.year, VoteTally.quarter, *counts).where(*mine).group_by(VoteTally.year, VoteTally.quarter)
    found = {(year, quarter): (int(rated), int(served)) for year, quarter, rated, served in session().execute(kept)}
    return {quarter: found.get(quarter, (0, 0)) for quarter in quarters}


def message_votes(office_id: int, period: ReportPeriod) -> int:
    """Counted votes after service by message or telephone, as long as their quarter is not settled."""
    wanted = select(func.count()).where(
        Vote.office_id == office_id,
        Vote.line == REMOTE,
        Vote.officer_id.is_not(None),
        Vote.excluded_at.is_(None),
        Vote.day.between(period.first, period.last),
        *not_tallied(office_id),
    )
    return session().scalar(wanted) or 0


@dataclass(frozen=True, slots=True)
class Topic:
    """What was sought, how often, and how often it was obtained as wanted."""

    title: str
    indicator_key: str | None
    sought: int
    obtained: int

    @property
    def percent(self) -> Fraction:
        """The share obtained as wanted."""
        return Fraction(100 * self.obtained, self.sought)

    @property
    def is_rarely_obtained(self) -> bool:
        return 2 * self.obtained < self.sought


@dataclass(frozen=True, slots=True)
class Needs:
    """All data needs of a period, and how many were obtained: as wanted ("Ya, sesuai"), or otherwise than wanted."""

    sought: int = 0
    fitting: int = 0
    not_fitting: int = 0

    @property
    def percent(self) -> Fraction | None:
        """The share obtained as wanted."""
        return Fraction(100 * self.fitting, self.sought) if self.sought else None


def most_sought(office_id: int, period: ReportPeriod, limit: int = 5) -> tuple[list[Topic], Needs]:
    """The topics sought most, and what became of all data needs.

    Needs whose words were erased with the guest count in the sums and are no topic.
    """
    title = func.coalesce(func.nullif(Page.short, ""), Page.title, func.nullif(DataNeed.what, ""))
    obtained = func.sum(case((DataNeed.obtained == "yes_fits", 1), else_=0))
    otherwise = func.sum(case((DataNeed.obtained == "yes_not_fitting", 1), else_=0))
    sums = [func.sum(each).over() for each in (func.count(), obtained, otherwise)]
    wanted = (
        select(title, DataNeed.indicator_key, func.count(), obtained, *sums)
        .join(Visit, Visit.id == DataNeed.visit_id)
        .outerjoin(Page, (Page.office_id == DataNeed.office_id) & (Page.key == DataNeed.indicator_key))
        .where(DataNeed.office_id == office_id, Visit.day.between(period.first, period.last))
        .group_by(title, DataNeed.indicator_key)
        .order_by(func.count().desc(), title)
        .limit(limit + 1)
    )
    rows = session().execute(wanted).all()
    topics = [Topic(row[0], row[1], row[2], int(row[3])) for row in rows if row[0]][:limit]
    return topics, Needs(*(int(total) for total in rows[0][4:])) if rows else Needs()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the head or an admin."""

    award_periods: tuple[tuple[int, int, str, str], ...]  # (year, quarter, line, state)
    appeals: int


def what_waits(office_id: int) -> Waiting:
    """Award periods that need a check or a decision, appeals without a decision.

    Complaints are not among them: how many wait depends on who looks (`waiting_complaints`).
    """
    appeals = select(func.count()).where(Appeal.office_id == office_id, Appeal.decided_at.is_(None))
    counts = select(appeals.scalar_subquery().label("appeals")).subquery()
    states = AwardPeriod.state.in_(UNDER_WAY)
    wanted = (
        select(counts, AwardPeriod.year, AwardPeriod.quarter, AwardPeriod.line, AwardPeriod.state)
        .select_from(counts.outerjoin(AwardPeriod, (AwardPeriod.office_id == office_id) & states))
        .order_by(AwardPeriod.year, AwardPeriod.quarter, AwardPeriod.line)
    )
    rows = session().execute(wanted).all()
    return Waiting(tuple((r[1], r[2], r[3], r[4]) for r in rows if r[1] is not None), rows[0][0])
