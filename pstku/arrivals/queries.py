"""What waits from phones, and which QR opens the book."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from pstku.arrivals.models import Arrival, GuestBookQr
from pstku.core import clock
from pstku.core.contact import masked_name
from pstku.core.db import session
from pstku.core.tokens import hash_token
from pstku.core.vault import unseal
from pstku.guestbook.entry import Entry
from pstku.offices.queries import Configuration, Service


@dataclass(frozen=True, slots=True)
class WaitingArrival:
    """An entry from a phone as the desk shows it; the whole name stands there once the guest is here."""

    id: UUID
    sign: str
    name: str  # Budi S•••••, or empty
    service: Service
    needs_help: bool
    party_size: int
    sent_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Arrivals:
    """All that wait now."""

    waiting: list[WaitingArrival]

    @property
    def mark(self) -> str:
        """A fingerprint of what a poll redraws."""
        return hashlib.sha256(repr(self.waiting).encode()).hexdigest()[:16]

    @property
    def until(self) -> datetime | None:
        """When the first of them ends by itself; None when nobody waits."""
        return min((one.ends_at for one in self.waiting), default=None)


def arrivals(office: Configuration) -> Arrivals:
    """Entries of the office that wait for an officer, in the order in which they were sent."""
    rows = session().scalars(select(Arrival).where(*waiting(office.id)).order_by(Arrival.sent_at, Arrival.id))
    return Arrivals([_shown(office, row) for row in rows])


def waiting(office_id: int) -> tuple[ColumnElement[bool], ...]:
    """The condition of a row that still waits; one whose counter has closed is gone, though the night deletes it."""
    return Arrival.office_id == office_id, Arrival.ends_at > clock.now()


def left_arrivals(office_id: int, at: datetime) -> Select[UUID]:
    """Entries whose day of service had ended by then: nobody confirmed them."""
    return select(Arrival.id).where(Arrival.office_id == office_id, Arrival.ends_at <= at)


def find_arrival(office_id: int, arrival_id: UUID) -> Arrival | None:
    """One entry that still waits."""
    return session().scalar(select(Arrival).where(Arrival.id == arrival_id, *waiting(office_id)))


def sealed_entry(blob: bytes) -> Entry:
    """The entry inside a row."""
    stored: dict[str, Any] = json.loads(unseal(blob))
    values: dict[str, Any] = {k: tuple(value) if isinstance(value, list) else value for k, value in stored.items()}
    return Entry(**values)


@dataclass(frozen=True, slots=True)
class SentEntry:
    """An entry from a phone with everything in it, for whoever answers a guest's question about their data."""

    id: UUID
    sign: str
    sent_at: datetime
    entry: Entry


def sent_entries(office_id: int) -> list[SentEntry]:
    """Every entry that is kept, also one whose day has ended and which the night has not deleted yet."""
    rows = session().scalars(
        select(Arrival).where(Arrival.office_id == office_id).order_by(Arrival.sent_at, Arrival.id)
    )
    return [SentEntry(row.id, row.sign, row.sent_at, sealed_entry(row.entry_sealed)) for row in rows]


def find_qr(office_id: int, token: str) -> GuestBookQr | None:
    """The QR of this token, also one that was replaced."""
    mine = (GuestBookQr.office_id == office_id, GuestBookQr.token_hash == hash_token(token))
    return session().scalar(select(GuestBookQr).where(*mine))


def current_qr(office_id: int) -> GuestBookQr | None:
    """The QR that opens the book now."""
    return session().scalar(
        select(GuestBookQr).where(GuestBookQr.office_id == office_id, GuestBookQr.ended_at.is_(None))
    )


def _shown(office: Configuration, row: Arrival) -> WaitingArrival:
    entry = sealed_entry(row.entry_sealed)
    return WaitingArrival(
        id=row.id,
        sign=row.sign,
        name=masked_name(entry.name) if entry.name else "",
        service=office.service(entry.service_id),
        needs_help=entry.needs_help,
        party_size=entry.party_size,
        sent_at=row.sent_at,
        ends_at=row.ends_at,
    )
