"""What an officer may see of their own results."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import exists, select

from pstku.core import clock
from pstku.core.db import session
from pstku.offices.queries import Configuration, configuration
from pstku.offices.rules.calendar import add_working_days
from pstku.offices.settings import Settings
from pstku.ratings.models import Appeal, Comment, PublishedScore, VoteQuarter
from pstku.ratings.rules.publication import is_provisional, limits_of

APPEAL_DAYS = 7  # working days after the release


@dataclass(frozen=True, slots=True)
class ReleasedComment:
    """Words of a guest, without time, service or score; the random `id` only names them in an appeal."""

    id: UUID
    year: int
    quarter: int
    line: str
    text: str
    appeal: Appeal | None
    appeal_until: date | None  # the last day for an appeal, None when it is over or the quarter is locked


@dataclass(frozen=True, slots=True)
class OwnResult:
    """One quarter of one line as the officer sees it: score and range on the scale 25 to 100."""

    year: int
    quarter: int
    line: str
    votes: int
    served: int
    rated: int
    score: Decimal
    low: Decimal
    high: Decimal
    is_provisional: bool
    comments: list[ReleasedComment]

    @property
    def coverage_percent(self) -> Fraction | None:
        return Fraction(100 * self.rated, self.served) if self.served else None


def own_results(office_id: int, officer_id: int, settings: Settings) -> list[OwnResult]:
    """The officer's quarters, newest first, with their comments; two statements."""
    limits = limits_of(settings)
    scores = published_scores(office_id, officer_id)
    comments = released_comments(office_id, officer_id)
    return [
        OwnResult(
            year=row.year,
            quarter=row.quarter,
            line=row.line,
            votes=row.vote_count,
            served=row.served_count,
            rated=row.rated_count,
            **{name: Decimal(row.figures[name]) for name in ("score", "low", "high")},
            is_provisional=row.figures.get("is_provisional", is_provisional(row.vote_count, limits)),
            comments=[c for c in comments if (c.year, c.quarter, c.line) == (row.year, row.quarter, row.line)],
        )
        for row in scores
    ]


def published_scores(office_id: int, officer_id: int) -> list[PublishedScore]:
    """The officer's published quarters, newest first; nothing else of their votes is ever shown to them."""
    newest = (PublishedScore.year.desc(), PublishedScore.quarter.desc(), PublishedScore.line)
    query = select(PublishedScore).where(PublishedScore.office_id == office_id, PublishedScore.officer_id == officer_id)
    return list(session().scalars(query.order_by(*newest)))


def released_comments(office_id: int, officer_id: int) -> list[ReleasedComment]:
    """The officer's comments in the order of their random ids, with the appeal made if any.

    A comment can be appealed for seven working days after its release, as long as its quarter is open.
    """
    quarter = (VoteQuarter.office_id == office_id, VoteQuarter.year == Comment.year)
    is_locked = exists().where(*quarter, VoteQuarter.quarter == Comment.quarter, VoteQuarter.locked_at.is_not(None))
    query = (
        select(Comment, Appeal, is_locked)
        .outerjoin(Appeal, Appeal.comment_id == Comment.id)
        .where(Comment.office_id == office_id, Comment.officer_id == officer_id, Comment.released_on.is_not(None))
        .order_by(Comment.id)
        .execution_options(populate_existing=True)
    )
    office = configuration(office_id)
    return [
        ReleasedComment(
            id=row.id,
            year=row.year,
            quarter=row.quarter,
            line=row.line,
            text=row.text,
            appeal=appeal,
            appeal_until=None if locked or row.released_on is None else appeal_until(row.released_on, office),
        )
        for row, appeal, locked in session().execute(query)
    ]


def appeal_until(released_on: date, office: Configuration) -> date | None:
    """The last day on which words released on this day can be appealed, or None when it has passed."""
    until = add_working_days(released_on, APPEAL_DAYS, office.calendar)
    return until if clock.local_day(clock.now(), office.tz) <= until else None
