"""Reads of complaints, only for those who may."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select, tuple_

from pstku.accounts.queries import people, roles_of
from pstku.complaints.models import Complaint
from pstku.complaints.rules import OVERSEERS, handlers_for, may_read, nameable_by
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.core.vault import unseal
from pstku.officers.rules import SERVERS

PAGE_SIZE = 50


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


def complaint_lines(actor: Actor, *, after: UUID | None = None) -> list[ComplaintLine]:
    """One page of the complaints the person may read: unanswered first, by the day they are due, then the latest answers.

    `after` is the last complaint of the page before. Holds one line more than `PAGE_SIZE` when others follow.
    """
    last = session().scalar(select(Complaint).where(Complaint.id == after, *_readable(actor))) if after else None
    found = [] if last and last.answered_at else _read(_unanswered(actor, last).limit(PAGE_SIZE + 1))
    left = PAGE_SIZE + 1 - len(found)
    return found + _read(_answered(actor, last).limit(left)) if left else found


def _unanswered(actor: Actor, last: Complaint | None) -> Any:
    place = tuple_(Complaint.due_on, Complaint.created_at, Complaint.id)
    query = _lines(actor).where(Complaint.answered_at.is_(None))
    if last:
        query = query.where(place > tuple_(last.due_on, last.created_at, last.id))
    return query.order_by(Complaint.due_on, Complaint.created_at, Complaint.id)


def _answered(actor: Actor, last: Complaint | None) -> Any:
    query = _lines(actor).where(Complaint.answered_at.is_not(None))
    if last and last.answered_at:
        query = query.where(tuple_(Complaint.answered_at, Complaint.id) < tuple_(last.answered_at, last.id))
    return query.order_by(Complaint.answered_at.desc(), Complaint.id.desc())


def _lines(actor: Actor) -> Any:
    return select(*(getattr(Complaint, name) for name in ComplaintLine.__slots__)).where(*_readable(actor))


def _read(query: Any) -> list[ComplaintLine]:
    return [ComplaintLine(*row) for row in session().execute(query)]


def _readable(actor: Actor) -> list[ColumnElement[bool]]:
    """`may_read` as SQL."""
    about = Complaint.about_person_id
    conditions = [Complaint.office_id == actor.office_id, or_(about.is_(None), about != actor.person_id)]
    if not actor.has(*OVERSEERS):
        conditions.append(Complaint.handler_id == actor.person_id)
    return conditions


def get_complaint(actor: Actor, complaint_id: UUID) -> Complaint:
    """One complaint; raises NotFound also when it is about the person who asks."""
    found = session().get(Complaint, complaint_id)
    if found is None or found.office_id != actor.office_id or not may_read(actor, found):
        raise NotFound(N_("Pengaduan ini tidak ditemukan."))
    return found


def find_by_code(actor: Actor, code: str) -> Complaint | None:
    """The complaint of a code as it was typed, with or without its hyphen; None for one the person may not read."""
    letters = "".join(character for character in code.upper() if character.isalnum())
    query = select(Complaint).where(Complaint.code == letters, *_readable(actor))
    return session().scalar(query)


def complaints_about(actor: Actor) -> list[UUID]:
    """Ids of the complaints about the person who asks: what else speaks of them is hidden by these."""
    about = select(Complaint.id).where(
        Complaint.office_id == actor.office_id, Complaint.about_person_id == actor.person_id
    )
    return list(session().scalars(about))


def concerned_choices(office_id: int) -> list[tuple[int, str]]:
    """Whom a complaint can be about, as guests know them: (person id, "Ibu Nurain"), those who may serve."""
    serving = [person for person in people(office_id) if person.role_codes.intersection(SERVERS)]
    return [(person.id, f"{person.salutation} {person.call_name}".strip()) for person in serving]


def may_be_named(actor: Actor, complaint: Complaint) -> set[int]:
    """Whom the person may name as handler, and who already is."""
    allowed = nameable_by(actor.person_id, handlers_for(roles_of(actor.office_id), complaint.about_person_id))
    return allowed | ({complaint.handler_id} if complaint.handler_id else set())


def contact_of(actor: Actor, complaint: Complaint) -> str:
    """The complainant's contact, for the handler alone; empty for everybody else."""
    if complaint.handler_id != actor.person_id or complaint.contact_sealed is None:
        return ""
    return unseal(complaint.contact_sealed)


@dataclass(frozen=True, slots=True)
class WaitingComplaints:
    """How many complaints wait for an answer, how many of them too long, and how many of them nobody handles."""

    unanswered: int
    overdue: int
    without_handler: int


def waiting_complaints(actor: Actor, today: date) -> WaitingComplaints:
    """What is waiting among the complaints the person may read."""
    late = func.sum(case((Complaint.due_on < today, 1), else_=0))
    handled = func.count(Complaint.handler_id)
    query = select(func.count(), late, handled).where(*_readable(actor), Complaint.answered_at.is_(None))
    row = session().execute(query).one()
    return WaitingComplaints(row[0], int(row[1] or 0), row[0] - row[2])


def unanswered_count(actor: Actor) -> int:
    """How many complaints the person may read still wait for an answer."""
    query = select(func.count()).where(*_readable(actor), Complaint.answered_at.is_(None))
    return session().scalar(query) or 0
