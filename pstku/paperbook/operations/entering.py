"""Catat susulan: the guests of one day become visits, in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.core.tokens import uuid7
from pstku.dtsen.operations import write_dtsen
from pstku.guestbook.models import Guest, Visit, VisitEvent, VisitService
from pstku.guestbook.operations.agencies import agency_named
from pstku.guestbook.operations.contacts import add_consents, contact_columns, promise_contact
from pstku.guestbook.operations.needs import note_need
from pstku.guestbook.operations.registering import take_number
from pstku.guestbook.rules.completeness import DETAILS
from pstku.guestbook.rules.states import CANCELLED, DONE, Channel, Outcome
from pstku.officers.rules import SERVERS
from pstku.offices.queries import Configuration, configuration
from pstku.paperbook.models import PaperSheet, PaperVisit
from pstku.paperbook.rules.rows import PaperGuest, moment
from pstku.paperbook.rules.sheets import CAUSES, LETTER, MOST_ROWS, check_day
from pstku.ratings.models import VoteQuarter

PARTY = ("party_size", "party_male", "party_female")


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a sheet."""

    guests: int
    is_after_lock: bool


def enter_sheet(actor: Actor, sheet_id: UUID, day: date | None, cause: str, guests: Sequence[PaperGuest]) -> Entered:
    """Write down guests who came on `day` and could not be entered then; the same `sheet_id` again changes nothing.

    Each becomes a visit of its own, without a code: who came is counted, and nobody is asked or able to rate. Raises
    InvalidInput for the day, the reason or an hour that is still to come, Conflict for another's sheet.
    """
    actor.need(*SERVERS)
    office = configuration(actor.office_id)
    _check(office, day, cause, guests)
    assert day is not None
    with atomic() as s:
        known = s.get(PaperSheet, sheet_id)
        if known is not None:
            return _answer_again(actor, known)
        sheet = PaperSheet(
            id=sheet_id,
            office_id=office.id,
            day=day,
            cause=cause,
            entered_at=clock.now(),
            entered_by_id=actor.person_id,
            guests=len(guests),
            is_after_lock=_is_locked(office.id, day),
        )
        s.add(sheet)
        s.flush()
        for guest in guests:
            _write(office, actor, sheet, guest)
        detail: dict[str, Any] = {"guests": len(guests), "day": day.isoformat(), "is_after_lock": sheet.is_after_lock}
        record(office.id, "enter_paper_sheet", "paper_sheet", sheet_id, actor_id=actor.person_id, **detail)
    return Entered(len(guests), sheet.is_after_lock)


def _check(office: Configuration, day: date | None, cause: str, guests: Sequence[PaperGuest]) -> None:
    now = clock.now()
    check_day(day, clock.local_day(now, office.tz), office.settings.paper_days)
    if cause not in CAUSES:
        raise InvalidInput("cause", N_("Pilih mengapa dicatat susulan."))
    if not 0 < len(guests) <= MOST_ROWS:
        raise InvalidInput("rows", N_("Isi paling sedikit satu tamu, dan paling banyak %(most)s."), most=MOST_ROWS)
    if any(moment(day, guest.came, office.tz) > now for guest in guests if day):
        raise InvalidInput("rows", N_("Ada jam datang yang belum lewat. Periksa harinya dan jamnya."))


def _answer_again(actor: Actor, sheet: PaperSheet) -> Entered:
    if (sheet.office_id, sheet.entered_by_id) != (actor.office_id, actor.person_id):
        raise Conflict(N_("Isian ini sudah tersimpan dengan jawaban lain. Mulai lagi dari awal."))
    return Entered(sheet.guests, sheet.is_after_lock)


def _is_locked(office_id: int, day: date) -> bool:
    locked = (VoteQuarter.office_id == office_id, VoteQuarter.locked_at.is_not(None))
    around = (VoteQuarter.starts_on <= day, VoteQuarter.ends_on >= day)
    return bool(session().scalar(select(exists().where(*locked, *around))))


def _write(office: Configuration, actor: Actor, sheet: PaperSheet, row: PaperGuest) -> None:
    s, came = session(), moment(sheet.day, row.came, office.tz)
    guest = _guest(office.id, row, came)
    s.add(guest)
    s.flush()
    add_consents(guest.id, row.entry.consents, Channel.PAPER, came)
    visit = Visit(**_visit_row(office, actor, sheet, row, came), guest_id=guest.id)
    s.add(visit)
    s.flush()
    s.add(PaperVisit(visit_id=visit.id, sheet_id=sheet.id))
    s.add_all(VisitService(visit_id=visit.id, service_type_id=more) for more in row.entry.more_service_ids)
    s.add_all(_moments(visit, sheet))
    promise_contact(office.id, visit.id, row.entry.consents, came)
    if row.what:
        note_need(actor, visit.id, row.what, row.obtained, at=came)
    if row.dtsen_kind:
        write_dtsen(actor, visit, row.dtsen_kind, row.dtsen_result or None, at=sheet.entered_at)


def _guest(office_id: int, row: PaperGuest, came: datetime) -> Guest:
    entry = row.entry
    return Guest(
        id=uuid7(),
        office_id=office_id,
        name=entry.name or None,
        salutation=entry.salutation,
        is_minor=entry.is_minor,
        created_at=came,
        **contact_columns(office_id, entry.phone, entry.email),
    )


def _visit_row(
    office: Configuration, actor: Actor, sheet: PaperSheet, row: PaperGuest, came: datetime
) -> dict[str, Any]:
    entry, day = row.entry, sheet.day
    begun, ended = (moment(day, hour, office.tz) if hour else None for hour in (row.begun, row.ended))
    return {name: getattr(entry, name) for name in (*DETAILS, *PARTY, "facility", "needs_help")} | {
        "id": uuid7(),
        "office_id": office.id,
        "day": day,
        "letter": LETTER,
        "number": take_number(office.id, day, LETTER),
        "code": None,
        "service_type_id": entry.service_id,
        "channel": Channel.PAPER,
        "state": CANCELLED if row.outcome == Outcome.LEFT else DONE,
        "outcome": row.outcome,
        "entered_by_id": actor.person_id,
        "officer_id": row.officer_id,
        "created_at": came,
        "called_at": begun,
        "started_at": begun,
        "closed_at": ended,
        "agency_id": agency_named(office.id, entry.agency, entry.agency_category),
        "completed_at": sheet.entered_at,  # the paper is all there is to know: nobody is asked to complete it
    }


def _moments(visit: Visit, sheet: PaperSheet) -> list[VisitEvent]:
    moments = [
        ("registered", sheet.entered_at, sheet.entered_by_id),
        ("started", visit.started_at, visit.officer_id),
        ("closed", visit.closed_at, visit.officer_id),
    ]
    return [
        VisitEvent(office_id=visit.office_id, visit_id=visit.id, kind=kind, at=at, actor_id=actor_id)
        for kind, at, actor_id in moments
        if at
    ]
