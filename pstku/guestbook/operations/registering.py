"""Isi buku tamu: the most frequent write, in SQLAlchemy Core; the same entry sent again gives the same row."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select

from pstku.accounts.models import Person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, Unavailable
from pstku.core.languages import INDONESIAN
from pstku.core.statements import Prepared, rows_at_most
from pstku.core.text import N_
from pstku.core.tokens import CODE_TRIES, uuid7
from pstku.core.vault import blind_index
from pstku.guestbook.entry import Entry, clean_entry
from pstku.guestbook.models import Guest, QueueCounter, Visit, VisitEvent, VisitService
from pstku.guestbook.operations.agencies import agency_named
from pstku.guestbook.operations.contacts import add_consents, contact_columns, promise_contact, renew_contact
from pstku.guestbook.operations.recognising import is_guest_token_current, read_guest_token
from pstku.guestbook.queries.visits import Registered
from pstku.guestbook.rules.codes import draw_code
from pstku.guestbook.rules.states import KEPT_ON_TABLET, WAITING
from pstku.offices.queries import Configuration, configuration

MOST_SKEW = timedelta(minutes=5)
# Tables, not classes: the ORM's own way of inserting costs half as much again on this path.
COUNTERS, GUESTS, VISITS, VISIT_EVENTS, VISIT_SERVICES = (
    cast(Table, model.__table__) for model in (QueueCounter, Guest, Visit, VisitEvent, VisitService)
)
DETAILS = ("age_group", "sex", "education", "occupation", "agency_category", "agency_id", "purpose")

TWIN = Prepared(select(VISITS.c.id).where(VISITS.c.id == bindparam("visit_id")))
NEW_GUEST, NEW_MOMENT, FURTHER_SERVICE = (Prepared(insert(table)) for table in (GUESTS, VISIT_EVENTS, VISIT_SERVICES))
NEW_VISIT = Prepared(lambda insert: insert(VISITS).on_conflict_do_nothing())
NEXT_NUMBER = Prepared(
    lambda insert: (
        insert(COUNTERS)
        .on_conflict_do_update(
            index_elements=["office_id", "day", "letter"], set_={"last_number": COUNTERS.c.last_number + 1}
        )
        .returning(COUNTERS.c.last_number)
    )
)
STAFF_PHONE = Prepared(
    select(Person.id)
    .where(Person.office_id == bindparam("of_office"), Person.phone_index == bindparam("phone"))
    .limit(rows_at_most(1))
)


_spelled = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry comes from: which tablet or person, and what its own clock said."""

    channel: str  # tablet, own_phone, whatsapp, email, phone, field, desk
    device_id: UUID | None = None
    desk_id: int | None = None
    actor: Actor | None = None
    written_at: datetime | None = None  # by the client's clock: when the guest pressed Simpan
    sent_at: datetime | None = None  # by the same clock: when this request left
    kept_for: timedelta | None = None  # how long it lay in a tablet's outbox; None when it came at once
    language: str = (
        INDONESIAN  # in which the guest read; apart from the entry, so that a repeat in another is no other entry
    )


class _SameIdError(Exception):
    """Another request with this visit's id was faster; ours is undone and theirs answers."""


def register_visit(office_id: int, visit_id: UUID, entry: Entry, origin: Origin) -> Registered:
    """Write down a visit: its number of the day, its code, guest, consents, audit, in one act.

    `visit_id` is the client's own key: the same request again gives the same visit. Raises Conflict when the id comes
    with another entry, InvalidInput for what was typed, a service of another office included.
    """
    office = configuration(office_id)
    cleaned = clean_entry(office, entry)
    mark = _fingerprint(office_id, entry, origin.channel)
    try:
        with atomic(undoable=True):
            return _write(office, visit_id, cleaned, origin, mark)
    except _SameIdError:
        return _answer_again(office_id, visit_id, mark)


def _write(office: Configuration, visit_id: UUID, entry: Entry, origin: Origin, mark: str) -> Registered:
    now = clock.now()
    came_at = now - origin.kept_for if origin.kept_for else now
    day, letter = clock.local_day(came_at, office.tz), office.service(entry.service_id).queue_letter
    number = take_number(office.id, day, letter)  # goes back with all else when the visit is known
    guest_id = _guest(office.id, entry, origin, came_at)
    row = _visit_row(office, guest_id, entry, origin, now) | {
        "created_at": came_at,
        "id": visit_id,
        "day": day,
        "letter": letter,
        "number": number,
        "fingerprint": mark,
    }
    code = _insert_with_code(row)
    _further_services(visit_id, entry)
    if origin.actor is None:  # what an officer wrote down is promised by its outcome
        promise_contact(office.id, visit_id, entry.consents, came_at)
    _note_moments(row, entry, origin, now)
    if origin.kept_for is not None:
        _note_outbox(office, row, entry, now)
    kind = None if origin.actor else "guest"
    actor_id = origin.actor.person_id if origin.actor else None
    record(office.id, "register_visit", "visit", visit_id, actor_id=actor_id, actor_kind=kind, channel=origin.channel)
    return Registered(visit_id, day, letter, number, code, came_at, is_repeat=False)


def _fingerprint(office_id: int, entry: Entry, channel: str) -> str:
    values = [list(value) if isinstance(value, tuple) else value for value in entry.as_told()]
    return blind_index(office_id, _spelled([channel, *values]))


def _answer_again(office_id: int, visit_id: UUID, mark: str) -> Registered:
    columns = (Visit.office_id, Visit.fingerprint, Visit.day, Visit.letter, Visit.number, Visit.code, Visit.created_at)
    found = session().execute(select(*columns).where(Visit.id == visit_id)).one()
    if found.office_id != office_id or found.fingerprint != mark:
        raise Conflict(N_("Isian ini sudah tersimpan dengan jawaban lain. Mulai lagi dari awal."))
    return Registered(visit_id, found.day, found.letter, found.number, found.code, found.created_at, is_repeat=True)


def take_number(office_id: int, day: date, letter: str) -> int:
    """The next number of the letter on the office day; its row stays locked until the transaction ends."""
    (number,) = NEXT_NUMBER.one({"office_id": office_id, "day": day, "letter": letter, "last_number": 1})
    return int(number)


def _guest(office_id: int, entry: Entry, origin: Origin, at: datetime) -> UUID:
    """The id of the guest, recognised or new; stores the consents given at that moment."""
    if guest_id := read_guest_token(office_id, entry.returning, at=at):
        if entry.consents:
            renew_contact(
                office_id, guest_id, entry.consents, origin.channel, phone=entry.phone, email=entry.email, at=at
            )
        return guest_id
    guest_id = uuid7()
    row = {
        "id": guest_id,
        "office_id": office_id,
        "name": entry.name or None,
        "salutation": entry.salutation,
        **contact_columns(office_id, entry.phone, entry.email),
        "is_minor": entry.is_minor,
        "created_at": at,
        "is_demo": False,
    }
    NEW_GUEST.run(row)
    add_consents(guest_id, entry.consents, origin.channel, at)
    return guest_id


def _visit_row(office: Configuration, guest_id: UUID, entry: Entry, origin: Origin, now: datetime) -> dict[str, Any]:
    skew = origin.sent_at - now if origin.sent_at else timedelta()
    details = {name: getattr(entry, name) for name in DETAILS if name != "agency_id"}
    details["agency_id"] = agency_named(office.id, entry.agency, entry.agency_category)
    if entry.returning:
        details = _as_last_time(guest_id, details)
    if not any(office.service(service_id).seeks_data for service_id in (entry.service_id, *entry.more_service_ids)):
        details["purpose"] = entry.purpose if origin.actor else None  # asked of no such guest
    return details | {
        "office_id": office.id,
        "guest_id": guest_id,
        "service_type_id": entry.service_id,
        "channel": origin.channel,
        "state": WAITING,
        "desk_id": origin.desk_id,
        "device_id": origin.device_id,
        "entered_by_id": origin.actor.person_id if origin.actor else None,
        "client_created_at": origin.written_at,
        "clock_skew_seconds": round(skew.total_seconds()),
        "facility": entry.facility,
        "needs_help": entry.needs_help,
        "help_note": entry.help_note,
        "party_size": entry.party_size,
        "party_male": entry.party_male,
        "party_female": entry.party_female,
        "language": origin.language,
        "question": entry.question,
        "follow_up": bool(entry.question) and "follow_up" in entry.consents and origin.actor is None,
        "is_demo": False,
    }


def _as_last_time(guest_id: UUID, details: dict[str, Any]) -> dict[str, Any]:
    """A returning guest is not asked twice: details left empty are copied from their last visit."""
    query = select(*(getattr(Visit, name) for name in DETAILS)).where(Visit.guest_id == guest_id)
    last = session().execute(query.order_by(Visit.created_at.desc()).limit(1)).mappings().first()
    if last is None:
        return details
    return {name: details[name] if details[name] is not None else last[name] for name in DETAILS}


def _insert_with_code(row: dict[str, Any]) -> str:
    """Insert the visit with a random code; the UNIQUE constraints tell whether it exists already or the code is taken."""
    for _ in range(CODE_TRIES):
        code = draw_code()
        if NEW_VISIT.run(row | {"code": code}):
            return code
        if TWIN.first({"visit_id": row["id"]}):
            raise _SameIdError
    raise Unavailable(N_("Belum tersimpan. Coba sekali lagi."))


def _further_services(visit_id: UUID, entry: Entry) -> None:
    for service_id in entry.more_service_ids:
        FURTHER_SERVICE.run({"visit_id": visit_id, "service_type_id": service_id})


def _note_moments(row: dict[str, Any], entry: Entry, origin: Origin, now: datetime) -> None:
    moment = {
        "office_id": row["office_id"],
        "visit_id": row["id"],
        "at": now,
        "actor_id": row["entered_by_id"],
        "note": "",
    }
    NEW_MOMENT.run(moment | {"kind": "registered"})
    if abs(row["clock_skew_seconds"]) > MOST_SKEW.total_seconds():
        NEW_MOMENT.run(moment | {"kind": "flagged", "note": "clock_skew"})
    if entry.phone and _is_staff_phone(row["office_id"], entry.phone):
        NEW_MOMENT.run(moment | {"kind": "flagged", "note": "staff_phone"})


def _is_staff_phone(office_id: int, phone: str) -> bool:
    return STAFF_PHONE.first({"of_office": office_id, "phone": blind_index(office_id, phone)}) is not None


def _note_outbox(office: Configuration, row: dict[str, Any], entry: Entry, now: datetime) -> None:
    """Mark what came out of an outbox, and what was still right when the guest entered it and is no longer."""
    marks = {
        KEPT_ON_TABLET: True,
        "service_off": not office.service(entry.service_id).is_active,
        "returning_late": bool(entry.returning) and not is_guest_token_current(entry.returning),
    }
    about = {"office_id": row["office_id"], "visit_id": row["id"], "at": now, "actor_id": None, "kind": "flagged"}
    for note in [note for note, is_so in marks.items() if is_so]:
        NEW_MOMENT.run(about | {"note": note})
