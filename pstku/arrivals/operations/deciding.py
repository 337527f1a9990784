"""Tamu di sini, or Bukan tamu: an officer looks up from the desk and decides; what nobody decided ends at closing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, delete

from pstku.arrivals.models import Arrival
from pstku.arrivals.queries import left_arrivals, sealed_entry, waiting
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.queries.visits import Registered, find_registered
from pstku.guestbook.rules.states import Channel
from pstku.officers.rules import SERVERS

GONE = N_("Isian dari HP ini sudah tidak menunggu: dikonfirmasi atau dihapus rekan, atau layanan sudah tutup.")


def confirm_arrival(actor: Actor, arrival_id: UUID, *, desk_id: int | None) -> Registered:
    """The guest stands here: the entry becomes a visit as at the tablet, with number, code and ring.

    They came at this moment, not when the phone sent: an entry may be typed on the way, and no waiting time may begin
    before somebody saw the guest. When it was sent stays in the visit's `client_created_at`. Of two officers who press at
    once the later one gets the visit of the first. Raises Conflict when the entry is gone.
    """
    actor.need(*SERVERS)
    with atomic():
        taken = _take(actor.office_id, arrival_id)
        if taken is None:
            visit = find_registered(actor.office_id, arrival_id)
            if visit is None:
                raise Conflict(GONE)
            return visit
        origin = Origin(channel=Channel.OWN_PHONE, desk_id=desk_id, written_at=taken.sent_at, language=taken.language)
        visit = register_visit(actor.office_id, arrival_id, sealed_entry(taken.entry_sealed), origin)
        record(actor.office_id, "confirm_arrival", "visit", arrival_id, actor_id=actor.person_id)
    return visit


def discard_arrival(actor: Actor, arrival_id: UUID) -> None:
    """Nobody stands here: the entry is deleted with everything in it. Raises Conflict when it is gone."""
    actor.need(*SERVERS)
    with atomic():
        if _take(actor.office_id, arrival_id) is None:
            raise Conflict(GONE)
        record(actor.office_id, "discard_arrival", "arrival", arrival_id, actor_id=actor.person_id)


def drop_left_arrivals(office_id: int) -> int:
    """Delete entries whose day of service has ended (a nightly job); returns how many."""
    with atomic() as s:
        left = delete(Arrival).where(Arrival.id.in_(left_arrivals(office_id, clock.now())))
        return len(s.scalars(left.returning(Arrival.id)).all())


def _take(office_id: int, arrival_id: UUID) -> Row[bytes, datetime, str] | None:
    """Delete a waiting entry and give what it held; the database decides who of two takes it."""
    with atomic() as s:
        mine = (Arrival.id == arrival_id, *waiting(office_id))
        taking = delete(Arrival).where(*mine).returning(Arrival.entry_sealed, Arrival.sent_at, Arrival.language)
        return s.execute(taking.execution_options(synchronize_session=False)).first()
