"""The English of rows that guests read."""

from datetime import date

from sqlalchemy import select, update

from pstku.core.actor import Actor, Role
from pstku.core.db import Model, atomic
from pstku.core.errors import NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.offices.models import CodeItem, Holiday, Improvement, NationalDay, OutsideAddress, ServiceType
from pstku.offices.operations.changing import note_change, owned
from pstku.offices.operations.configuring import change_settings

NOT_FOUND = N_("Baris ini tidak ada lagi. Muat ulang halaman.")
LONGEST = {
    "guest_label": 40,
    "guest_hint": 80,
    "standard_text": 240,
    "label": 60,
    "text": 140,
    "name": 80,
    "guidance": 140,
    "display_pledge": 240,
}
SETTINGS = ("display_pledge",)
KINDS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "service_type": (ServiceType, ("guest_label", "guest_hint", "standard_text")),
    "code_item": (CodeItem, ("label",)),
    "improvement": (Improvement, ("text",)),
    "outside_address": (OutsideAddress, ("name", "guidance")),
}


def write_english(actor: Actor, kind: str, row_id: int, field: str, words: str) -> None:
    """Write what guests read in English of one field of a row; empty words make it a gap again. Raises NotFound."""
    actor.need(Role.ADMIN)
    model, names = KINDS.get(kind, (None, ()))
    if model is None or field not in names:
        raise NotFound(NOT_FOUND)
    with atomic() as s:
        owned(actor, model, row_id, NOT_FOUND)
        line = fitting("words", words, LONGEST[field])
        s.execute(update(model).where(model.id == row_id).values({f"{field}_en": line}))  # type: ignore[attr-defined]
        note_change(actor, "write_english", kind, row_id, field=field)


def say_setting_in_english(actor: Actor, name: str, words: str) -> None:
    """Write what guests read in English of a sentence among the settings. Raises NotFound for one they do not read."""
    if name not in SETTINGS:
        raise NotFound(NOT_FOUND)
    change_settings(actor, {f"{name}_en": words})


def name_days_in_english(actor: Actor, name: str, words: str) -> None:
    """Write what all days of this name are called in English, an admin's and national ones. Raises NotFound."""
    actor.need(Role.ADMIN)
    line = fitting("words", words, LONGEST["name"])
    with atomic() as s:
        found: list[date] = []
        for table in (Holiday, NationalDay):
            mine = (table.office_id == actor.office_id, table.name == name)
            found += s.scalars(select(table.on).where(*mine)).all()
            s.execute(update(table).where(*mine).values(name_en=line))
        if not found:
            raise NotFound(NOT_FOUND)
        note_change(actor, "write_english", "holiday", min(found).isoformat(), field="name")
