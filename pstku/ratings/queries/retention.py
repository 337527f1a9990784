"""What of votes, their senders, codes and comments has been kept long enough at a moment."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from pstku.core import clock
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration
from pstku.ratings.models import Comment, PastCode, Vote
from pstku.ratings.rules.waiting import KEPT_FOR

DAYS_FOR_REPEATS = 14  # after the quarter, longer than any tablet keeps a ballot in its outbox
QUARTERS_KEPT = 4  # of comments, after their own


def codes_due(office_id: int, at: datetime) -> Select[UUID]:
    """Visits that still hold the right to vote although it has ended."""
    oldest = at - timedelta(days=configuration(office_id).settings.voting_days)
    return select(Visit.id).where(Visit.office_id == office_id, Visit.code.is_not(None), Visit.closed_at < oldest)


def past_codes_due(office_id: int, at: datetime) -> Select[UUID]:
    """Keyed hashes of codes for which no vote can arrive any more."""
    return select(PastCode.visit_id).where(PastCode.office_id == office_id, PastCode.closed_at < at - KEPT_FOR)


def senders_due(office_id: int, at: datetime) -> Select[UUID]:
    """Votes that still hold their sender's id, of quarters that ended long enough ago."""
    day = clock.local_day(at, configuration(office_id).tz) - timedelta(days=DAYS_FOR_REPEATS)
    before = clock.quarter_days(*clock.quarter_of(day))[0]
    return select(Vote.id).where(Vote.office_id == office_id, Vote.day < before, Vote.client_key.is_not(None))


def comments_due(office_id: int, at: datetime) -> Select[UUID]:
    """Comments of quarters that ended more than twelve months ago."""
    year, quarter = clock.quarter_of(clock.local_day(at, configuration(office_id).tz))
    is_old = Comment.year * 4 + Comment.quarter < year * 4 + quarter - QUARTERS_KEPT
    return select(Comment.id).where(Comment.office_id == office_id, is_old)


def votes_of_quarter(office_id: int, year: int, quarter: int) -> Select[UUID]:
    """The votes that are still rows of their own."""
    first, last = clock.quarter_days(year, quarter)
    return select(Vote.id).where(Vote.office_id == office_id, Vote.day.between(first, last))
