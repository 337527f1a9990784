"""Minta bantuan petugas: somebody at the tablet asks for a person."""

from uuid import UUID

from sqlalchemy import select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.models import HelpCall
from pstku.guestbook.rules.ringing import CALL_LIFE


def call_for_help(office_id: int, call_id: UUID, *, device_id: UUID | None) -> UUID:
    """Ring for a person at this tablet; while a call of the tablet is open, asking again is the same call."""
    with atomic() as s:
        if call := _known_or_open(office_id, call_id, device_id):
            return call
        s.add(HelpCall(id=call_id, office_id=office_id, device_id=device_id, created_at=clock.now()))
        s.flush()
        record(office_id, "call_for_help", "help_call", call_id, actor_kind="guest")
    return call_id


def answer_help_call(actor: Actor, call_id: UUID) -> None:
    """An officer says "saya datang"; the first one answers, a second finds it answered and changes nothing."""
    with atomic() as s:
        call = s.get(HelpCall, call_id)
        if call is None or call.office_id != actor.office_id:
            raise NotFound(N_("Panggilan ini tidak ditemukan."))
        take = update(HelpCall).where(HelpCall.id == call_id, HelpCall.answered_at.is_(None))
        s.execute(
            take.values(answered_at=clock.now(), answered_by_id=actor.person_id).execution_options(
                synchronize_session="fetch"
            )
        )
        record(actor.office_id, "answer_help_call", "help_call", call_id, actor_id=actor.person_id)


def _known_or_open(office_id: int, call_id: UUID, device_id: UUID | None) -> UUID | None:
    still = HelpCall.created_at > clock.now() - CALL_LIFE
    is_open = (HelpCall.device_id == device_id) & HelpCall.answered_at.is_(None) & still
    query = select(HelpCall.id).where(HelpCall.office_id == office_id, (HelpCall.id == call_id) | is_open)
    return session().scalar(query.limit(1))
