"""Rows an admin enters and changes one by one: service types, lists, improvements."""

from sqlalchemy import select

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.offices.models import (
    CodeItem,
    Improvement,
    ServiceType,
)


def latest_improvement(office_id: int) -> tuple[str, str] | None:
    """The newest published "Kami dengar, kami perbaiki" in Indonesian and English (may be empty), or None."""
    newest = (
        select(Improvement.text, Improvement.text_en)
        .where(Improvement.office_id == office_id, Improvement.published_at.is_not(None))
        .order_by(Improvement.published_at.desc())
        .limit(1)
    )
    row = session().execute(newest).first()
    return (row.text, row.text_en) if row else None


def service_type(office_id: int, service_type_id: int) -> ServiceType:
    """A service for its edit page; raises NotFound."""
    row = session().get(ServiceType, service_type_id)
    if row is None or row.office_id != office_id:
        raise NotFound(N_("Layanan ini tidak ditemukan. Buka lagi dari daftar layanan."))
    return row


def code_items(office_id: int, list_code: str) -> list[CodeItem]:
    """All values of a list, retired ones too, in their order; raises NotFound for an unknown list."""
    query = select(CodeItem).where(CodeItem.office_id == office_id, CodeItem.list_code == list_code)
    items = list(session().scalars(query.order_by(CodeItem.position, CodeItem.id)))
    if not items:
        raise NotFound(N_("Daftar ini tidak ada."))
    return items


def improvements(office_id: int) -> list[Improvement]:
    """All of "Kami dengar, kami perbaiki", the newest first, hidden ones last."""
    query = select(Improvement).where(Improvement.office_id == office_id)
    newest = (Improvement.published_at.is_(None), Improvement.published_at.desc(), Improvement.id.desc())
    return list(session().scalars(query.order_by(*newest)))
