"""Reads of desks."""

from functools import lru_cache

from sqlalchemy import select

from pstku.core.db import database_name, session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.officers.models import Desk
from pstku.offices.queries import Configuration, GuestRow


def desks(office_id: int, *, active_only: bool = False) -> list[Desk]:
    """The office's desks in their order, those out of use last."""
    query = select(Desk).where(Desk.office_id == office_id)
    if active_only:
        query = query.where(Desk.is_active)
    return list(session().scalars(query.order_by(Desk.is_active.desc(), Desk.position, Desk.id)))


def desks_in_use(office: Configuration) -> dict[int, str]:
    """Id -> name of the desks in use, in their order; read again when an admin changed something."""
    return _desks_in_use(database_name(), office.id, office.version)


@lru_cache(maxsize=8)
def _desks_in_use(_database: str, office_id: int, _version: int) -> dict[int, str]:
    return {desk.id: desk.name for desk in desks(office_id, active_only=True)}


def get_desk(office_id: int, desk_id: int) -> Desk:
    """A desk of the office; raises NotFound for a stranger's id."""
    desk = session().get(Desk, desk_id)
    if desk is None or desk.office_id != office_id:
        raise NotFound(N_("Loket ini tidak ditemukan."))
    return desk


def desk_names(office_id: int) -> list[GuestRow]:
    """The names of desks in use as guests read them on the tablet, in both languages."""
    return [
        GuestRow("desk", desk.id, "name", "desk", desk.name, desk.name_en)
        for desk in desks(office_id, active_only=True)
    ]
