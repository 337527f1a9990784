"""What comes out of a tablet's outbox keeps what its guest was shown there: number and code."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Visit, VisitEvent
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.rules.codes import is_tablet_number, queue_label
from pstku.outbox.models import TabletCode
from pstku.outbox.operations.codes import is_tablet_code
from pstku.ratings.operations.waiting import join_votes, name_visit

NUMBER_TAKEN, CODE_TAKEN = "number_taken", "code_taken"


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
        number = session().scalar(select(Visit.tablet_number).where(Visit.id == visit_id))
    return queue_label(registered.letter, registered.number, number)


def _keep_shown(office_id: int, visit_id: UUID, shown: Shown) -> bool:
    """True when the visit has now what it had not before."""
    s = session()
    visit = s.execute(select(Visit.day, Visit.tablet_number, Visit.code).where(Visit.id == visit_id)).one()
    values: dict[str, Any] = {}
    if shown.number and visit.tablet_number != shown.number:
        if visit.tablet_number is None and _is_free_number(office_id, visit.day, shown.number):
            values["tablet_number"] = shown.number
        else:
            _mark(office_id, visit_id, NUMBER_TAKEN)
    if shown.code and visit.code not in (shown.code, None):
        if is_tablet_code(shown.code) and not _is_borne(office_id, shown.code):
            values["code"] = shown.code
            name_visit(office_id, visit_id, shown.code)
        else:
            _mark(office_id, visit_id, CODE_TAKEN)
    if values:
        keep = update(Visit).where(Visit.id == visit_id).values(values)
        s.execute(keep.execution_options(synchronize_session=False))
        s.expire_all()
    spent = delete(TabletCode).where(TabletCode.office_id == office_id, TabletCode.code == shown.code)
    s.execute(spent.execution_options(synchronize_session=False))
    return bool(values)


def _is_free_number(office_id: int, day: Any, number: str) -> bool:
    """Is it a tablet's, and nobody else's of that day? After a restore the office may not know the tablet's series."""
    taken = exists().where(Visit.office_id == office_id, Visit.day == day, Visit.tablet_number == number)
    return is_tablet_number(number) and not session().scalar(select(taken))


def _is_borne(office_id: int, code: str) -> bool:
    return bool(session().scalar(select(exists().where(Visit.office_id == office_id, Visit.code == code))))


def _mark(office_id: int, visit_id: UUID, note: str) -> None:
    """Once, however often the item comes."""
    known = exists().where(VisitEvent.visit_id == visit_id, VisitEvent.kind == "flagged", VisitEvent.note == note)
    if not session().scalar(select(known)):
        session().add(VisitEvent(office_id=office_id, visit_id=visit_id, at=clock.now(), kind="flagged", note=note))
