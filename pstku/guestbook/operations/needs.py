"""Data yang dicari: what a guest looked for, recorded in one line while they are still there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_, clean_line, without_contacts
from pstku.core.tokens import uuid7
from pstku.guestbook.models import DataNeed
from pstku.guestbook.queries.visits import get_visit
from pstku.officers.rules import SERVERS
from pstku.offices.queries import Configuration, configuration

LONGEST, LONGEST_REGION = 200, 80
YEARS = range(1900, 2101)
CODES = ("level", "frequency", "source_kind")


@dataclass(frozen=True, slots=True)
class Need:
    """What was sought, as typed; `indicator_key` when it was chosen from the library."""

    what: str
    obtained: str
    indicator_key: str | None = None
    region: str = ""
    year_from: int | None = None
    year_to: int | None = None
    level: str | None = None
    frequency: str | None = None
    source_kind: str | None = None


def record_need(actor: Actor, visit_id: UUID, need_id: UUID, need: Need) -> None:
    """Add a data need to a visit; the same `need_id` again changes nothing. Raises InvalidInput, NotFound."""
    actor.need(*SERVERS)
    _check(configuration(actor.office_id), need)
    with atomic() as s:
        visit = get_visit(actor.office_id, visit_id)
        if s.get(DataNeed, need_id) is not None:
            return
        values = {name: getattr(need, name) or None for name in (*CODES, "year_from", "year_to", "indicator_key")}
        s.add(
            DataNeed(
                id=need_id,
                office_id=visit.office_id,
                visit_id=visit.id,
                what=fitting("what", without_contacts(need.what), LONGEST),
                region=fitting("region", without_contacts(need.region), LONGEST_REGION),
                obtained=need.obtained,
                created_at=clock.now(),
                created_by_id=actor.person_id,
                **values,
            )
        )
        record(actor.office_id, "record_need", "visit", visit_id, actor_id=actor.person_id)


def note_need(actor: Actor, visit_id: UUID, what: str, obtained: str, *, at: datetime) -> None:
    """Write down what was sought at this moment, as a part of the caller's act."""
    session().add(
        DataNeed(
            id=uuid7(),
            office_id=actor.office_id,
            visit_id=visit_id,
            what=clean_line(without_contacts(what), LONGEST),
            obtained=obtained,
            created_at=at,
            created_by_id=actor.person_id,
        )
    )


def remove_need(actor: Actor, visit_id: UUID, need_id: UUID) -> None:
    """Delete a need recorded by mistake; raises NotFound."""
    actor.need(*SERVERS)
    with atomic() as s:
        visit = get_visit(actor.office_id, visit_id)
        removal = delete(DataNeed).where(DataNeed.id == need_id, DataNeed.visit_id == visit.id).returning(DataNeed.id)
        if s.scalar(removal) is None:
            raise NotFound(N_("Catatan ini sudah dihapus."))
        record(actor.office_id, "remove_need", "visit", visit_id, actor_id=actor.person_id)


def _check(office: Configuration, need: Need) -> None:
    if len(clean_line(need.what, LONGEST)) < 2:
        raise InvalidInput("what", N_("Tulis data apa yang dicari."))
    if not office.label("obtained", need.obtained):
        raise InvalidInput("obtained", N_("Pilih apakah datanya diperoleh."))
    for name in CODES:
        code = getattr(need, name)
        if code and not office.label(name, code):
            raise InvalidInput(name, N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    for name in ("year_from", "year_to"):
        year = getattr(need, name)
        if year is not None and year not in YEARS:
            raise InvalidInput(name, N_("Ketik tahun dengan empat angka."))
    if need.year_from and need.year_to and need.year_to < need.year_from:
        raise InvalidInput("year_to", N_("Tahun akhir tidak boleh sebelum tahun awal."))
