"""Noting what a DTSEN consultation was about."""

from datetime import datetime
from uuid import UUID

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, insert_into, session
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.dtsen.rules import CODE, KINDS, RESULTS
from pstku.guestbook.models import DtsenVisit, Visit
from pstku.guestbook.queries.visits import get_visit
from pstku.officers.rules import SERVERS
from pstku.offices.queries import configuration


def note_dtsen(actor: Actor, visit_id: UUID, kind: str, result: str | None) -> None:
    """Store kind and result of a visit by code; noted again, the later words stand. Raises InvalidInput, NotFound."""
    actor.need(*SERVERS)
    if kind not in KINDS:
        raise InvalidInput("kind", N_("Pilih dahulu apa yang ditanyakan tamu."))
    if result is not None and result not in RESULTS:
        raise InvalidInput("result", N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    with atomic() as s:
        visit = get_visit(actor.office_id, visit_id)
        if configuration(actor.office_id).service(visit.service_type_id).code != CODE:
            raise InvalidInput("kind", N_("Kunjungan ini bukan Konsultasi DTSEN."))
        write_dtsen(actor, visit, kind, result, at=clock.now())
        s.expire_all()
        record(actor.office_id, "note_dtsen", "visit", visit_id, actor_id=actor.person_id)


def write_dtsen(actor: Actor, visit: Visit, kind: str, result: str | None, *, at: datetime) -> None:
    """Write down what a DTSEN visit was about, as a part of the caller's act, which has looked at the codes."""
    noted = {"kind": kind, "result": result, "noted_at": at, "noted_by_id": actor.person_id}
    row = insert_into(DtsenVisit).values(visit_id=visit.id, **noted)
    session().execute(row.on_conflict_do_update(index_elements=["visit_id"], set_=noted))
