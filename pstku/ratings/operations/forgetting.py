"""What the nightly job clears: codes that can no longer vote, and senders' ids of old ballots."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from pstku.core import clock
from pstku.core.batches import After, in_batches, nobody_waits
from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration
from pstku.ratings.models import PastCode, Vote
from pstku.ratings.rules.waiting import code_hash

DAYS_FOR_REPEATS = 14  # after the quarter, longer than any tablet keeps a ballot in its outbox


def close_voting(office_id: int, after: After = nobody_waits) -> int:
    """Clear the code of visits whose voting window has ended, so that it can be reused; returns how many.

    Its keyed hash stays for the votes that were given in time and are still on their way.
    """
    oldest = clock.now() - timedelta(days=configuration(office_id).settings.voting_days)
    ended = (Visit.office_id == office_id, Visit.code.is_not(None), Visit.closed_at < oldest)

    def close(keys: list[UUID]) -> None:
        rows = session().execute(select(Visit.id, Visit.code, Visit.closed_at).where(Visit.id.in_(keys))).all()
        past = [
            {"visit_id": key, "office_id": office_id, "code_hash": code_hash(office_id, code), "closed_at": closed_at}
            for key, code, closed_at in rows
            if code
        ]
        session().execute(insert(PastCode), past)
        _empty(Visit, keys, code=None)

    return in_batches(select(Visit.id).where(*ended), close, after)


def forget_senders(office_id: int, after: After = nobody_waits) -> int:
    """Clear the sender's id from votes of quarters that ended 14 days ago; returns how many."""
    today = clock.local_day(clock.now(), configuration(office_id).tz)
    before = clock.quarter_days(*clock.quarter_of(today - timedelta(days=DAYS_FOR_REPEATS)))[0]
    conditions = (Vote.office_id == office_id, Vote.day < before, Vote.client_key.is_not(None))
    return in_batches(select(Vote.id).where(*conditions), lambda keys: _empty(Vote, keys, client_key=None), after)


def _empty(table: Any, keys: list[Any], **columns: None) -> None:
    forget = update(table).where(table.id.in_(keys)).values(columns)
    session().execute(forget.execution_options(synchronize_session=False))
