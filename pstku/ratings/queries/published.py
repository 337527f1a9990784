"""What an officer may see of their own results."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from pstku.core.db import session
from pstku.ratings.models import Appeal, PublishedScore


@dataclass(frozen=True, slots=True)
class ReleasedComment:
    """Words of a guest, without time, service or score; `vote_id` only names them in an appeal."""

    vote_id: UUID
    text: str
    appeal: Appeal | None


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
