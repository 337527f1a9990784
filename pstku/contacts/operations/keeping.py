"""How a promise ends: the guest is reached, cannot be reached, or what it rested on is gone."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select, update

from pstku.audit.operations import record
from pstku.contacts.operations.taking import change, held_by, note_promise
from pstku.contacts.queries import Owed, is_agreed, is_owed
from pstku.contacts.rules.results import CHANNELS, OBTAINED, Kind, Result, results_for
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.batches import After, in_batches, nobody_waits
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, without_contacts
from pstku.guestbook.models import ContactPromise, DataNeed, Guest, Visit, VisitEvent
from pstku.guestbook.operations.ending import visit_ended
from pstku.guestbook.rules.needs import NOT_OBTAINED
from pstku.guestbook.rules.states import CANCELLED, DONE, OPEN, WAITING, Outcome
from pstku.offices.queries import configuration

LONGEST_NOTE = 280
TOO_LATE = N_("Pertanyaan ini sudah dijawab di meja. Lihat daftar terbaru.")


def keep_promise(actor: Actor, promise_id: int, *, channel: str, result: str, words: str = "") -> None:
    """Sudah dijawab lewat …: the promise is kept. An answered question is a visit served from being left to now.

    What the guest sought on this visit and had not obtained takes the result. Raises InvalidInput, NotAllowed, Conflict,
    NotFound.
    """
    if channel not in CHANNELS:
        raise InvalidInput("channel", N_("Pilih lewat apa tamu dihubungi."))
    with atomic():
        promise = held_by(actor, promise_id)
        if result not in results_for(promise.kind):
            raise InvalidInput("result", N_("Pilih hasilnya."))
        words = fitting("words", without_contacts(words), LONGEST_NOTE)
        _end(promise, Result(result), actor, channel=channel, words=words)
        note_promise(actor, "keep_promise", promise, channel=channel, result=result)


def count_try(actor: Actor, promise_id: int) -> None:
    """Belum tersambung: one more try without an answer."""
    with atomic():
        promise = held_by(actor, promise_id)
        change(promise_id, tries=ContactPromise.tries + 1, last_try_at=clock.now())
        note_promise(actor, "try_to_reach", promise)


def give_up(actor: Actor, promise_id: int) -> None:
    """Tidak dapat dihubungi: after enough tries the promise ends. Raises Conflict before, NotAllowed, NotFound."""
    with atomic():
        promise = held_by(actor, promise_id)
        most = configuration(actor.office_id).settings.contact_tries
        if promise.tries < most:
            raise Conflict(N_("Coba hubungi %(most)s kali dahulu, pada waktu yang berbeda."), most=most)
        _end(promise, Result.UNREACHABLE, actor)
        note_promise(actor, "give_up_promise", promise)


def lapse_promises(office_id: int, after: After = nobody_waits) -> int:
    """End the promises that can be kept no longer; returns how many.

    Consent or contact is gone, the vote is given or too late, or all was obtained. A question whose guest may not be
    answered ends with its promise.
    """
    office = configuration(office_id)
    may_come = and_(is_agreed(), Visit.state.in_(OPEN), or_(Visit.follow_up.is_(False), Visit.state != WAITING))
    hopeless = (
        select(ContactPromise.id)
        .join(Visit, Visit.id == ContactPromise.visit_id)
        .join(Guest, Guest.id == Visit.guest_id)
        .where(ContactPromise.office_id == office_id, ContactPromise.closed_at.is_(None))
        .where(~or_(is_owed(office), may_come))
    )

    def lapse(promise_ids: list[int]) -> None:
        _lapse(office_id, promise_ids)
        record(office_id, "lapse_promises", "office", office_id, promises=len(promise_ids))

    return in_batches(hopeless, lapse, after)


def _lapse(office_id: int, promise_ids: Sequence[int]) -> None:
    now = clock.now()
    ended = update(ContactPromise).where(ContactPromise.id.in_(promise_ids))
    visits = select(ContactPromise.visit_id).where(ContactPromise.id.in_(promise_ids))
    left = update(Visit).where(Visit.id.in_(visits), Visit.follow_up, Visit.state == WAITING)
    s = session()
    s.execute(ended.values(closed_at=now, result=Result.LAPSED).execution_options(synchronize_session=False))
    gone = {"state": CANCELLED, "outcome": Outcome.LEFT, "closed_at": now}
    over = left.values(gone).returning(Visit.id).execution_options(synchronize_session=False)
    for visit_id in s.scalars(over).all():
        visit_ended(office_id, visit_id)


def _end(promise: Owed, result: Result, actor: Actor, *, channel: str | None = None, words: str = "") -> None:
    """Close the promise and what depends on it, in the caller's act."""
    if not change(promise.id, closed_at=clock.now(), result=result, channel=channel, note=words):
        raise Conflict(TOO_LATE)
    if promise.kind == Kind.QUESTION:
        _end_question(promise, result, actor)
    if result in OBTAINED:
        not_met = (DataNeed.visit_id == promise.visit_id, DataNeed.obtained.in_(NOT_OBTAINED))
        met = update(DataNeed).where(*not_met).values(obtained=OBTAINED[result])
        session().execute(met.execution_options(synchronize_session=False))


def _end_question(promise: Owed, result: Result, actor: Actor) -> None:
    """The visit of a question left behind ends: served by whoever answered it, or without an answer."""
    s, now = session(), clock.now()
    taken_at = s.scalar(select(ContactPromise.taken_at).where(ContactPromise.id == promise.id)) or now
    values: dict[str, object] = {"closed_at": now}
    if result in OBTAINED:
        values |= {"state": DONE, "outcome": Outcome.DONE_ON_THE_SPOT, "officer_id": actor.person_id}
        values |= {"called_at": taken_at, "started_at": taken_at}
    else:
        values |= {"state": CANCELLED, "outcome": Outcome.LEFT}
    waits = update(Visit).where(Visit.id == promise.visit_id, Visit.state == WAITING).values(values)
    if s.scalar(waits.returning(Visit.id).execution_options(synchronize_session=False)) is None:
        raise Conflict(TOO_LATE)
    moments = {"started": taken_at, "closed": now} if result in OBTAINED else {CANCELLED: now}
    for kind, at in moments.items():
        moment = {"office_id": actor.office_id, "visit_id": promise.visit_id, "actor_id": actor.person_id}
        s.add(VisitEvent(kind=kind, at=at, **moment))
    visit_ended(actor.office_id, promise.visit_id)
