"""Serving a guest: calling, starting, closing, handing over. One conditional UPDATE decides who was first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from pstku.accounts.queries import get_person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_line
from pstku.guestbook.models import Visit, VisitEvent
from pstku.guestbook.operations.contacts import promise_contact
from pstku.guestbook.operations.ending import visit_ended
from pstku.guestbook.operations.inviting import invite_to_rate
from pstku.guestbook.queries.visits import IS_WALK_IN, get_visit
from pstku.guestbook.rules.states import (
    CALLED,
    CANCELLED,
    CLOSING_OUTCOMES,
    DONE,
    NO_SHOW,
    OPEN,
    SERVING,
    WAITING,
    Outcome,
    is_walk_in,
)
from pstku.officers.queries.readiness import stations
from pstku.officers.rules import SERVERS
from pstku.offices.queries import configuration

LONGEST_NOTE = 240
ACTIONS = {
    "called": "call_visit",
    "called_again": "call_visit_again",
    "started": "start_service",
    "closed": "close_visit",
    "handed_over": "hand_over_visit",
    "received": "receive_visit",
    CANCELLED: "cancel_visit",
    NO_SHOW: "mark_no_show",
}


@dataclass(frozen=True, slots=True)
class _Step:
    """A visit goes from one state to another: what is written with it, and its word in the history."""

    from_state: str
    to_state: str
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    own: bool = False  # only whoever serves the visit takes it
    to_officer_id: int | None = None  # who serves it from now on, where that is somebody else


def start_service(actor: Actor, visit_id: UUID, *, desk_id: int | None = None) -> None:
    """Mulai layani: take a waiting guest, calling and serving in one act.

    Raises Conflict when another officer was faster.
    """
    now = clock.now()
    values = {"called_at": now, "started_at": now, **_taken_by(actor, desk_id)}
    with atomic():
        _move(actor, visit_id, _Step(WAITING, SERVING, "started", values))


def call_next_visit(actor: Actor, *, desk_id: int | None = None) -> UUID:
    """Panggil berikutnya: whoever needs help first, then in order of arrival; returns the visit called.

    A question somebody left behind is not called. Raises Conflict when nobody waits.
    """
    actor.need(*SERVERS)
    with atomic() as s:
        waiting: Sequence[UUID] = s.scalars(_in_turn(actor.office_id)).all()
        for visit_id in waiting:
            values = {"called_at": clock.now(), **_taken_by(actor, desk_id)}
            if _take(actor, visit_id, _Step(WAITING, CALLED, "called", values)):
                return visit_id
    raise Conflict(N_("Tidak ada tamu yang menunggu."))


def call_again(actor: Actor, visit_id: UUID, *, desk_id: int | None = None) -> None:
    """Panggil lagi: the guest the actor called has not come, and is called once more; they still waited only until the first.

    They are called to where the actor sits now. Raises Conflict when the actor's call no longer stands.
    """
    with atomic():
        _move(actor, visit_id, _Step(CALLED, CALLED, "called_again", _at(desk_id), own=True))


def start_called(actor: Actor, visit_id: UUID) -> None:
    """Begin to serve the guest the actor called; raises Conflict when the actor's call no longer stands."""
    with atomic():
        _move(actor, visit_id, _Step(CALLED, SERVING, "started", {"started_at": clock.now()}, own=True))


def close_visit(
    actor: Actor,
    visit_id: UUID,
    *,
    outcome: str = Outcome.DONE_ON_THE_SPOT,
    referral: str | None = None,
    note: str = "",
    desk_id: int | None = None,
) -> None:
    """Selesai: the visit ends with its outcome, and a guest at the desk is invited to rate.

    Never waits for details. Raises Conflict when the actor does not serve it (any more).
    """
    values = {"closed_at": clock.now(), **_outcome(actor, outcome, referral, note)}
    with atomic():
        visit = get_visit(actor.office_id, visit_id)
        _move(actor, visit_id, _Step(SERVING, DONE, "closed", values, own=True))
        if outcome == Outcome.FOLLOW_UP:
            promise_contact(actor.office_id, visit_id, ("follow_up",), values["closed_at"])
        if is_walk_in(visit.channel, visit.follow_up) and visit.rated_at is None and _is_today(visit):
            invite_to_rate(actor.office_id, visit_id, desk_id or visit.desk_id, actor)


def hand_over(actor: Actor, visit_id: UUID, *, to_officer_id: int | None) -> None:
    """Serahkan ke rekan: a colleague takes over this guest, and the rating counts for them.

    From now on the guest belongs to the colleague's desk; one who was called and has not come is sent to nobody else's,
    and is called anew when the colleague goes on with them. A visit left open on an earlier day may be taken over by anybody at the desk.
    """
    colleague = get_person(actor.office_id, to_officer_id) if to_officer_id else None
    if colleague is None or not colleague.is_active or colleague.role_codes.isdisjoint(SERVERS):
        raise InvalidInput("to_officer_id", N_("Pilih rekan yang bertugas sebagai petugas."))
    with atomic():
        visit = get_visit(actor.office_id, visit_id)
        if visit.officer_id == to_officer_id:
            raise InvalidInput("to_officer_id", N_("Tamu ini sudah dilayani rekan tersebut. Pilih rekan lain."))
        state = visit.state if visit.state in (CALLED, SERVING) else SERVING
        theirs = stations(configuration(actor.office_id)).desk_of(colleague.id)
        desk = {"desk_id": None} if state == CALLED else {}  # whoever is served already sits at a desk
        values = {"officer_id": to_officer_id} | desk | _at(theirs)
        step = _Step(state, state, "handed_over", values, own=_is_today(visit), to_officer_id=to_officer_id)
        _move(actor, visit_id, step)


def receive_visit(actor: Actor, visit_id: UUID, *, desk_id: int | None = None) -> None:
    """Saya lanjutkan: the officer has seen that a colleague handed this guest over to them, and it rings no longer.

    A guest who was called and has not come is called anew, to where the officer sits. Raises Conflict when somebody else serves the guest by now, or nobody does.
    """
    with atomic():
        visit = get_visit(actor.office_id, visit_id)
        state = visit.state if visit.state in (CALLED, SERVING) else SERVING
        _move(actor, visit_id, _Step(state, state, "received", _at(desk_id), own=True))


def guest_left(actor: Actor, visit_id: UUID) -> None:
    """Tamu pergi before or while being served, or did not come when called (tidak hadir)."""
    with atomic():
        visit = get_visit(actor.office_id, visit_id)
        state = visit.state if visit.state in (WAITING, CALLED, SERVING) else WAITING
        target = NO_SHOW if state == CALLED else CANCELLED
        values = {"closed_at": clock.now(), "outcome": Outcome.LEFT}
        _move(actor, visit_id, _Step(state, target, target, values, own=state != WAITING and _is_today(visit)))


def _in_turn(office_id: int) -> Any:
    today = clock.local_day(clock.now(), configuration(office_id).tz)
    here = (Visit.office_id == office_id, Visit.state == WAITING, Visit.day == today, IS_WALK_IN)
    return select(Visit.id).where(*here).order_by(Visit.needs_help.desc(), Visit.created_at, Visit.id)


def _taken_by(actor: Actor, desk_id: int | None) -> dict[str, Any]:
    return {"officer_id": actor.person_id, **_at(desk_id)}


def _at(desk_id: int | None) -> dict[str, Any]:
    return {"desk_id": desk_id} if desk_id else {}


def _outcome(actor: Actor, outcome: str, referral: str | None, note: str) -> dict[str, Any]:
    office = configuration(actor.office_id)
    if outcome not in CLOSING_OUTCOMES:
        raise InvalidInput("outcome", N_("Pilih hasil kunjungan."))
    if referral and not office.label("referral", referral):
        raise InvalidInput("referral", N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    is_referred = outcome == Outcome.REFERRED
    words = fitting("note", note, LONGEST_NOTE, words_line) if is_referred else ""
    return {"outcome": outcome, "referral": (referral or None) if is_referred else None, "referral_note": words}


def _is_today(visit: Visit) -> bool:
    return visit.day == clock.local_day(clock.now(), configuration(visit.office_id).tz)


def _move(actor: Actor, visit_id: UUID, step: _Step) -> None:
    """Take the step or raise: NotFound for a stranger's id, Conflict with the name of whoever was first."""
    actor.need(*SERVERS)
    get_visit(actor.office_id, visit_id)
    if not _take(actor, visit_id, step):
        raise _too_late(actor, visit_id)


def _take(actor: Actor, visit_id: UUID, step: _Step) -> bool:
    """The conditional UPDATE; True when this request moved the visit, which is then noted and audited."""
    change = update(Visit).where(
        Visit.id == visit_id, Visit.office_id == actor.office_id, Visit.state == step.from_state
    )
    if step.own:
        change = change.where(Visit.officer_id == actor.person_id)
    change = change.values(state=step.to_state, **step.values).returning(Visit.id)
    if session().scalar(change.execution_options(synchronize_session="fetch")) is None:
        return False
    _note(actor, visit_id, step.kind, step.to_officer_id)
    if step.to_state not in OPEN:
        visit_ended(actor.office_id, visit_id)
    return True


def _note(actor: Actor, visit_id: UUID, kind: str, to: int | None) -> None:
    office_id, actor_id, at = actor.office_id, actor.person_id, clock.now()
    session().add(
        VisitEvent(office_id=office_id, visit_id=visit_id, at=at, kind=kind, actor_id=actor_id, to_officer_id=to)
    )
    record(office_id, ACTIONS[kind], "visit", visit_id, actor_id=actor_id)


def _too_late(actor: Actor, visit_id: UUID) -> Conflict:
    visit = get_visit(actor.office_id, visit_id)
    session().refresh(visit)
    if visit.state in (CALLED, SERVING) and visit.officer_id and visit.officer_id != actor.person_id:
        name = get_person(actor.office_id, visit.officer_id).name
        return Conflict(N_("Tamu ini sudah dilayani %(name)s."), name=name)
    if visit.state in (DONE, CANCELLED, NO_SHOW):
        return Conflict(N_("Kunjungan ini sudah selesai."))
    return Conflict(N_("Keadaan tamu ini sudah berubah. Lihat daftar terbaru."))
