"""What was set aside, and what was decided of it."""

from uuid import UUID

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.setaside.models import AsideItem


def get_aside(office_id: int, aside_id: UUID) -> AsideItem:
    """An item of the office; raises NotFound for a stranger's id."""
    row = session().get(AsideItem, aside_id, populate_existing=True)
    if row is None or row.office_id != office_id:
        raise NotFound(N_("Isian ini tidak ditemukan."))
    return row


def find_decided(office_id: int, item_id: str, digest: str) -> AsideItem | None:
    """The decided item with this id and envelope; None while nobody has decided."""
    query = select(AsideItem).where(AsideItem.office_id == office_id, AsideItem.item_id == item_id)
    return session().scalar(query.where(AsideItem.digest == digest, AsideItem.decision.is_not(None)))


def waiting_aside(office_id: int) -> list[AsideItem]:
    """What nobody has decided yet, the oldest first."""
    query = select(AsideItem).where(AsideItem.office_id == office_id, AsideItem.decision.is_(None))
    return list(session().scalars(query.order_by(AsideItem.arrived_at)))


def aside_count(office_id: int) -> int:
    """How many items wait for a decision."""
    query = select(func.count()).where(AsideItem.office_id == office_id, AsideItem.decision.is_(None))
    return session().scalar(query) or 0
