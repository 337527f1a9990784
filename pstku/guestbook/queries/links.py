"""What an employee may show of a visit so that its guest can rate."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.rules.states import Channel


@dataclass(frozen=True, slots=True)
class LinkedVisit:
    """A visit as its recorder shows it: without the guest's answers, and without a code the guest already has."""

    id: UUID
    code: str | None
    channel: str
    state: str
    guest_name: str
    language: str  # in which the guest is written to


def linked_visit(actor: Actor, visit_id: UUID) -> LinkedVisit:
    """A visit this person recorded, or a question left behind that they answer; raises NotFound for any other.

    A guest who registered at the tablet has the code: nobody else gets a link to vote for that visit.
    """
    columns = (Visit.id, Visit.code, Visit.channel, Visit.state, Visit.entered_by_id, Visit.language, Guest.name)
    query = (
        select(*columns)
        .join(Guest, Guest.id == Visit.guest_id)
        .where(Visit.id == visit_id, Visit.office_id == actor.office_id)
        .where(or_(Visit.officer_id == actor.person_id, Visit.entered_by_id == actor.person_id))
        .where(or_(Visit.entered_by_id.is_not(None), Visit.follow_up), Visit.channel != Channel.PAPER)
    )
    row = session().execute(query).first()
    if row is None:
        raise NotFound(N_("Kunjungan ini tidak ditemukan di catatan Anda."))
    code = row.code if row.entered_by_id else None
    return LinkedVisit(row.id, code, row.channel, row.state, row.name or "", row.language)
