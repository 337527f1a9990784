"""What comes out of a tablet's outbox keeps what its guest was shown there: number and code."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, exists, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.statements import Prepared, rows_at_most
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Visit, VisitEvent
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.rules.codes import is_tablet_number, queue_label
from pstku.outbox.models import TabletCode
from pstku.outbox.operations.codes import is_tablet_code
from pstku.ratings.operations.waiting import join_votes, name_visit

NUMBER_TAKEN, CODE_TAKEN = "number_taken", "code_taken"
VISITS, CODES = (cast(Table, model.__table__) for model in (Visit, TabletCode))
OF_OFFICE = VISITS.c.office_id == bindparam("of_office")
BORNE = Prepared(
    select(VISITS.c.day, VISITS.c.tablet_number, VISITS.c.code).where(VISITS.c.id == bindparam("visit_id"))
)
NUMBER_GIVEN = Prepared(
    select(VISITS.c.id)
    .where(OF_OFFICE, VISITS.c.day == bindparam("on_day"), VISITS.c.tablet_number == bindparam("given"))
    .limit(rows_at_most(1))
)
CODE_GIVEN = Prepared(select(VISITS.c.id).where(OF_OFFICE, VISITS.c.code == bindparam("given")).limit(rows_at_most(1)))
BEAR = Prepared(
    update(VISITS)
    .where(VISITS.c.id == bindparam("visit_id"))
    .values(tablet_number=bindparam("shown_number"), code=bindparam("shown_code"))
)
SPEND = Prepared(delete(CODES).where(CODES.c.office_id == bindparam("of_office"), CODES.c.code == bindparam("given")))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tablet showed a guest whom no server answered; either may be missing."""

    number: str = ""  # A-T2-07
    code: str = ""


def take_kept_visit(office_id: int, visit_id: UUID, entry: Entry, origin: Origin, shown: Shown) -> str:
    """Write down a visit out of an outbox, once; returns the number its guest knows.

    Number and code that the guest was shown take the place of those that the server drew, also when the entry itself
    had arrived before. What cannot be kept, because another visit has it, is marked and stops nothing.
    Raises what `register_visit` raises.
    """
    with atomic():
        registered = register_visit(office_id, visit_id, entry, origin)
        if shown.number or shown.code:
            if _keep_shown(office_id, visit_id, shown) and registered.is_repeat:
                record(office_id, "keep_shown_number", "visit", visit_id, actor_kind="guest")
            join_votes(office_id, visit_id)
        number = BORNE.one({"visit_id": visit_id}).tablet_number
    return queue_label(registered.letter, registered.number, number)


def _keep_shown(office_id: int, visit_id: UUID, shown: Shown) -> bool:
    """True when the visit has now what it had not before."""
    visit = BORNE.one({"visit_id": visit_id})
    number, code = visit.tablet_number, visit.code
    if shown.number and visit.tablet_number != shown.number:
        if visit.tablet_number is None and _is_free_number(office_id, visit.day, shown.number):
            number = shown.number
        else:
            _mark(office_id, visit_id, NUMBER_TAKEN)
    if shown.code and visit.code not in (shown.code, None):
        if is_tablet_code(shown.code) and not _is_borne(office_id, shown.code):
            code = shown.code
            name_visit(office_id, visit_id, shown.code)
        else:
            _mark(office_id, visit_id, CODE_TAKEN)
    is_new = (number, code) != (visit.tablet_number, visit.code)
    if is_new:
        BEAR.run({"visit_id": visit_id, "shown_number": number, "shown_code": code})
        session().expire_all()
    SPEND.run({"of_office": office_id, "given": shown.code})
    return is_new


def _is_free_number(office_id: int, day: Any, number: str) -> bool:
    """Is it a tablet's, and nobody else's of that day? After a restore the office may not know the tablet's series."""
    taken = {"of_office": office_id, "on_day": day, "given": number}
    return is_tablet_number(number) and NUMBER_GIVEN.first(taken) is None


def _is_borne(office_id: int, code: str) -> bool:
    return CODE_GIVEN.first({"of_office": office_id, "given": code}) is not None


def _mark(office_id: int, visit_id: UUID, note: str) -> None:
    """Once, however often the item comes."""
    known = exists().where(VisitEvent.visit_id == visit_id, VisitEvent.kind == "flagged", VisitEvent.note == note)
    if not session().scalar(select(known)):
        session().add(VisitEvent(office_id=office_id, visit_id=visit_id, at=clock.now(), kind="flagged", note=note))
