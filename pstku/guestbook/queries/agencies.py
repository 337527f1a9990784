"""Reads of agencies and the spellings that lead to them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_, fold
from pstku.guestbook.models import Agency

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency with its visits and the other spellings merged into it."""

    id: int
    name: str
    name_key: str  # where it stands among the others
    category: str | None
    visits: int
    spellings: tuple[str, ...]


def agency_lines(office_id: int, *, sought: str = "", after: str = "") -> list[AgencyLine]:
    """One page of the agencies by name, one line more than `PAGE_SIZE` when others follow.

    `sought`: words that must all stand in the name or in one of its spellings, in any order, also as parts of words.
    `after`: the `name_key` where the page before ended.
    """
    query = _standing(office_id)
    words = fold(sought).split()
    if words:
        spelled = select(func.coalesce(Agency.merged_into_id, Agency.id)).where(Agency.office_id == office_id)
        for word in words:
            spelled = spelled.where(Agency.name_key.contains(word, autoescape=True))
        query = query.where(Agency.id.in_(spelled))
    if after:
        query = query.where(Agency.name_key > after)
    return _lines(query.limit(PAGE_SIZE + 1))


def agencies_of(office_id: int, ids: Collection[int]) -> list[AgencyLine]:
    """These agencies by name, without ids of another office and of spellings merged meanwhile."""
    return _lines(_standing(office_id).where(Agency.id.in_(ids))) if ids else []


def _standing(office_id: int) -> Select[Agency]:
    standing = (Agency.office_id == office_id, Agency.merged_into_id.is_(None))
    return select(Agency).where(*standing).order_by(Agency.name_key)


def _lines(query: Select[Agency]) -> list[AgencyLine]:
    rows = list(session().scalars(query))
    merged = select(Agency.merged_into_id, Agency.name).where(Agency.merged_into_id.in_([row.id for row in rows]))
    spellings: dict[int | None, list[str]] = {row.id: [] for row in rows}
    for agency_id, name in session().execute(merged.order_by(Agency.name_key)):
        spellings[agency_id].append(name)
    return [
        AgencyLine(row.id, row.name, row.name_key, row.category, row.visit_count, tuple(spellings[row.id]))
        for row in rows
    ]


def get_agency(office_id: int, agency_id: int) -> Agency:
    """An agency; raises NotFound for another office's id and for a spelling merged into another agency."""
    row = session().get(Agency, agency_id, populate_existing=True)
    if row is None or row.office_id != office_id or row.merged_into_id is not None:
        raise NotFound(N_("Instansi ini tidak ditemukan, atau sudah digabung. Muat ulang daftarnya."))
    return row
