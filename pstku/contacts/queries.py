"""Which promises are owed now, and to whom. Only what is open is read, whatever the years bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from pstku.accounts.models import Person
from pstku.contacts.rules.results import FOLLOW_UP, RATING, Kind, kind_of
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.statements import rows_at_most
from pstku.core.text import N_
from pstku.guestbook.models import Consent, ContactPromise, DataNeed, Guest, Visit
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.states import DONE, OPEN, WAITING, Outcome
from pstku.offices.queries import Configuration
from pstku.offices.rules.due import Due, due_after, due_at
from pstku.ratings.models import VoteQuarter

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise as the desk shows it: what, by when, and who took it. The contact itself is not in it."""

    id: int
    visit_id: UUID
    kind: Kind
    day: date
    number: str
    name: str
    salutation: str
    service_type_id: int
    question: str
    language: str  # in which the guest is written to
    since: datetime
    due: Due
    has_phone: bool
    has_email: bool
    officer_id: int | None
    officer_name: str | None
    handed_by: str | None  # the colleague who passed it on, until it was looked at
    tries: int
    last_try_at: datetime | None
    can_start: bool  # the guest of the question may still be at the desk


@dataclass(frozen=True, slots=True)
class Summary:
    """How much is owed: in all, too late, and passed on to the person who asks."""

    count: int
    late: int
    handed: int


GIVER = aliased(Person)
_COLUMNS = (
    *(getattr(ContactPromise, name) for name in ("id", "visit_id", "purpose", "promised_at", "officer_id", "tries")),
    ContactPromise.last_try_at,
    *(
        getattr(Visit, name)
        for name in ("day", "letter", "number", "tablet_number", "service_type_id", "question", "language", "follow_up")
    ),
    *(getattr(Visit, name) for name in ("state", "outcome", "closed_at")),
    *(Guest.name, Guest.salutation, Guest.phone_index.is_not(None).label("has_phone")),
    Guest.email_index.is_not(None).label("has_email"),
    Person.name.label("officer_name"),
    GIVER.name.label("handed_by"),
)


def owed(office: Configuration, person_id: int) -> list[Owed]:
    """What is owed now, as this person may know it: too late first, then by the day it is due.

    Holds one more than `MOST_SHOWN` when there are more.
    """
    rows = session().execute(_owed(office, person_id, rows_at_most(MOST_SHOWN + 1))).mappings()
    found = [_seen(office, row) for row in rows]
    return sorted(found, key=lambda one: (one.due.on, one.since, one.id))


def get_owed(office: Configuration, person_id: int, promise_id: int) -> Owed:
    """One promise that is owed; raises NotFound for a stranger's, and for one that is kept or has lapsed."""
    row = session().execute(_owed(office, person_id).where(ContactPromise.id == promise_id)).mappings().first()
    if row is None:
        raise NotFound(N_("Tamu ini tidak ada lagi di daftar: sudah dihubungi, atau izinnya sudah berakhir."))
    return _seen(office, row)


def summary(office: Configuration, person_id: int) -> Summary:
    """The counter of the desk and the menu, read once a request; counts no further than the list goes."""
    key = (Summary, office.id, person_id)
    if session().is_in_act or key not in session().seen:
        session().seen[key] = _summary(office, person_id)
    found: Summary = session().seen[key]
    return found


def _summary(office: Configuration, person_id: int) -> Summary:
    wanted = _owed(office, person_id, rows_at_most(MOST_SHOWN)).with_only_columns(*_CLOCK, ContactPromise.handed_by_id)
    rows = session().execute(wanted).mappings().all()
    late = sum(_due(office, row).is_late for row in rows)
    return Summary(len(rows), late, sum(r["handed_by_id"] is not None and r["officer_id"] == person_id for r in rows))


def is_a_childs(visit_id: UUID) -> bool:
    """Is it the visit of a guest under 17, whose number is never kept?"""
    wanted = select(Guest.is_minor).join(Visit, Visit.guest_id == Guest.id).where(Visit.id == visit_id)
    return bool(session().scalar(wanted))


def may_be_reached(visit_id: UUID) -> bool:
    """Has the guest of this visit left a contact and agreed to be reached about it?"""
    agreed = exists().where(Consent.guest_id == Guest.id, Consent.purpose == FOLLOW_UP, Consent.withdrawn_at.is_(None))
    mine = select(Guest.id).join(Visit, Visit.guest_id == Guest.id).where(Visit.id == visit_id)
    return session().scalar(mine.where(_has_contact(), agreed)) is not None


_CLOCK = (
    ContactPromise.purpose,
    ContactPromise.promised_at,
    ContactPromise.officer_id,
    Visit.follow_up,
    Visit.closed_at,
)


def is_owed(office: Configuration) -> ColumnElement[bool]:
    """The promise can be kept now: the consent stands, there is a contact, and the visit has come to that point."""
    to_invite = and_(ContactPromise.purpose == RATING, _may_rate(office))
    return and_(is_agreed(), or_(to_invite, and_(ContactPromise.purpose == FOLLOW_UP, _is_unanswered())))


def is_agreed() -> ColumnElement[bool]:
    """The guest's consent to the purpose stands, and so does a contact.

    A row to look up and no EXISTS: PostgreSQL made that a join, and met each open promise with every consent there is.
    """
    given = select(Consent.id).where(
        Consent.guest_id == Visit.guest_id, Consent.purpose == ContactPromise.purpose, Consent.withdrawn_at.is_(None)
    )
    return and_(_has_contact(), given.limit(rows_at_most(1)).scalar_subquery().is_not(None))


def _has_contact() -> ColumnElement[bool]:
    has_way = or_(Guest.phone_index.is_not(None), Guest.email_index.is_not(None))
    return and_(Guest.anonymised_at.is_(None), has_way, Guest.is_minor.is_(False))


def _is_unanswered() -> ColumnElement[bool]:
    """A question that waits, a visit closed with Tindak lanjut, or one whose guest has not obtained all they sought."""
    sought = exists().where(DataNeed.visit_id == Visit.id)
    not_obtained = exists().where(DataNeed.visit_id == Visit.id, DataNeed.obtained != "yes_fits")
    return or_(
        and_(Visit.follow_up, Visit.state == WAITING),
        and_(Visit.state == DONE, Visit.outcome == Outcome.FOLLOW_UP),
        and_(Visit.follow_up.is_(False), Visit.state.not_in(OPEN), or_(~sought, not_obtained)),
    )


def _may_rate(office: Configuration) -> ColumnElement[bool]:
    """A vote for the visit would still count, and there is none."""
    oldest = clock.now() - timedelta(days=office.settings.voting_days)
    is_locked = exists().where(
        VoteQuarter.office_id == Visit.office_id,
        VoteQuarter.starts_on <= Visit.day,
        VoteQuarter.ends_on >= Visit.day,
        VoteQuarter.locked_at.is_not(None),
    )
    return and_(
        Visit.state == DONE,
        Visit.officer_id.is_not(None),
        Visit.code.is_not(None),
        Visit.closed_at >= oldest,
        Visit.rated_at.is_(None),
        ~is_locked,
    )


def _owed(office: Configuration, person_id: int, most: Any = None) -> Any:
    # A guest who has rated leaves the list: whoever served them must not learn so who did.
    may_know = or_(ContactPromise.purpose != RATING, Visit.officer_id != person_id)
    return (
        select(*_COLUMNS)
        .join(Visit, Visit.id == ContactPromise.visit_id)
        .join(Guest, Guest.id == Visit.guest_id)
        .outerjoin(Person, Person.id == ContactPromise.officer_id)
        .outerjoin(GIVER, GIVER.id == ContactPromise.handed_by_id)
        .where(ContactPromise.office_id == office.id, ContactPromise.closed_at.is_(None), is_owed(office), may_know)
        .order_by(ContactPromise.promised_at, ContactPromise.id)
        .limit(most)
    )


def _seen(office: Configuration, row: Mapping[Any, Any]) -> Owed:
    same = {name: row[name] for name in Owed.__slots__ if name in row and name not in ("name", "number")}
    is_question = row["follow_up"] and row["state"] == WAITING
    afterwards = row["outcome"] == Outcome.FOLLOW_UP
    return Owed(
        **same,
        kind=kind_of(row["purpose"], is_question=is_question, is_afterwards=afterwards),
        number=queue_label(row["letter"], row["number"], row["tablet_number"]),
        name=row["name"] or "",
        since=_since(row),
        due=_due(office, row),
        can_start=is_question and row["day"] == clock.local_day(clock.now(), office.tz),
    )


def _since(row: Mapping[Any, Any]) -> datetime:
    """From when the clock runs: a question from when it was left, anything else from the end of the visit."""
    since: datetime = row["closed_at"] or row["promised_at"]
    return since


def _due(office: Configuration, row: Mapping[Any, Any]) -> Due:
    since, settings = _since(row), office.settings
    if row["purpose"] == FOLLOW_UP:
        last = due_after(since, settings.contact_days, office.calendar, office.tz)
    else:
        last = clock.local_day(since + timedelta(days=settings.voting_days), office.tz)
    return due_at(last, clock.now(), office.calendar, office.tz)
