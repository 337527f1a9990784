"""Alamat luar: an editor says where guests are sent, and whether the address is still right."""

from dataclasses import asdict

from sqlalchemy import func, select, update

from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.offices.models import OutsideAddress
from pstku.offices.operations.changing import filled, note_change, owned
from pstku.offices.rules.addresses import STATES, TOPICS, AddressState, AddressWords

KEEPERS = (Role.EDITOR, Role.ADMIN)
LONGEST = {"name": 60, "guidance": 140, "address": 160}
ENGLISH = ("name", "guidance")
NOT_FOUND = N_("Alamat ini tidak ada lagi. Muat ulang halaman.")


def add_address(actor: Actor, words: AddressWords) -> None:
    """Add an address at the end of its topic; guests read it once somebody has checked it. Raises InvalidInput."""
    actor.need(*KEEPERS)
    values = _checked(words)
    with atomic() as s:
        mine = OutsideAddress.office_id == actor.office_id
        last = s.scalar(select(func.max(OutsideAddress.position)).where(mine))
        row = new_address(actor.office_id, 0 if last is None else last + 1, values)
        s.add(row)
        s.flush()
        note_change(actor, "add_address", "outside_address", row.id)


def new_address(office_id: int, position: int, values: dict[str, str]) -> OutsideAddress:
    """A row nobody has checked."""
    return OutsideAddress(office_id=office_id, position=position, state=AddressState.UNCHECKED, **values)


def edit_address(actor: Actor, address_id: int, words: AddressWords) -> None:
    """Change what is said; what was checked is not what stands there now. Raises InvalidInput and NotFound."""
    actor.need(*KEEPERS)
    values = _checked(words)
    with atomic() as s:
        row = owned(actor, OutsideAddress, address_id, NOT_FOUND)
        fields = [name for name, value in values.items() if getattr(row, name) != value and not name.endswith("_en")]
        if not fields:
            return
        english = {f"{name}_en": "" if name in fields else getattr(row, f"{name}_en") for name in ENGLISH}
        unchecked = {"state": AddressState.UNCHECKED, "checked_at": None, "checked_by_id": None}
        s.execute(update(OutsideAddress).where(OutsideAddress.id == row.id).values(values | english | unchecked))
        note_change(actor, "edit_address", "outside_address", row.id, fields=fields)


def set_address_state(actor: Actor, address_id: int, state: str) -> None:
    """Say that it is right today, has to be looked at, or is not valid any more. Raises InvalidInput and NotFound."""
    actor.need(*KEEPERS)
    if state not in STATES:
        raise InvalidInput("state", N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    with atomic() as s:
        row = owned(actor, OutsideAddress, address_id, NOT_FOUND)
        said = {"state": state, "checked_at": clock.now(), "checked_by_id": actor.person_id}
        s.execute(update(OutsideAddress).where(OutsideAddress.id == row.id).values(said))
        note_change(actor, "set_address_state", "outside_address", row.id, state=state)


def _checked(words: AddressWords) -> dict[str, str]:
    if words.topic not in TOPICS:
        raise InvalidInput("topic", N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    address = fitting("address", words.address, LONGEST["address"])
    if ":" in address.split("/")[0] and not address.startswith(("https://", "http://")):
        raise InvalidInput("address", N_("Alamat web diawali https://. Selain itu tulis jalan atau nomor telepon."))
    return asdict(words) | {
        "name": filled("name", words.name, LONGEST["name"]),
        "guidance": fitting("guidance", words.guidance, LONGEST["guidance"]),
        "address": address,
    }
