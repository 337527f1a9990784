"""The calls that a screen has not heard of yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import session
from pstku.core.statements import rows_at_most
from pstku.guestbook.models import Visit
from pstku.officers.models import Desk
from pstku.offices.queries import Configuration
from pstku.waitingroom.queries.board import AT_DESK, SHOWN, Called, called_of
from pstku.waitingroom.rules.calls import first_to_read, is_still_said

CALLS = ("call_visit", "call_visit_again", "receive_visit")  # the last, of a guest called before and handed over
MOST_CALLS = 10


def calls_since(office: Configuration, heard: int | None, end: int) -> list[Called]:
    """The calls between entry `heard` of the trail and its `end` that are still to be said, in order, each guest once.

    The trail is the sequence: its numbers are given one by one under a lock, so that no call is seen after a later one.
    """
    first, now = first_to_read(heard, end), clock.now()
    if first >= end:
        return []
    calls = select(AuditEntry.entity_id, AuditEntry.at).where(
        AuditEntry.office_id == office.id,
        AuditEntry.seq > first,
        AuditEntry.seq <= end,
        AuditEntry.action.in_(CALLS),
    )
    rows = session().execute(calls.order_by(AuditEntry.seq.desc()).limit(rows_at_most(MOST_CALLS))).all()
    newest: dict[UUID, datetime] = {}
    for row in rows:
        newest.setdefault(UUID(row.entity_id), row.at)
    mine = (Visit.office_id == office.id, Visit.id.in_(newest))
    visits = (
        {row.id: row for row in session().execute(select(*SHOWN).outerjoin(Desk, AT_DESK).where(*mine))}
        if newest
        else {}
    )
    said = [visits[key] for key, at in newest.items() if key in visits and is_still_said(visits[key].state, at, now)]
    return [called_of(row) for row in reversed(said)]
