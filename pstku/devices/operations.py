"""Writes of tablets: pairing, enrolment, revocation, heartbeat."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.attempts import Limit, source_of, spend
from pstku.core.db import atomic, insert_into, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.core.tokens import CODE_ALPHABET, hash_token, random_token, uuid7
from pstku.devices.journeys import STEPS, bound_of
from pstku.devices.models import Device, JourneyCount, Pairing
from pstku.devices.queries import find_pairing_by_code, get_device
from pstku.devices.rules import WRITE_OFF_REASONS, known_lacks

PAIRING_LIFE = timedelta(minutes=10)
PAIRING_LETTERS = 6
REQUESTS = Limit("pairing", 20, 600, N_("Terlalu banyak permintaan. Tunggu sepuluh menit, lalu coba lagi."))
LONGEST_NAME = 60


def request_pairing(office_id: int, *, address: str) -> str:
    """A browser asks to become a tablet; returns the secret it keeps, which opens nothing until an admin approves.

    The code to read out is found again with `find_pairing(secret)`. Raises TooManyTries after too many requests.
    """
    spend("code", (REQUESTS, source_of(address)))
    secret, now = random_token(), clock.now()
    with atomic() as s:
        s.execute(delete(Pairing).where(Pairing.expires_at < now, Pairing.device_id.is_(None)))
        pairing = Pairing(
            id=uuid7(),
            office_id=office_id,
            code="".join(secrets.choice(CODE_ALPHABET) for _ in range(PAIRING_LETTERS)),
            claim_hash=hash_token(secret),
            created_at=now,
            expires_at=now + PAIRING_LIFE,
        )
        s.add(pairing)
        s.flush()
        record(office_id, "request_pairing", "pairing", pairing.id)
    return secret


def approve_pairing(actor: Actor, code: str, *, name: str, desk_id: int | None) -> Device:
    """An admin types the code a waiting tablet shows; its browser is enrolled from that moment.

    The caller vouches that the desk belongs to the office. Raises NotFound for a code that is unknown, old or used.
    """
    actor.need(Role.ADMIN)
    title = _device_name(name)
    pairing = find_pairing_by_code(actor.office_id, code)
    if pairing is None:
        raise NotFound(N_("Kode ini tidak dikenal atau sudah lewat sepuluh menit. Minta kode baru di tablet."))
    with atomic() as s:
        device = _enrol(actor.office_id, pairing.claim_hash, title, desk_id)
        use = (
            update(Pairing)
            .where(Pairing.id == pairing.id, Pairing.device_id.is_(None))
            .values(device_id=device.id, claimed_at=clock.now())
            .execution_options(synchronize_session=False)
        )
        if s.execute(use).rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict(N_("Kode ini baru saja dipakai. Lihat daftar tablet."))
        record(actor.office_id, "approve_pairing", "device", device.id, actor_id=actor.person_id)
    return device


def enrol_demo_device(office_id: int, *, name: str, desk_id: int | None) -> str:
    """Demo only: this browser becomes a tablet at once; returns the token it keeps."""
    token = random_token()
    with atomic():
        device = _enrol(office_id, hash_token(token), name, desk_id, is_demo=True)
        record(office_id, "enrol_demo_device", "device", device.id)
    return token


def revoke_device(actor: Actor, device_id: UUID) -> None:
    """End a tablet's access at once; what it already sent stays. Harmless to repeat."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        device = s.get(Device, device_id, populate_existing=True)
        if device is None or device.office_id != actor.office_id:
            raise NotFound(N_("Tablet ini tidak ditemukan."))
        if device.revoked_at is None:
            device.revoked_at = clock.now()
            record(actor.office_id, "revoke_device", "device", device.id, actor_id=actor.person_id)


def write_off_device(actor: Actor, device_id: UUID, reason: str) -> None:
    """Anggap hilang: nobody waits any longer for what may lie on a revoked tablet; noted with why, and how many items.

    Raises InvalidInput without one of the reasons, Conflict for a tablet that is in use.
    """
    actor.need(Role.ADMIN)
    if reason not in WRITE_OFF_REASONS:
        raise InvalidInput("reason", N_("Pilih mengapa isi tablet ini tidak ditunggu lagi."))
    with atomic() as s:
        device = s.get(Device, device_id, populate_existing=True)
        if device is None or device.office_id != actor.office_id:
            raise NotFound(N_("Tablet ini tidak ditemukan."))
        if device.revoked_at is None:
            raise Conflict(N_("Tablet ini masih dipakai. Cabut dahulu."))
        if device.written_off_at is None:
            device.written_off_at = clock.now()
            left: dict[str, Any] = {"reason": reason, "items": device.outbox_count, "aside": device.aside_count}
            record(actor.office_id, "write_off_device", "device", device.id, actor_id=actor.person_id, **left)


def place_device(actor: Actor, device_id: UUID, desk_id: int | None) -> None:
    """Move the tablet to another desk, or to none; the caller has checked that the desk belongs to the office."""
    actor.need(Role.ADMIN)
    with atomic():
        device = get_device(actor.office_id, device_id)
        device.desk_id = desk_id
        record(actor.office_id, "place_device", "device", device.id, actor_id=actor.person_id, desk=desk_id)


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a tablet says of itself: unsent items, those set aside, the age of the oldest, its clock, what it lacks offline."""

    outbox_count: int = 0
    aside_count: int = 0
    outbox_age_seconds: int = 0
    client_at: datetime | None = None
    lacks: str | None = None
    oldest_key: int | None = None  # of the office's outbox, that it still needs


def heartbeat(device_id: UUID, pulse: Pulse) -> None:
    """Record that the tablet is alive, and how it is doing."""
    now = clock.now()
    with atomic() as s:
        s.execute(
            update(Device)
            .where(Device.id == device_id)
            .values(
                last_seen_at=now,
                outbox_count=max(0, pulse.outbox_count),
                aside_count=max(0, pulse.aside_count),
                outbox_age_seconds=max(0, pulse.outbox_age_seconds),
                offline_lacks=None if pulse.lacks is None else known_lacks(pulse.lacks),
                oldest_key=func.coalesce(pulse.oldest_key, Device.oldest_key),
                clock_skew_seconds=round((pulse.client_at - now).total_seconds()) if pulse.client_at else 0,
            )
            .execution_options(synchronize_session=False)
        )


def count_journey(device_id: UUID, day: date, ended_at: str, seconds: int) -> None:
    """Count one guest's way through the book: the last step and, roughly, how long it took. Unknown steps are ignored."""
    if ended_at not in STEPS:
        return
    key = {"device_id": device_id, "day": day, "ended_at": ended_at, "within_seconds": bound_of(seconds)}
    one = insert_into(JourneyCount).values(**key, count=1)
    with atomic() as s:
        s.execute(one.on_conflict_do_update(index_elements=list(key), set_={"count": JourneyCount.count + 1}))


def _device_name(name: str) -> str:
    title = fitting("name", name, LONGEST_NAME)
    if len(title) < 2:
        raise InvalidInput("name", N_("Beri tablet ini nama, misalnya Tablet Loket 1."))
    return title


def next_series(office_id: int) -> int:
    """The series of the next tablet: one more than any ever had, for what a revoked one kept may still arrive."""
    highest = select(func.coalesce(func.max(Device.series), 0)).where(Device.office_id == office_id)
    return session().execute(highest).scalar_one() + 1


def _enrol(office_id: int, token_hash: str, name: str, desk_id: int | None, is_demo: bool = False) -> Device:
    with atomic() as s:
        device = Device(
            id=uuid7(),
            office_id=office_id,
            desk_id=desk_id,
            series=next_series(office_id),
            name=name,
            token_hash=token_hash,
            enrolled_at=clock.now(),
            is_demo=is_demo,
        )
        s.add(device)
        s.flush()
    return device
