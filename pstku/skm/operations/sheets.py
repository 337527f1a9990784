"""Paper forms, entered by somebody who did not serve the guest."""

from datetime import date

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotAllowed
from pstku.core.text import N_
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration
from pstku.skm.models import SkmAnswer, SkmRound
from pstku.skm.operations.keeping import held_open, new_answer
from pstku.skm.rules.answers import Filled
from pstku.skm.rules.rounds import Way

SERVED = N_("Anda melayani tamu layanan ini selama putaran. Minta rekan yang tidak melayani memasukkan lembarnya.")


def enter_sheet(actor: Actor, round_id: int, sheet: int, *, day: date, service_id: int, filled: Filled) -> None:
    """Enter a paper form by its number. Whoever served a guest of this service in the round may not.

    The day on the sheet is typed by whoever enters it, so it decides nothing about who may.

    Raises InvalidInput; NotAllowed for whoever served; Conflict when the round is closed; Taken for a number twice.
    """
    actor.need(Role.EMPLOYEE)
    office = configuration(actor.office_id)
    with atomic() as s:
        row = held_open(actor.office_id, round_id)
        if not 1 <= sheet <= row.sheets:
            raise InvalidInput("sheet", N_("Nomor lembar putaran ini 1 sampai %(last)s."), last=row.sheets)
        if not row.starts_on <= day <= min(row.ends_on, clock.local_day(clock.now(), office.tz)):
            raise InvalidInput("day", N_("Hari pengisian terletak di dalam putaran, dan bukan setelah hari ini."))
        if _has_served(actor, row, service_id):
            raise NotAllowed(SERVED)
        if s.scalar(select(SkmAnswer.id).where(SkmAnswer.round_id == row.id, SkmAnswer.sheet == sheet)):
            raise InvalidInput("sheet", N_("Lembar nomor ini sudah dimasukkan."))
        s.add(new_answer(office, row, filled, day=day, way=Way.PAPER, service_id=service_id, sheet=sheet))
        record(actor.office_id, "enter_skm_sheet", "skm_round", row.id, actor_id=actor.person_id, sheet=sheet)


def _has_served(actor: Actor, row: SkmRound, service_id: int) -> bool:
    mine = (Visit.office_id == actor.office_id, Visit.officer_id == actor.person_id)
    its_days = Visit.day.between(row.starts_on, row.ends_on)
    found = select(Visit.id).where(*mine, its_days, Visit.service_type_id == service_id)
    return session().scalar(found.limit(1)) is not None
