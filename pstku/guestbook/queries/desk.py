"""The desk now, in two statements: who is waiting, being served or asking for help, and who was served today; and a link."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select, union_all
from sqlalchemy.orm import aliased

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.models import Guest, HelpCall, Visit, VisitEvent
from pstku.guestbook.queries.ringing import call_ends, open_help_calls
from pstku.guestbook.queries.visits import IS_UNANSWERED_HANDING
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.completeness import DETAILS, OF_DATA, OF_EVERYBODY, missing_details
from pstku.guestbook.rules.states import CALLED, DONE, OPEN, SERVING, WAITING, Channel, is_walk_in, may_have_link
from pstku.guestbook.rules.waiting import time_waited, whole_minutes
from pstku.offices.queries import Configuration, Service

DAYS_TO_COMPLETE = 7
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DeskVisit:
    """A visit as the desk shows it; whether its guest rated is not among what the desk may know."""

    id: UUID
    day: date
    number: str
    name: str
    salutation: str
    service: Service
    channel: str
    state: str
    officer_id: int | None
    officer_name: str | None  # in full: two of a shift may be called the same
    handed_by: str | None  # the colleague who handed the guest over, until the officer answers
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    needs_help: bool
    question: str
    follow_up: bool
    party_size: int
    occupation: str
    is_invitable: bool
    language: str  # in which the guest reads
    has_link: bool  # a person wrote it down, or a question was left: only then an employee may hand out a link
    missing: tuple[str, ...]
    waited: int  # minutes
    served: int  # minutes, up to now while it lasts; of an answered question the opening time it waited


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the desk shows about visits."""

    waiting: list[DeskVisit]
    mine: list[DeskVisit]
    elsewhere: list[DeskVisit]
    left_open: list[DeskVisit]  # of earlier days, with a colleague
    calls: list[HelpCall]
    finished: list[DeskVisit]
    incomplete: list[DeskVisit]
    rated: int
    ratable: int
    version: int  # of the configuration it is shown with
    until: datetime  # from then on time alone changes it: a minute more, another day

    @property
    def mark(self) -> str:
        """A fingerprint of what a poll redraws; finished visits, below the board, are not part of it."""
        calls = [(call.id, call.created_at) for call in self.calls]
        content = (self.waiting, self.mine, self.elsewhere, self.left_open, calls, self.version)
        return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def board(office: Configuration, officer_id: int) -> Board:
    """The visits of today, those still open from earlier days, and those to complete of the last week."""
    now = clock.now()
    today = clock.local_day(now, office.tz)
    rows = session().execute(_visits(office, today)).mappings().all()
    visits = [_desk_visit(office, row, now) for row in rows]
    asked = [row for row in rows if row["day"] == today and row["state"] == DONE and _is_walk_in(row)]
    served = [visit for visit in visits if visit.state in (CALLED, SERVING)]
    others = [visit for visit in served if visit.officer_id != officer_id]
    done = [visit for visit in visits if visit.state == DONE]
    here = [visit for visit in visits if visit.state == WAITING and not visit.follow_up]  # questions: `pstku/contacts`
    waiting = sorted(here, key=_turn)
    calls = open_help_calls(office.id)
    ends = [_next_minute(visit) for visit in (*waiting, *served)] + [call_ends(call) for call in calls]
    return Board(
        waiting=waiting,
        mine=[visit for visit in served if visit.officer_id == officer_id],
        elsewhere=[visit for visit in others if visit.day == today],
        left_open=[visit for visit in others if visit.day < today],
        calls=calls,
        finished=sorted((v for v in done if v.day == today), key=_closed, reverse=True),
        incomplete=[visit for visit in done if visit.missing],
        rated=sum(row["rated_at"] is not None for row in asked),
        ratable=len(asked),
        version=office.version,
        until=min([clock.day_range(today, office.tz)[1], *ends]),
    )


def lacks_details(office: Configuration) -> ColumnElement[bool]:
    """Visits of which `missing_details` names anything, once they are over."""
    seeks_data = Visit.service_type_id.in_([service.id for service in office.services if service.seeks_data])
    return and_(
        Visit.state == DONE,
        Visit.completed_at.is_(None),
        or_(
            *(getattr(Visit, name).is_(None) for name in OF_EVERYBODY),
            *(and_(getattr(Visit, name).is_(None), seeks_data) for name in OF_DATA),
        ),
    )


def _visits(office: Configuration, today: date) -> Any:
    columns = [getattr(Visit, name) for name in (*_COLUMNS, *DETAILS)]
    lately = Visit.day.between(today - timedelta(days=DAYS_TO_COMPLETE), today - timedelta(days=1))
    mine = select(Visit.id).where(Visit.office_id == office.id)
    chosen = union_all(  # each by an index of its own: an OR of the three would read every visit there ever was
        mine.where(Visit.day == today),
        mine.where(Visit.state.in_(OPEN), Visit.day != today),
        mine.where(lately, lacks_details(office)),
    ).subquery()
    giver = aliased(Person)
    handed_by = (
        select(giver.name)
        .join(VisitEvent, VisitEvent.actor_id == giver.id)
        .where(IS_UNANSWERED_HANDING)
        .order_by(VisitEvent.id.desc())
        .limit(1)
        .correlate(Visit)
        .scalar_subquery()
    )
    named = (
        Person.name.label("officer_name"),
        case((Visit.state.in_((CALLED, SERVING)), handed_by)).label("handed_by"),
    )
    return (
        select(*columns, Guest.name, Guest.salutation, *named)
        .select_from(chosen)
        .join(Visit, Visit.id == chosen.c.id)
        .join(Guest, Guest.id == Visit.guest_id)
        .outerjoin(Person, Person.id == Visit.officer_id)
        .order_by(Visit.created_at, Visit.id)
    )


_COLUMNS = (
    "id",
    "day",
    "letter",
    "number",
    "tablet_number",
    "service_type_id",
    "channel",
    "state",
    "officer_id",
    "created_at",
    "started_at",
    "closed_at",
    "needs_help",
    "question",
    "follow_up",
    "party_size",
    "language",
    "completed_at",
    "rated_at",
    "entered_by_id",
)


def _desk_visit(office: Configuration, row: Mapping[Any, Any], now: datetime) -> DeskVisit:
    same = {name: row[name] for name in DeskVisit.__slots__ if name in _COLUMNS and name != "number"}
    started = row["started_at"]
    service = office.service(row["service_type_id"])
    return DeskVisit(
        **same,
        number=queue_label(row["letter"], row["number"], row["tablet_number"]),
        name=row["name"] or "",
        salutation=row["salutation"],
        service=service,
        officer_name=row["officer_name"],
        handed_by=row["handed_by"],
        occupation=office.label("occupation", row["occupation"]),
        is_invitable=row["state"] == DONE and _is_walk_in(row),
        has_link=may_have_link(row["channel"], row["follow_up"], is_staff_entered=row["entered_by_id"] is not None),
        missing=missing_details(row, seeks_data=service.seeks_data),
        waited=max(0, ((started or now) - row["created_at"]) // MINUTE),
        served=_minutes_served(office, row, now) if started else 0,
    )


def _minutes_served(office: Configuration, row: Mapping[Any, Any], now: datetime) -> int:
    if row["follow_up"] and row["closed_at"]:
        return whole_minutes(time_waited(row["created_at"], row["closed_at"], office.calendar, office.tz))
    length: timedelta = (row["closed_at"] or now) - row["started_at"]
    return max(0, length // MINUTE)


def _next_minute(visit: DeskVisit) -> datetime:
    """When the minutes shown for a waiting or served guest next increase."""
    if visit.started_at:
        return visit.started_at + (visit.served + 1) * MINUTE
    return visit.created_at + (visit.waited + 1) * MINUTE


def _is_walk_in(row: Mapping[Any, Any]) -> bool:
    return is_walk_in(row["channel"], row["follow_up"])


def _turn(visit: DeskVisit) -> tuple[Any, ...]:
    return (not visit.needs_help, visit.created_at)


def _closed(visit: DeskVisit) -> datetime:
    return visit.closed_at or visit.created_at


def waiting_guests(visits: Iterable[DeskVisit]) -> list[DeskVisit]:
    """Guests waiting in person; a question left behind is not counted."""
    return [visit for visit in visits if is_walk_in(visit.channel, visit.follow_up)]


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
