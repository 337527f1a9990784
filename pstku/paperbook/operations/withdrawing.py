"""A sheet that was entered by mistake is taken back as a whole, on the day it was entered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Table, delete, select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, NotAllowed
from pstku.core.personal import rows_of
from pstku.core.text import N_
from pstku.guestbook.models import Guest, Visit
from pstku.officers.rules import SERVERS
from pstku.offices.queries import configuration
from pstku.paperbook.models import PaperVisit
from pstku.paperbook.queries import get_sheet

GUESTS: Table = Guest.__table__  # type: ignore[assignment]
VISITS: Table = Visit.__table__  # type: ignore[assignment]


def withdraw_sheet(actor: Actor, sheet_id: UUID) -> int:
    """Delete the visits of a sheet and the guests who came on no other; returns how many visits. Once is enough.

    By whoever entered it or an admin, until midnight: later somebody may have counted with them. Raises Conflict.
    """
    actor.need(*SERVERS)
    office, now = configuration(actor.office_id), clock.now()
    with atomic():
        sheet = get_sheet(actor.office_id, sheet_id)
        if actor.person_id != sheet.entered_by_id and not actor.has(Role.ADMIN):
            raise NotAllowed(N_("Lembar ini dicatat rekan lain. Minta rekan itu atau admin membatalkannya."))
        if sheet.withdrawn_at is not None:
            return 0
        if clock.local_day(sheet.entered_at, office.tz) != clock.local_day(now, office.tz):
            raise Conflict(N_("Lembar hanya dapat dibatalkan pada hari ia dicatat."))
        gone = _delete_visits(sheet_id)
        sheet.withdrawn_at, sheet.withdrawn_by_id = now, actor.person_id
        record(office.id, "withdraw_paper_sheet", "paper_sheet", sheet_id, actor_id=actor.person_id, guests=gone)
    return gone


def _delete_visits(sheet_id: UUID) -> int:
    s = session()
    mine = select(Visit.id, Visit.guest_id).join(PaperVisit).where(PaperVisit.sheet_id == sheet_id)
    rows = s.execute(mine).all()
    _delete_with_all(VISITS, [visit_id for visit_id, _guest in rows])
    guest_ids = [guest_id for _visit, guest_id in rows]
    came_again = set(s.scalars(select(Visit.guest_id).where(Visit.guest_id.in_(guest_ids))))
    _delete_with_all(GUESTS, [guest_id for guest_id in guest_ids if guest_id not in came_again])
    s.expire_all()
    return len(rows)


def _delete_with_all(root: Table, ids: Sequence[UUID]) -> None:
    """These rows and everything that refers to them, what refers first."""
    for table, is_theirs in reversed(rows_of(root, ids).items()):
        session().execute(delete(table).where(is_theirs))
