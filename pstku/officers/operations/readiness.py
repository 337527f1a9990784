"""Siap melayani and istirahat: who can be rung now, and at which desk they sit."""

from sqlalchemy import delete

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, insert_into
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.officers.models import Readiness
from pstku.officers.queries.desks import get_desk
from pstku.officers.rules import SERVERS
from pstku.offices.queries import configuration


def be_ready(actor: Actor, desk_id: int | None) -> None:
    """Ready to serve until the end of the day, at a desk or anywhere. Raises InvalidInput for a closed desk."""
    actor.need(*SERVERS)
    if desk_id is not None and not get_desk(actor.office_id, desk_id).is_active:
        raise InvalidInput("desk_id", N_("Loket ini sedang ditutup. Pilih loket lain."))
    now, office = clock.now(), configuration(actor.office_id)
    until = clock.day_range(clock.local_day(now, office.tz), office.tz)[1]
    with atomic() as s:
        here = {"desk_id": desk_id, "since": now, "until": until}
        ready = insert_into(Readiness).values(person_id=actor.person_id, office_id=actor.office_id, **here)
        s.execute(ready.on_conflict_do_update(index_elements=["person_id"], set_=here))
        s.expire_all()
        record(actor.office_id, "be_ready", "person", actor.person_id, actor_id=actor.person_id, desk=desk_id)


def take_break(actor: Actor) -> None:
    """Istirahat: not rung as ready any more. Harmless to repeat."""
    actor.need(*SERVERS)
    with atomic() as s:
        s.execute(delete(Readiness).where(Readiness.person_id == actor.person_id))
        record(actor.office_id, "take_break", "person", actor.person_id, actor_id=actor.person_id)
