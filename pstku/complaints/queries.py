"""Reads of complaints, only for those who may."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, func, or_, select, tuple_, union

from pstku.accounts.models import Person
from pstku.accounts.queries import get_person, people, roles_of
from pstku.complaints.models import Complaint, ComplaintMention
from pstku.complaints.rules.access import OVERSEERS, handlers_for, may_read, nameable_by
from pstku.complaints.rules.codes import letters_of
from pstku.complaints.rules.naming import Colleague
from pstku.complaints.rules.register import Entry
from pstku.core.actor import Actor, Role
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
    kind: str | None
    channel: str
    created_at: datetime
    received_on: date
    first_due_on: date | None
    first_word_at: datetime | None
    due_on: date
    answered_at: datetime | None
    finding: str | None
    handler_id: int | None
    is_demo: bool

    @property
    def is_greeted(self) -> bool:
        """Has the complainant heard from the office?"""
        return self.first_word_at is not None or self.answered_at is not None


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
    is_named = exists().where(
        ComplaintMention.complaint_id == Complaint.id, ComplaintMention.person_id == actor.person_id
    )
    conditions = [Complaint.office_id == actor.office_id, or_(about.is_(None), about != actor.person_id), ~is_named]
    if not actor.has(*OVERSEERS):
        conditions.append(Complaint.handler_id == actor.person_id)
    return conditions


def get_complaint(actor: Actor, complaint_id: UUID) -> Complaint:
    """One complaint; raises NotFound also when it is about the person who asks."""
    found = session().get(Complaint, complaint_id)
    if found is None or found.office_id != actor.office_id or not may_read(actor, found, named_by(complaint_id)):
        raise NotFound(N_("Pengaduan ini tidak ditemukan."))
    return found


def named_by(complaint_id: UUID) -> set[int]:
    """Ids of the people whom the words of a complaint name, as far as nobody has lifted it."""
    query = select(ComplaintMention.person_id).where(ComplaintMention.complaint_id == complaint_id)
    return set(session().scalars(query))


def concerned_in(complaint: Complaint) -> set[int]:
    """Everybody a complaint is kept from: whom it is about, and whom its words name."""
    about = {complaint.about_person_id} if complaint.about_person_id else set()
    return about | named_by(complaint.id)


def names_concerned(complaint: Complaint) -> list[str]:
    """The names nobody is to read in an answer: of whoever complained and of everybody it concerns."""
    concerned = concerned_in(complaint)
    meant = [person for person in people(complaint.office_id, active_only=False) if person.id in concerned]
    return [complaint.name, *(name for person in meant for name in (person.name, person.call_name))]


def handling_mark(complaint: Complaint) -> str:
    """Differs once handler, kind or anybody concerned has changed: what a form about them was opened with."""
    named = ",".join(str(person_id) for person_id in sorted(named_by(complaint.id)))
    return f"{complaint.handler_id or 0}.{complaint.about_person_id or 0}.{complaint.kind or ''}.{named}"


def find_by_code(actor: Actor, code: str) -> Complaint | None:
    """The complaint of a code as it was typed, with or without its hyphen; None for one the person may not read."""
    return session().scalar(select(Complaint).where(Complaint.code == letters_of(code), *_readable(actor)))


@dataclass(frozen=True, slots=True)
class Followed:
    """What whoever holds the code is told: how far it is and what the office wrote, nothing of any person."""

    is_handled: bool
    received_on: date
    first_due_on: date | None
    first_word: str
    first_word_at: datetime | None
    due_on: date
    answer: str
    answered_at: datetime | None
    is_emptied: bool


def follow_complaint(office_id: int, code: str, reader: Actor | None = None) -> Followed | None:
    """The complaint of a code, without its words; None for an unknown one, and for one that concerns the `reader`."""
    found = session().scalar(
        select(Complaint).where(Complaint.office_id == office_id, Complaint.code == letters_of(code))
    )
    if found is None or (reader and found.id in complaints_about(reader)):
        return None
    return Followed(
        is_handled=has_handler(found),
        received_on=found.received_on,
        first_due_on=found.first_due_on,
        first_word=found.first_word,
        first_word_at=found.first_word_at,
        due_on=found.due_on,
        answer=found.answer,
        answered_at=found.answered_at,
        is_emptied=found.emptied_at is not None,
    )


def complaints_about(actor: Actor) -> list[UUID]:
    """Ids of the complaints about the person who asks, or that name them: what else speaks of these is hidden too."""
    about = select(Complaint.id).where(
        Complaint.office_id == actor.office_id, Complaint.about_person_id == actor.person_id
    )
    naming = select(ComplaintMention.complaint_id).where(ComplaintMention.person_id == actor.person_id)
    return list(session().scalars(union(about, naming)))


def concerned_choices(office_id: int) -> list[tuple[int, str]]:
    """Whom a complaint can be about, as guests know them: (person id, "Ibu Nurain"), those who may serve and the head."""
    nameable = [person for person in people(office_id) if person.role_codes.intersection((*SERVERS, Role.HEAD))]
    return [(person.id, f"{person.salutation} {person.call_name}".strip()) for person in nameable]


def overseers(office_id: int) -> list[Colleague]:
    """Who would read a complaint at once, with the names by which its words may mean them."""
    reading = [person for person in people(office_id) if person.role_codes.intersection(OVERSEERS)]
    return [_named(person) for person in reading]


def colleague(actor: Actor) -> Colleague:
    """The person who acts, with the names by which the words of a complaint may mean them."""
    return _named(get_person(actor.office_id, actor.person_id))


def _named(person: Person) -> Colleague:
    return Colleague(person.id, person.name, person.call_name, is_head=Role.HEAD in person.role_codes)


def may_be_named(actor: Actor, complaint: Complaint) -> set[int]:
    """Whom the person may name as handler, and who already is."""
    allowed = nameable_by(actor.person_id, handlers_for(roles_of(actor.office_id), concerned_in(complaint)))
    return allowed | ({complaint.handler_id} if complaint.handler_id else set())


def has_handler(complaint: Complaint) -> bool:
    """Is somebody on it, or did they answer it? A handler who has left is on it no more."""
    if complaint.handler_id is None:
        return False
    return complaint.answered_at is not None or complaint.handler_id in roles_of(complaint.office_id)


def contact_of(actor: Actor, complaint: Complaint) -> str:
    """The complainant's contact, for the handler alone; empty for everybody else."""
    if complaint.handler_id != actor.person_id or complaint.contact_sealed is None:
        return ""
    return unseal(complaint.contact_sealed)


@dataclass(frozen=True, slots=True)
class WaitingComplaints:
    """How many complaints wait for an answer; of these the too late, without a first word in time, and unhandled."""

    unanswered: int
    overdue: int
    silent: int
    without_handler: int


def waiting_complaints(actor: Actor, today: date) -> WaitingComplaints:
    """What is waiting among the complaints the person may read."""
    late = func.sum(case((Complaint.due_on < today, 1), else_=0))
    silent = func.sum(case((_is_silent(today), 1), else_=0))
    handled = func.sum(case((_is_handled(), 1), else_=0))
    query = select(func.count(), late, silent, handled).where(*_readable(actor), Complaint.answered_at.is_(None))
    row = session().execute(query).one()
    return WaitingComplaints(row[0], int(row[1] or 0), int(row[2] or 0), row[0] - int(row[3] or 0))


def _is_handled() -> ColumnElement[bool]:
    """The handler has not left."""
    return exists().where(Person.id == Complaint.handler_id, Person.is_active)


def _is_silent(today: date) -> ColumnElement[bool]:
    """The day for the first word has passed without one."""
    return (Complaint.first_due_on < today) & Complaint.first_word_at.is_(None)


def to_do_count(actor: Actor, today: date) -> int:
    """How many unanswered complaints wait for this very person, read once a request.

    Their own to handle; for an admin or the head also those nobody handles, and those that run late with a colleague.
    """
    key = (WaitingComplaints, actor.office_id, actor.person_id)
    if session().is_in_act or key not in session().seen:
        mine: ColumnElement[bool] = Complaint.handler_id == actor.person_id
        if actor.has(*OVERSEERS):
            mine = or_(mine, ~_is_handled(), Complaint.due_on < today, _is_silent(today))
        query = select(func.count()).where(*_readable(actor), Complaint.answered_at.is_(None), mine)
        session().seen[key] = session().scalar(query) or 0
    found: int = session().seen[key]
    return found


def register_entries(actor: Actor, first: date, last: date) -> list[Entry]:
    """The complaints that came on these days, as far as the person may read them, as the register counts them."""
    columns = (getattr(Complaint, name) for name in Entry.COLUMNS)
    query = select(*columns).where(*_readable(actor), Complaint.received_on.between(first, last))
    return [Entry(*row) for row in session().execute(query)]
