"""Reads of complaints, only for those who may."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.core.vault import unseal
from pstku.guestbook.models import Complaint
from pstku.guestbook.rules.complaints import OVERSEERS, may_read


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint in the list: whose it is and how long it still has."""

    id: UUID
    code: str
    text: str
    channel: str
    created_at: datetime
    due_on: date
    answered_at: datetime | None
    finding: str | None
    handler_id: int | None
    is_demo: bool


def complaint_lines(actor: Actor) -> list[ComplaintLine]:
    """Complaints the person may read: unanswered first, by the day they are due; at most 200."""
    columns = [getattr(Complaint, name) for name in ComplaintLine.__slots__]
    order = (Complaint.answered_at.is_not(None), Complaint.due_on, Complaint.created_at)
    wanted = select(*columns).where(*_readable(actor)).order_by(*order).limit(200)
    return [ComplaintLine(*row) for row in session().execute(wanted)]


def _readable(actor: Actor) -> list[ColumnElement[bool]]:
    """`may_read` as SQL."""
    about = Complaint.about_person_id
    wanted = [Complaint.office_id == actor.office_id, or_(about.is_(None), about != actor.person_id)]
    if not actor.has(*OVERSEERS):
        wanted.append(Complaint.handler_id == actor.person_id)
    return wanted


def get_complaint(actor: Actor, complaint_id: UUID) -> Complaint:
    """One complaint; raises NotFound also when it is about the person who asks."""
    found = session().get(Complaint, complaint_id)
    if found is None or found.office_id != actor.office_id or not may_read(actor, found):
        raise NotFound(N_("Pengaduan ini tidak ditemukan."))
    return found


def find_by_code(actor: Actor, code: str) -> Complaint | None:
    """The complaint of a code as it was typed, with or without its hyphen; None for one the person may not read."""
    letters = "".join(character for character in code.upper() if character.isalnum())
    wanted = select(Complaint).where(Complaint.code == letters, *_readable(actor))
    return session().scalar(wanted)


def contact_of(actor: Actor, complaint: Complaint) -> str:
    """How to reach whoever complained, for the handler alone; empty for everybody else."""
    if complaint.handler_id != actor.person_id or complaint.contact_sealed is None:
        return ""
    return unseal(complaint.contact_sealed)


def unanswered_count(actor: Actor) -> int:
    """How many complaints the person may read still wait for an answer."""
    wanted = select(func.count()).where(*_readable(actor), Complaint.answered_at.is_(None))
    return session().scalar(wanted) or 0
