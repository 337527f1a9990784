"""The office's profile and its settings."""

from dataclasses import fields
from typing import Any

from sqlalchemy import delete, update

from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.offices.models import Office, Setting
from pstku.offices.operations.changing import filled, note_change
from pstku.offices.settings import Settings

EDITABLE_PROFILE = {"unit_name": 80, "address": 160, "email": 120, "whatsapp": 40, "website": 160, "head_title": 120}


def change_settings(actor: Actor, values: dict[str, Any]) -> list[str]:
    """Set settings by name; a value equal to its default is not kept. Returns the names that changed.

    Raises InvalidInput(name) for a value outside its limits. Periods that are already open keep theirs.
    """
    actor.need(Role.ADMIN)
    by_name = {item.name: item for item in fields(Settings)}
    checked = {name: _allowed(by_name[name], value) for name, value in values.items() if name in by_name}
    with atomic() as s:
        before = {
            row.key: row.value for row in s.query(Setting).filter_by(office_id=actor.office_id).populate_existing()
        }
        changed = [n for n, value in checked.items() if before.get(n, by_name[n].default) != value]
        s.execute(delete(Setting).where(Setting.office_id == actor.office_id, Setting.key.in_(changed)))
        s.add_all(
            Setting(office_id=actor.office_id, key=name, value=checked[name])
            for name in changed
            if checked[name] != by_name[name].default
        )
        if changed:
            note_change(actor, "change_settings", "office", actor.office_id, fields=changed)
    return changed


def _allowed(item: Any, value: Any) -> Any:
    limits = item.metadata
    if "choices" in limits:
        if value not in [code for code, _ in limits["choices"]]:
            raise InvalidInput(item.name, N_("Pilih salah satu."))
        return value
    if "longest" in limits:
        return fitting(item.name, value, limits["longest"])
    if not isinstance(value, int) or not limits["low"] <= value <= limits["high"]:
        raise InvalidInput(item.name, N_("Isi angka %(low)s sampai %(high)s."), low=limits["low"], high=limits["high"])
    return value


def change_profile(actor: Actor, values: dict[str, str]) -> None:
    """Correct the office's address and contacts; raises InvalidInput for an empty one."""
    actor.need(Role.ADMIN)
    checked = {name: filled(name, values.get(name), longest) for name, longest in EDITABLE_PROFILE.items()}
    with atomic() as s:
        s.execute(update(Office).where(Office.id == actor.office_id).values(checked))
        note_change(actor, "change_profile", "office", actor.office_id)
