"""What guests read of an office's own rows, and which of it has no English yet."""

from dataclasses import dataclass

from sqlalchemy import select

from pstku.core.db import session
from pstku.offices.models import CodeItem, Improvement, ServiceType

ASKED = ("age_group", "sex", "occupation", "education", "agency_category", "purpose")  # of guests themselves


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One field of a row, in both languages; a gap has no English."""

    kind: str  # service_type, code_item, improvement
    id: int
    field: str
    room: str  # the kind, or the code of a list
    indonesian: str
    english: str

    @property
    def is_gap(self) -> bool:
        return not self.english


def guest_rows(office_id: int) -> list[GuestRow]:
    """Every field guests read now, in the order they meet it."""
    s = session()
    services = select(ServiceType).where(ServiceType.office_id == office_id, ServiceType.is_active)
    found = [
        GuestRow("service_type", row.id, name, "service_type", getattr(row, name), getattr(row, f"{name}_en"))
        for row in s.scalars(services.order_by(ServiceType.position))
        for name in ("guest_label", "guest_hint")
    ]
    items = select(CodeItem).where(CodeItem.office_id == office_id, CodeItem.is_active, CodeItem.list_code.in_(ASKED))
    rows = sorted(s.scalars(items), key=lambda row: (ASKED.index(row.list_code), row.position))
    found += [GuestRow("code_item", row.id, "label", row.list_code, row.label, row.label_en) for row in rows]
    shown = select(Improvement).where(Improvement.office_id == office_id, Improvement.published_at.is_not(None))
    newest = s.scalars(shown.order_by(Improvement.published_at.desc()).limit(1))
    found += [GuestRow("improvement", row.id, "text", "improvement", row.text, row.text_en) for row in newest]
    return [row for row in found if row.indonesian]
