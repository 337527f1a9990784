"""Tables of the tablets."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class Device(Model):
    """An enrolled tablet; its browser holds a token, the database the hash."""

    __tablename__ = "devices"
    __table_args__ = (UniqueConstraint("office_id", "series"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desks.id"))
    series: Mapped[int]  # 2 of T2, in the numbers it gives while no server answers; no other tablet ever gets it
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    outbox_count: Mapped[int] = mapped_column(default=0)
    outbox_age_seconds: Mapped[int] = mapped_column(default=0)
    aside_count: Mapped[int] = mapped_column(default=0)  # of the unsent, what the server will never take as it is
    offline_lacks: Mapped[str | None]  # names of devices.rules, parted by commas; None: not tried since its last start
    clock_skew_seconds: Mapped[int] = mapped_column(default=0)
    oldest_key: Mapped[int | None]  # lowest number of a key it still seals to or holds an envelope of, as it last said
    written_off_at: Mapped[datetime | None]  # an admin no longer waits for what may lie on it
    is_demo: Mapped[bool] = mapped_column(default=False)


class Pairing(Model):
    """A tablet that asks to be enrolled: it shows the code, the admin types it."""

    __tablename__ = "pairings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    code: Mapped[str] = mapped_column(unique=True)
    claim_hash: Mapped[str]  # of the secret the waiting browser holds
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    claimed_at: Mapped[datetime | None]


class JourneyCount(Model):
    """How many guests of one day ended at one step of the guest book at one tablet; nothing of any one guest."""

    __tablename__ = "journey_counts"

    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    ended_at: Mapped[str] = mapped_column(primary_key=True)  # a step of devices/journeys.py
    within_seconds: Mapped[int] = mapped_column(primary_key=True)  # one of its bounds
    count: Mapped[int]
