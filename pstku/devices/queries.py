"""Reads of tablets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.statements import Prepared
from pstku.core.text import N_
from pstku.core.tokens import hash_token
from pstku.devices.models import Device, JourneyCount, Pairing
from pstku.devices.rules import DAY_SECONDS, FULL, NEARLY_FULL, age_now, is_nearly_full, is_overdue
from pstku.offices.models import Office
from pstku.offices.queries import note_version

IN_USE = (
    select(
        Device.id,
        Device.office_id,
        Device.desk_id,
        Device.name,
        Device.last_seen_at,
        Device.series,
        Office.config_version,
    )
    .join(Office, Office.id == Device.office_id)
    .where(Device.revoked_at.is_(None))
)
HOLDER = Prepared(IN_USE.where(Device.token_hash == bindparam("token")))


@dataclass(frozen=True, slots=True)
class DeviceView:
    """An enrolled tablet as a request sees it."""

    id: UUID
    office_id: int
    desk_id: int | None
    name: str
    last_seen_at: datetime | None
    series: int


def find_device_by_id(device_id: UUID) -> DeviceView | None:
    """A tablet that came with another secret than the one in force, unless it was revoked."""
    row = session().execute(IN_USE.where(Device.id == device_id)).first()
    return _viewed(row) if row else None


def find_device(token: str) -> DeviceView | None:
    """The tablet that holds this token, unless it was revoked; its office's configuration is looked at on the way."""
    row = HOLDER.first({"token": hash_token(token)})
    return _viewed(row) if row else None


def _viewed(row: Any) -> DeviceView:
    note_version(row.office_id, row.config_version)
    return DeviceView(*row[:6])


def devices(office_id: int) -> list[Device]:
    """The office's tablets, those in use first, then by name."""
    query = select(Device).where(Device.office_id == office_id)
    return list(session().scalars(query.order_by(Device.revoked_at.is_not(None), Device.name)))


def get_device(office_id: int, device_id: UUID) -> Device:
    """A tablet of the office that is in use; raises NotFound for a stranger's id and for a revoked one."""
    device = session().get(Device, device_id, populate_existing=True)
    if device is None or device.office_id != office_id or device.revoked_at is not None:
        raise NotFound(N_("Tablet ini tidak ditemukan, atau sudah dicabut."))
    return device


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """Why nobody waits any longer for what lies on a tablet, since when, and who said so."""

    reason: str  # a key of devices.rules.WRITE_OFF_REASONS
    at: datetime
    by_id: int | None


def written_off(office_id: int) -> dict[UUID, WrittenOff]:
    """Each tablet that an admin wrote off, as the trail has it."""
    acts = select(AuditEntry.entity_id, AuditEntry.detail, AuditEntry.at, AuditEntry.actor_id)
    rows = session().execute(acts.where(AuditEntry.office_id == office_id, AuditEntry.action == "write_off_device"))
    return {UUID(row.entity_id): WrittenOff(row.detail["reason"], row.at, row.actor_id) for row in rows}


@dataclass(frozen=True, slots=True)
class Laden:
    """What a tablet in use holds that its server has not: items, and since how many days the oldest."""

    name: str
    count: int
    days: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Crowded:
    """Tablets in use that will soon send guests to the desk, or do so already, or keep something for too long; `mark`
    changes with what is to be said."""

    tablets: Sequence[Laden]

    @property
    def mark(self) -> str:
        return ",".join(f"{one.name} {_how(one)}{f' {one.days}' if one.is_overdue else ''}" for one in self.tablets)


def _how(one: Laden) -> str:
    return "full" if one.count >= FULL else "nearly" if one.count >= NEARLY_FULL else "old"


def crowded(office_id: int) -> Crowded:
    """As the tablets last said; what has got older since they were last heard is counted too."""
    query = select(Device.name, Device.outbox_count, Device.outbox_age_seconds, Device.last_seen_at)
    mine = query.where(Device.office_id == office_id, Device.revoked_at.is_(None), Device.outbox_count > 0)
    return Crowded([one for one in map(_laden, session().execute(mine.order_by(Device.name))) if _is_told(one)])


def _laden(row: Any) -> Laden:
    age = age_now(row.outbox_age_seconds, row.last_seen_at, clock.now())
    return Laden(row.name, row.outbox_count, age // DAY_SECONDS, is_overdue(age))


def _is_told(one: Laden) -> bool:
    return one.is_overdue or is_nearly_full(one.count)


def journeys(office_id: int, since: date) -> dict[UUID, list[tuple[str, int, int]]]:
    """Of each tablet since that day: (step where it ended, bound in seconds, guests)."""
    guests = func.sum(JourneyCount.count)
    query = (
        select(JourneyCount.device_id, JourneyCount.ended_at, JourneyCount.within_seconds, guests)
        .join(Device, Device.id == JourneyCount.device_id)
        .where(Device.office_id == office_id, JourneyCount.day >= since)
        .group_by(JourneyCount.device_id, JourneyCount.ended_at, JourneyCount.within_seconds)
    )
    found: dict[UUID, list[tuple[str, int, int]]] = {}
    for device_id, step, within, count in session().execute(query):
        found.setdefault(device_id, []).append((step, within, int(count)))
    return found


def find_pairing(secret: str) -> Pairing | None:
    """The pairing request of a waiting browser, in any state; None for an unknown secret."""
    return session().scalar(select(Pairing).where(Pairing.claim_hash == hash_token(secret)))


def find_pairing_by_code(office_id: int, code: str) -> Pairing | None:
    """The request behind a code an admin typed, while it can still be approved."""
    typed = "".join(code.split()).replace("-", "").upper()
    query = select(Pairing).where(Pairing.office_id == office_id, Pairing.code == typed)
    return session().scalar(query.where(Pairing.device_id.is_(None), Pairing.expires_at > clock.now()))
