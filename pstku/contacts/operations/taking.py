"""Who keeps a promise: taking it, looking at the contact, giving it back, passing it on. Each look is in the trail."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, update

from pstku.accounts.queries import get_person
from pstku.audit.operations import record
from pstku.contacts.queries import Owed, get_owed
from pstku.contacts.rules.results import Kind
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed
from pstku.core.text import N_
from pstku.core.vault import unseal
from pstku.guestbook.models import ContactPromise, Guest, Visit
from pstku.guestbook.queries.visits import get_visit
from pstku.officers.rules import SERVERS
from pstku.offices.queries import configuration


@dataclass(frozen=True, slots=True)
class Contact:
    """How the guest can be reached, in the clear; empty where they left none."""

    phone: str
    email: str


def take_promise(actor: Actor, promise_id: int) -> Contact:
    """Ambil: the actor keeps this promise and sees the contact. Raises Conflict when a colleague was faster, NotFound."""
    with atomic():
        promise = _owed_to(actor, promise_id)
        if promise.officer_id != actor.person_id:
            free = or_(ContactPromise.officer_id.is_(None), ContactPromise.officer_id == actor.person_id)
            taken = {"officer_id": actor.person_id, "taken_at": clock.now()}
            if not change(promise_id, free, **taken):
                raise Conflict(N_("Tamu ini sudah diambil rekan. Lihat daftar terbaru."))
            note_promise(actor, "take_promise", promise)
        return look_at_contact(actor, promise_id)


def look_at_contact(actor: Actor, promise_id: int) -> Contact:
    """Lihat kontak: only whoever took the promise, and each look is noted. Raises NotAllowed for anybody else, NotFound."""
    with atomic() as s:
        promise = held_by(actor, promise_id)
        change(promise_id, handed_by_id=None)  # the colleague it was passed on to knows of it now
        note_promise(actor, "look_at_contact", promise)
        sealed = select(Guest.phone_sealed, Guest.email_sealed).join(Visit, Visit.guest_id == Guest.id)
        row = s.execute(sealed.where(Visit.id == promise.visit_id)).one()
        return Contact(*(unseal(value) if value else "" for value in row))


def give_back(actor: Actor, promise_id: int) -> None:
    """Lepas: anybody may take the promise again."""
    with atomic():
        promise = held_by(actor, promise_id)
        change(promise_id, officer_id=None, taken_at=None, handed_by_id=None)
        note_promise(actor, "give_back_promise", promise)


def pass_on(actor: Actor, promise_id: int, *, to_officer_id: int | None) -> None:
    """Alihkan: a colleague keeps the promise, and is told so. By whoever took it, or by an admin for somebody absent."""
    actor.need(*SERVERS)
    with atomic():
        promise = get_owed(configuration(actor.office_id), actor.person_id, promise_id)
        if not may_pass_on(actor, promise):
            raise NotAllowed(N_("Ambil dahulu, lalu alihkan kepada rekan."))
        colleague = get_person(actor.office_id, to_officer_id) if to_officer_id else None
        if colleague is None or not colleague.is_active or colleague.role_codes.isdisjoint(SERVERS):
            raise InvalidInput("to_officer_id", N_("Pilih rekan yang bertugas sebagai petugas."))
        if colleague.id == promise.officer_id:
            raise InvalidInput("to_officer_id", N_("Rekan ini sudah memegangnya. Pilih rekan lain."))
        if promise.kind == Kind.RATING and get_visit(actor.office_id, promise.visit_id).officer_id == colleague.id:
            raise InvalidInput(
                "to_officer_id", N_("Rekan ini yang melayani tamunya. Undangan menilai dikirim orang lain.")
            )
        giver = actor.person_id if colleague.id != actor.person_id else None  # nobody is told of their own act
        change(promise_id, officer_id=colleague.id, taken_at=clock.now(), handed_by_id=giver)
        note_promise(actor, "pass_on_promise", promise, to=colleague.id)


def may_pass_on(actor: Actor, promise: Owed) -> bool:
    """Whoever took the promise; an admin one that somebody took."""
    return promise.officer_id == actor.person_id or (promise.officer_id is not None and actor.has(Role.ADMIN))


def held_by(actor: Actor, promise_id: int) -> Owed:
    """A promise that is owed and that the actor took; raises NotAllowed for one they did not take, NotFound."""
    promise = _owed_to(actor, promise_id)
    if promise.officer_id != actor.person_id:
        raise NotAllowed(N_("Kontak tamu hanya tampil bagi petugas yang mengambilnya."))
    return promise


def _owed_to(actor: Actor, promise_id: int) -> Owed:
    actor.need(*SERVERS)
    return get_owed(configuration(actor.office_id), actor.person_id, promise_id)


def change(promise_id: int, *conditions: Any, **values: Any) -> bool:
    """The conditional UPDATE of an open promise; False when somebody was faster."""
    wanted = update(ContactPromise).where(
        ContactPromise.id == promise_id, ContactPromise.closed_at.is_(None), *conditions
    )
    done = wanted.values(values).returning(ContactPromise.id).execution_options(synchronize_session=False)
    return session().scalar(done) is not None


def note_promise(actor: Actor, action: str, promise: Owed, **detail: Any) -> None:
    """An entry of the trail: who, when, which visit; never a contact."""
    record(actor.office_id, action, "visit", promise.visit_id, actor_id=actor.person_id, promise=promise.kind, **detail)
