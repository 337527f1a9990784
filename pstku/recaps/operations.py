"""Releasing one's recap and taking it back."""

from collections.abc import Collection

from sqlalchemy import func, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, run, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.offices.queries import configuration
from pstku.recaps.models import ServiceRecap
from pstku.recaps.queries import find_standing, get_released, own_quarter, recap_of
from pstku.recaps.rules import PARTS, hash_of


def release_recap(actor: Actor, year: int, quarter: int, parts: Collection[str]) -> ServiceRecap:
    """Keep one's own quarter as it is now and let the head read it, with these of `PARTS` beside the visits.

    Raises NotFound for a quarter that has not begun, Conflict while guests may still vote or when it is released already.
    """
    actor.need(Role.EMPLOYEE)
    if not set(parts) <= set(PARTS):
        raise InvalidInput("parts", N_("Pilihan ini tidak ada. Pilih yang lain."))
    office = configuration(actor.office_id)
    asked = own_quarter(actor, office, clock.local_day(clock.now(), office.tz), year, quarter)
    if not asked.is_settled:
        raise Conflict(N_("Triwulan ini dapat dirilis mulai %(day)s."), day=clock.long_date(asked.settles_on))
    with atomic() as s:
        if find_standing(actor.person_id, year, quarter):
            raise Conflict(N_("Rekap triwulan ini sudah dirilis. Tarik dahulu bila ingin merilis yang baru."))
        content = recap_of(office, actor.person_id, year, quarter).only(parts).to_json()
        row = ServiceRecap(
            office_id=office.id,
            person_id=actor.person_id,
            year=year,
            quarter=quarter,
            release=_releases(actor.person_id, year, quarter) + 1,
            released_at=clock.now(),
            content=content,
            hash=hash_of(content),
        )
        s.add(row)
        s.flush()
        _note(actor, "release_recap", row)
    return row


def withdraw_recap(actor: Actor, year: int, quarter: int) -> None:
    """Nobody but the owner reads this release any more; raises Conflict when none stands."""
    actor.need(Role.EMPLOYEE)
    with atomic():
        row = find_standing(actor.person_id, year, quarter)
        stands = update(ServiceRecap).where(
            ServiceRecap.id == (row.id if row else 0), ServiceRecap.withdrawn_at.is_(None)
        )
        if row is None or run(stands.values(withdrawn_at=clock.now())).rowcount != 1:
            raise Conflict(N_("Rekap ini sudah tidak dirilis."))
        session().expire(row)
        _note(actor, "withdraw_recap", row)


def note_printing(actor: Actor, recap_id: int) -> None:
    """Write into the trail that somebody else took a released recap as a file; raises NotFound."""
    with atomic():
        _note(actor, "print_recap", get_released(actor, recap_id).recap)


def _releases(person_id: int, year: int, quarter: int) -> int:
    mine = (ServiceRecap.person_id == person_id, ServiceRecap.year == year, ServiceRecap.quarter == quarter)
    return session().scalar(select(func.max(ServiceRecap.release)).where(*mine)) or 0


def _note(actor: Actor, act: str, row: ServiceRecap) -> None:
    record(
        actor.office_id,
        act,
        "service_recap",
        row.id,
        actor_id=actor.person_id,
        quarter=f"{row.year}-Q{row.quarter}",
        release=row.release,
        hash=row.hash,
    )
