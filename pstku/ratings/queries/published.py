"""What an officer may see of their own results."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from pstku.core.db import session
from pstku.offices.settings import Settings
from pstku.ratings.models import Appeal, PublishedScore
from pstku.ratings.rules.publication import is_provisional, limits_of


@dataclass(frozen=True, slots=True)
class ReleasedComment:
    """Words of a guest, without time, service or score; `vote_id` only names them in an appeal."""

    vote_id: UUID
    text: str
    appeal: Appeal | None


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
    comments = {comment.vote_id: comment for comment in released_comments(scores)}
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
            comments=[comments[UUID(item["vote"])] for item in row.comments],
        )
        for row in scores
    ]


def published_scores(office_id: int, officer_id: int) -> list[PublishedScore]:
    """The officer's published quarters, newest first; nothing else of their votes is ever shown to them."""
    newest = (PublishedScore.year.desc(), PublishedScore.quarter.desc(), PublishedScore.line)
    wanted = select(PublishedScore).where(
        PublishedScore.office_id == office_id, PublishedScore.officer_id == officer_id
    )
    return list(session().scalars(wanted.order_by(*newest)))


def released_comments(scores: list[PublishedScore]) -> list[ReleasedComment]:
    """The comments of these quarters, in the shuffled order of their batches, with the appeal made if any."""
    found = [(UUID(item["vote"]), item["text"]) for score in scores for item in score.comments]
    if not found:
        return []
    made = select(Appeal).where(Appeal.vote_id.in_([vote_id for vote_id, _ in found]))
    appeals = {appeal.vote_id: appeal for appeal in session().scalars(made)}
    return [ReleasedComment(vote_id, text, appeals.get(vote_id)) for vote_id, text in found]
