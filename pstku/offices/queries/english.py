"""What guests read of an office's own rows, and which of it has no English yet."""

from dataclasses import dataclass

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.offices.models import CodeItem, Holiday, Improvement, NationalDay, ServiceType
from pstku.offices.queries.configurations import configuration, days_off
from pstku.offices.rules.addresses import AddressState

ASKED = ("age_group", "sex", "occupation", "education", "agency_category", "purpose")  # of guests themselves


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One field of a row, in both languages; a gap has no English."""

    kind: str  # service_type, code_item, improvement, holiday, desk, outside_address, setting
    id: int | str  # days of one name are one row, and the name is its id; a setting has none
    field: str
    room: str  # the kind, or the code of a list
    indonesian: str
    english: str

    @property
    def is_gap(self) -> bool:
        return not self.english


def guest_rows(office_id: int) -> list[GuestRow]:
    """Every field guests read now or on a coming day, in the order they meet it."""
    s = session()
    services = select(ServiceType).where(ServiceType.office_id == office_id, ServiceType.is_active)
    found = [
        GuestRow("service_type", row.id, name, "service_type", getattr(row, name), getattr(row, f"{name}_en"))
        for row in s.scalars(services.order_by(ServiceType.position))
        for name in ("guest_label", "guest_hint", "standard_text")
    ]
    items = select(CodeItem).where(CodeItem.office_id == office_id, CodeItem.is_active, CodeItem.list_code.in_(ASKED))
    rows = sorted(s.scalars(items), key=lambda row: (ASKED.index(row.list_code), row.position))
    found += [GuestRow("code_item", row.id, "label", row.list_code, row.label, row.label_en) for row in rows]
    shown = select(Improvement).where(Improvement.office_id == office_id, Improvement.published_at.is_not(None))
    newest = s.scalars(shown.order_by(Improvement.published_at.desc()).limit(1))
    found += [GuestRow("improvement", row.id, "text", "improvement", row.text, row.text_en) for row in newest]
    found += _coming_days(office_id)
    found += [
        GuestRow("outside_address", row.id, name, "outside_address", getattr(row, name), getattr(row, f"{name}_en"))
        for row in configuration(office_id).addresses
        if row.state != AddressState.ENDED
        for name in ("name", "guidance")
    ]
    shows = configuration(office_id).settings
    found.append(GuestRow("setting", "", "display_pledge", "setting", shows.display_pledge, shows.display_pledge_en))
    return [row for row in found if row.indonesian]


def _coming_days(office_id: int) -> list[GuestRow]:
    today = clock.local_day(clock.now(), configuration(office_id).tz)
    names = {day.name: day.name_en for day in days_off(office_id) if day.on >= today and not day.is_open}
    return [GuestRow("holiday", name, "name", "holiday", name, english) for name, english in names.items()]


def english_of_day(office_id: int, name: str) -> str:
    """What a day of this name was called in English before; empty when nobody has written it."""
    for table in (Holiday, NationalDay):
        said = select(table.name_en).where(table.office_id == office_id, table.name == name, table.name_en != "")
        if english := session().scalar(said.order_by(table.on.desc()).limit(1)):
            return english
    return ""
