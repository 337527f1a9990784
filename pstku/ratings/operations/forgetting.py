"""What the nightly job clears: codes that can no longer vote, and senders' ids of old ballots."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from pstku.core import clock
from pstku.core.batches import After, in_batches, nobody_waits
from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.ratings.models import PastCode, Vote
from pstku.ratings.queries.retention import codes_due, senders_due
from pstku.ratings.rules.waiting import code_hash


def close_voting(office_id: int, after: After = nobody_waits) -> int:
    """Clear the code of visits whose voting window has ended, so that it can be reused; returns how many.

    Its keyed hash stays for the votes that were given in time and are still on their way.
    """

    def close(keys: list[UUID]) -> None:
        rows = session().execute(select(Visit.id, Visit.code, Visit.closed_at).where(Visit.id.in_(keys))).all()
        past = [
            {"visit_id": key, "office_id": office_id, "code_hash": code_hash(office_id, code), "closed_at": closed_at}
            for key, code, closed_at in rows
            if code
        ]
        session().execute(insert(PastCode), past)
        _empty(Visit, keys, code=None)

    return in_batches(codes_due(office_id, clock.now()), close, after)


def forget_senders(office_id: int, after: After = nobody_waits) -> int:
    """Clear the sender's id from votes of quarters that ended 14 days ago; returns how many."""
    due = senders_due(office_id, clock.now())
    return in_batches(due, lambda keys: _empty(Vote, keys, client_key=None), after)


def _empty(table: Any, keys: list[Any], **columns: None) -> None:
    forget = update(table).where(table.id.in_(keys)).values(columns)
    session().execute(forget.execution_options(synchronize_session=False))
