"""The services of the counter: what a guest can come for."""

import re
from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import func, select, update

from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, clean_text
from pstku.offices.models import ServiceType
from pstku.offices.operations.changing import filled, free_code, move, note_change, owned
from pstku.offices.rules.services import COMMON_LETTER, ServiceWords

LONGEST = {"guest_label": 40, "guest_hint": 80, "standard_text": 240}  # also of their English
ENGLISH = tuple(LONGEST)
COUNTS_AS = ("pst", "kantor")
NOT_FOUND = N_("Layanan ini tidak ditemukan. Buka lagi dari daftar layanan.")


def _checked(words: ServiceWords) -> dict[str, object]:
    letter = words.queue_letter.strip().upper()
    if not re.fullmatch(r"[A-Z]", letter):
        raise InvalidInput("queue_letter", N_("Ketik satu huruf, A sampai Z."))
    if words.counts_as not in COUNTS_AS:
        raise InvalidInput("counts_as", N_("Pilih PST atau kantor."))
    if words.standard_minutes is not None and not 1 <= words.standard_minutes <= 480:
        raise InvalidInput("standard_minutes", N_("Isi 1 sampai 480 menit, atau kosongkan."))
    return asdict(words) | {
        "name": filled("name", words.name, 120),
        "guest_label": filled("guest_label", words.guest_label, LONGEST["guest_label"]),
        "guest_hint": fitting("guest_hint", words.guest_hint, LONGEST["guest_hint"]),
        "icon": fitting("icon", words.icon, 20) or "grid",
        "queue_letter": letter,
        "destination": fitting("destination", words.destination, 120),
        "standard_text": fitting("standard_text", words.standard_text, LONGEST["standard_text"], clean_text),
        "fee": fitting("fee", words.fee, 120),
    }


def add_service_type(
    actor: Actor, words: ServiceWords, *, english: Mapping[str, str] | None = None, before: str = ""
) -> ServiceType:
    """Add a service at the end of the guests' list, or before the service of that code where the office has it.

    `english` are the words of `ENGLISH` as guests read them, where they come with the service.
    """
    actor.need(Role.ADMIN)
    values = _checked(words)
    _check_letter_is_free(actor.office_id, str(values["queue_letter"]))
    with atomic() as s:
        row = ServiceType(
            office_id=actor.office_id,
            code=_free_code(actor.office_id, words.name),
            position=_free_place(actor.office_id, before),
            **values,
            **{f"{name}_en": fitting(name, said, LONGEST[name]) for name, said in (english or {}).items()},
        )
        s.add(row)
        s.flush()
        note_change(actor, "add_service_type", "service_type", row.id)
    return row


def _free_place(office_id: int, before: str) -> int:
    """The place of a new service; those behind it move on by one."""
    s, mine = session(), ServiceType.office_id == office_id
    place = s.scalar(select(ServiceType.position).where(mine, ServiceType.code == before))
    if place is None:
        last = s.scalar(select(func.max(ServiceType.position)).where(mine))
        return 0 if last is None else last + 1
    behind = update(ServiceType).where(mine, ServiceType.position >= place)
    s.execute(behind.values(position=ServiceType.position + 1))
    return place


def _check_letter_is_free(office_id: int, letter: str, *, but: int = 0) -> None:
    """A is everybody's; a letter of its own belongs to one service, so that D-003 says what its guest came for."""
    if letter == COMMON_LETTER:
        return
    mine = (ServiceType.office_id == office_id, ServiceType.queue_letter == letter, ServiceType.id != but)
    other = session().scalar(select(ServiceType.name).where(*mine).limit(1))
    if other is not None:
        words = N_("Huruf %(letter)s sudah dipakai layanan %(name)s. Pilih huruf lain, atau A yang dipakai bersama.")
        raise InvalidInput("queue_letter", words, letter=letter, name=other)


def _free_code(office_id: int, name: str) -> str:
    taken = select(ServiceType.code).where(ServiceType.office_id == office_id)
    return free_code(name, set(session().scalars(taken)))


def edit_service_type(actor: Actor, service_type_id: int, words: ServiceWords) -> None:
    """Change a service; visits recorded with it keep its code. Raises InvalidInput and NotFound."""
    actor.need(Role.ADMIN)
    values = _checked(words)
    with atomic() as s:
        row = owned(actor, ServiceType, service_type_id, NOT_FOUND)
        if row.queue_letter != values["queue_letter"]:
            _check_letter_is_free(actor.office_id, str(values["queue_letter"]), but=row.id)
        if not words.is_active:
            _keep_one(actor.office_id, row)
        fields = [name for name, value in values.items() if getattr(row, name) != value]
        values |= {f"{name}_en": "" for name in ENGLISH if name in fields}  # it was of the former words
        s.execute(update(ServiceType).where(ServiceType.id == row.id).values(values))
        note_change(actor, "edit_service_type", "service_type", row.id, fields=fields)


def _keep_one(office_id: int, row: ServiceType) -> None:
    others = select(ServiceType.id).where(
        ServiceType.office_id == office_id, ServiceType.is_active, ServiceType.id != row.id
    )
    if session().scalar(others.limit(1)) is None:
        raise InvalidInput("is_active", N_("Paling sedikit satu layanan harus tampil di tablet."))


def move_service_type(actor: Actor, service_type_id: int, up: bool) -> None:
    """Move a service one place up or down in the guests' list; at the end of the list nothing changes."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        moved = owned(actor, ServiceType, service_type_id, NOT_FOUND)
        query = select(ServiceType).where(ServiceType.office_id == actor.office_id)
        move(list(s.scalars(query.order_by(ServiceType.position, ServiceType.id))), moved, up)
        note_change(actor, "move_service_type", "service_type", moved.id)
