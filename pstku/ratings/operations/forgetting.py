"""What the nightly job takes away: codes that can no longer vote, and what only a repeat is known by."""

from datetime import timedelta

from sqlalchemy import update

from pstku.core import clock
from pstku.core.db import atomic
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote

DAYS_FOR_REPEATS = 14  # after the quarter, longer than any tablet keeps a ballot in its outbox


def close_voting(office_id: int) -> int:
    """Take the code from visits whose voting window has ended, so that it can be given again. Returns how many."""
    oldest = clock.now() - timedelta(days=configuration(office_id).settings.voting_days)
    with atomic() as s:
        end = (
            update(Visit)
            .where(Visit.office_id == office_id, Visit.code.is_not(None), Visit.closed_at < oldest)
            .values(code=None)
            .returning(Visit.id)
            .execution_options(synchronize_session=False)
        )
        return len(s.scalars(end).all())


def forget_senders(office_id: int) -> int:
    """Take from votes of quarters that ended 14 days ago what a repeated ballot is known by. Returns how many."""
    today = clock.local_day(clock.now(), configuration(office_id).tz)
    before = clock.quarter_days(*clock.quarter_of(today - timedelta(days=DAYS_FOR_REPEATS)))[0]
    with atomic() as s:
        forget = (
            update(Vote)
            .where(Vote.office_id == office_id, Vote.day < before, Vote.client_key.is_not(None))
            .values(client_key=None)
            .returning(Vote.id)
            .execution_options(synchronize_session=False)
        )
        return len(s.scalars(forget).all())
