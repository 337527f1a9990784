"""Tables of the outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class TabletCode(Model):
    """A visit code that a tablet may give a guest while no server answers; goes when a visit takes it."""

    __tablename__ = "tablet_codes"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"), index=True)
    issued_at: Mapped[datetime]


class OutboxKey(Model):
    """The number of the key that an office's tablets seal to; without a row it is the first."""

    __tablename__ = "outbox_keys"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    number: Mapped[int]
    changed_at: Mapped[datetime]
