"""Ganti kunci kotak kirim: tablets seal to the next number, and the old ones end when nobody needs them any more."""

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, insert_into
from pstku.core.envelopes import FIRST_KEY
from pstku.outbox.models import OutboxKey
from pstku.outbox.queries import current_key


def change_key(actor: Actor) -> int:
    """The office's tablets seal to a new key from their next reading on; returns its number."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        first = {"office_id": actor.office_id, "number": FIRST_KEY, "changed_at": clock.now()}
        s.execute(insert_into(OutboxKey.__table__).values(first).on_conflict_do_nothing())
        next_one = update(OutboxKey).where(OutboxKey.office_id == actor.office_id)
        values = {"number": OutboxKey.number + 1, "changed_at": clock.now()}
        s.execute(next_one.values(values).execution_options(synchronize_session=False))
        number = current_key(actor.office_id)
        record(actor.office_id, "change_outbox_key", "office", actor.office_id, actor_id=actor.person_id, number=number)
    return number
