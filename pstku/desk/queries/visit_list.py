"""The visits of a period, the newest first, fifty a page, narrowed by what is looked for. One statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_, union_all

from pstku.accounts.models import Person
from pstku.core.db import session
from pstku.core.text import clean_line, fold
from pstku.guestbook.models import Agency, Guest, Visit
from pstku.guestbook.queries.desk import lacks_details
from pstku.guestbook.rules.codes import is_tablet_number, queue_label, read_visit_code
from pstku.guestbook.rules.completeness import DETAILS, missing_details
from pstku.guestbook.rules.states import DONE
from pstku.offices.queries import Configuration, Service

PAGE_SIZE = 50
LONGEST_SOUGHT = 80
MOST_GUESTS = 2_000  # called so, the latest: their order leads to the index of those whose name is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which visits: of these days, and as far as given of this service, state, officer, channel and with these words."""

    first: date
    last: date
    words: str = ""  # part of a guest's or an agency's name, a visit code, or a tablet's number
    service_id: int | None = None
    state: str | None = None
    officer_id: int | None = None
    channel: str | None = None
    is_incomplete: bool = False


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in the list; whether its guest rated is not among what the desk may know."""

    id: UUID
    day: date
    number: str
    created_at: datetime
    name: str
    salutation: str
    is_nameless: bool  # the identity was erased, or a child gave none
    agency: str
    service: Service
    channel: str
    state: str
    officer_name: str | None
    is_staff_entered: bool
    party_size: int
    missing: tuple[str, ...]


_NAMES = (Guest.name, Guest.salutation, Agency.name.label("agency"), Person.name.label("officer_name"))
_COLUMNS = [
    getattr(Visit, name)
    for name in (
        *("id", "day", "letter", "number", "created_at", "service_type_id", "channel", "state", "entered_by_id"),
        *("tablet_number", "party_size", "completed_at", *DETAILS),
    )
]


def visit_lines(office: Configuration, sought: Sought, *, after: UUID | None = None) -> list[VisitLine]:
    """One page of the visits; holds one line more than `PAGE_SIZE` when others follow.

    `after` is the last visit of the page before.
    """
    wanted = (
        select(*_COLUMNS, *_NAMES)
        .join(Guest, Guest.id == Visit.guest_id)
        .outerjoin(Agency, Agency.id == Visit.agency_id)
        .outerjoin(Person, Person.id == Visit.officer_id)
        .where(*_of_period(office.id, sought), *_narrowed(office, sought))
        .order_by(Visit.day.desc(), Visit.created_at.desc(), Visit.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if sought.words:
        wanted = wanted.where(Visit.id.in_(_with_words(office.id, sought)))
    if after:
        wanted = _behind(office.id, wanted, after)
    return [_line(office, row) for row in session().execute(wanted).mappings()]


def _of_period(office_id: int, sought: Sought) -> tuple[ColumnElement[bool], ...]:
    return Visit.office_id == office_id, Visit.day.between(sought.first, sought.last)


def _narrowed(office: Configuration, sought: Sought) -> list[ColumnElement[bool]]:
    """Every other condition is looked at beside the days: an officer's or an agency's visits of all years are too many."""
    narrowed: list[ColumnElement[bool]] = []
    if sought.service_id:
        narrowed.append(Visit.service_type_id + 0 == sought.service_id)  # nor of all of a service
    if sought.state:
        narrowed.append(Visit.state == sought.state)
    if sought.officer_id:
        narrowed.append(Visit.officer_id + 0 == sought.officer_id)  # not by the index of all their visits
    if sought.channel:
        narrowed.append(Visit.channel == sought.channel)
    if sought.is_incomplete:
        narrowed.append(lacks_details(office))
    return narrowed


def _with_words(office_id: int, sought: Sought) -> Any:
    """Ids of visits whose guest or agency is called so, or whose code or tablet's number it is; each by its own index."""
    words = clean_line(sought.words, LONGEST_SOUGHT)
    mine = select(Visit.id).where(*_of_period(office_id, sought))
    named = func.lower(Guest.name).contains(words.lower(), autoescape=True)
    guests = select(Guest.id).where(Guest.office_id == office_id, Guest.anonymised_at.is_(None), named)
    guests = guests.order_by(Guest.created_at.desc()).limit(MOST_GUESTS)
    agencies = select(Agency.id).where(Agency.office_id == office_id)
    for word in fold(words).split():
        agencies = agencies.where(Agency.name_key.contains(word, autoescape=True))
    found = [mine.where(Visit.guest_id.in_(guests)), mine.where((Visit.agency_id + 0).in_(agencies))]
    if code := read_visit_code(words):
        found.append(mine.where(Visit.code == code))
    if is_tablet_number(words.upper()):
        found.append(mine.where(Visit.tablet_number == words.upper()))
    return union_all(*found)


def _behind(office_id: int, wanted: Select[Any], after: UUID) -> Select[Any]:
    last = session().get(Visit, after)
    if last is None or last.office_id != office_id:
        return wanted
    same_day = tuple_(Visit.created_at, Visit.id) < tuple_(last.created_at, last.id)
    return wanted.where(Visit.day <= last.day, or_(Visit.day < last.day, same_day))


def _line(office: Configuration, row: Mapping[Any, Any]) -> VisitLine:
    same = ("id", "day", "created_at", "salutation", "channel", "state", "officer_name", "party_size")
    service = office.service(row["service_type_id"])
    return VisitLine(
        **{name: row[name] for name in same},
        number=queue_label(row["letter"], row["number"], row["tablet_number"]),
        name=row["name"] or "",
        is_nameless=not row["name"],
        agency=row["agency"] or "",
        service=service,
        is_staff_entered=row["entered_by_id"] is not None,
        missing=missing_details(row, seeks_data=service.seeks_data) if row["state"] == DONE else (),
    )
