"""Reads of agencies and the spellings that lead to them."""

from dataclasses import dataclass

from sqlalchemy import select

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.models import Agency


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency with its visits and the other spellings merged into it."""

    id: int
    name: str
    category: str | None
    visits: int
    spellings: tuple[str, ...]


def agency_lines(office_id: int) -> list[AgencyLine]:
    """All agencies that are not merged into another, by name."""
    wanted = select(Agency).where(Agency.office_id == office_id).order_by(Agency.name_key)
    rows = list(session().scalars(wanted))
    spellings: dict[int, list[str]] = {}
    for row in rows:
        if row.merged_into_id:
            spellings.setdefault(row.merged_into_id, []).append(row.name)
    return [
        AgencyLine(row.id, row.name, row.category, row.visit_count, tuple(spellings.get(row.id, ())))
        for row in rows
        if row.merged_into_id is None
    ]


def get_agency(office_id: int, agency_id: int) -> Agency:
    """An agency; raises NotFound for another office's id and for a spelling merged into another agency."""
    row = session().get(Agency, agency_id, populate_existing=True)
    if row is None or row.office_id != office_id or row.merged_into_id is not None:
        raise NotFound(N_("Instansi ini tidak ditemukan, atau sudah digabung. Muat ulang daftarnya."))
    return row


def agency_names(office_id: int) -> list[str]:
    """Names already used, for suggestions; of agencies only, never of persons."""
    wanted = select(Agency.name).where(Agency.office_id == office_id, Agency.merged_into_id.is_(None))
    return list(session().scalars(wanted.order_by(Agency.name).limit(500)))
