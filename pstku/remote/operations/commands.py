"""Muat ulang saat sepi, Tutup dengan pesan, Buka lagi; and what the tablet says of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, insert_into
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.devices.queries import get_device
from pstku.remote.models import TabletCommand
from pstku.remote.rules import Kind

LONGEST_SENTENCE = 160


def ask_to_reload(actor: Actor, device_id: UUID) -> None:
    """Muat ulang saat sepi: the tablet reads its page anew when nobody is at it and what it keeps has been sent.

    Raises NotFound for a tablet that is not in use.
    """
    actor.need(Role.ADMIN)
    with atomic():
        _give(actor, device_id, Kind.RELOAD)
        record(actor.office_id, "ask_tablet_to_reload", "device", device_id, actor_id=actor.person_id)


def close_tablet(actor: Actor, device_id: UUID, sentence: str, sentence_en: str, ends_at: datetime | None) -> None:
    """Tutup dengan pesan: as soon as nobody is at it, the tablet takes no guests and says this instead.

    `ends_at`: it opens again by itself. Raises InvalidInput for a missing or long sentence or an end that is past.
    """
    actor.need(Role.ADMIN)
    words = fitting("sentence", sentence, LONGEST_SENTENCE)
    if len(words) < 2:
        raise InvalidInput("sentence", N_("Tulis pesannya: apa yang terjadi, dan ke mana tamu sebaiknya pergi."))
    if ends_at is not None and ends_at <= clock.now():
        raise InvalidInput("ends_on", N_("Waktu ini sudah lewat. Pilih waktu yang akan datang, atau kosongkan."))
    told = {"sentence": words, "sentence_en": fitting("sentence_en", sentence_en, LONGEST_SENTENCE)}
    with atomic():
        _give(actor, device_id, Kind.DOOR, is_closing=True, ends_at=ends_at, **told)
        ends = ends_at.isoformat() if ends_at else None
        record(actor.office_id, "close_tablet", "device", device_id, actor_id=actor.person_id, ends_at=ends)


def open_tablet(actor: Actor, device_id: UUID) -> None:
    """Buka lagi: the tablet takes guests again."""
    actor.need(Role.ADMIN)
    with atomic():
        _give(actor, device_id, Kind.DOOR)
        record(actor.office_id, "open_tablet", "device", device_id, actor_id=actor.person_id)


def hear_commands(office_id: int, device_id: UUID) -> None:
    """The tablet says that it has heard of its commands; it obeys when nobody is at it. Harmless to repeat."""
    heard = {"received_at": clock.now()}
    with atomic():
        if _note(device_id, TabletCommand.received_at.is_(None), heard):
            record(office_id, "hear_tablet_commands", "device", device_id, actor_kind="device")


def do_commands(office_id: int, device_id: UUID) -> None:
    """The tablet shows the page that its commands ask for; so it has heard of them. Harmless to repeat."""
    now = clock.now()
    done = {"done_at": now, "received_at": func.coalesce(TabletCommand.received_at, now)}
    with atomic():
        if _note(device_id, TabletCommand.done_at.is_(None), done):
            record(office_id, "do_tablet_commands", "device", device_id, actor_kind="device")


def _give(actor: Actor, device_id: UUID, kind: Kind, **asked: Any) -> None:
    """The newest command of its kind takes the place of the one before, which then is done or no longer wanted."""
    device = get_device(actor.office_id, device_id)
    blank = {
        "is_closing": False,
        "sentence": "",
        "sentence_en": "",
        "ends_at": None,
        "received_at": None,
        "done_at": None,
    }
    values = blank | asked | {"asked_at": clock.now(), "asked_by_id": actor.person_id}
    first = insert_into(TabletCommand.__table__).values(device_id=device.id, kind=kind, number=1, **values)
    again = {**values, "number": TabletCommand.number + 1}
    with atomic() as s:
        s.execute(first.on_conflict_do_update(index_elements=["device_id", "kind"], set_=again))


def _note(device_id: UUID, which: ColumnElement[bool], values: dict[str, Any]) -> int:
    """Returns how many commands this is new of: two polls at a time note it once."""
    noted = update(TabletCommand).where(TabletCommand.device_id == device_id, which).values(values)
    with atomic() as s:
        return int(s.execute(noted.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
