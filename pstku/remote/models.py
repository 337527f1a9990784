"""Tables of what a tablet is asked to do."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model, one_of
from pstku.remote.rules import Kind


class TabletCommand(Model):
    """The newest command of a kind: `number` counts all that were given. What was asked before stands in the trail.

    "door" is both Tutup dengan pesan and Buka lagi.
    """

    __tablename__ = "tablet_commands"
    __table_args__ = (one_of("kind", Kind),)

    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # a Kind
    number: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    received_at: Mapped[datetime | None]  # the tablet said that it heard of it
    done_at: Mapped[datetime | None]  # the tablet showed the page that it asks for
    is_closing: Mapped[bool] = mapped_column(default=False)
    sentence: Mapped[str] = mapped_column(default="")  # what guests read on a closed tablet
    sentence_en: Mapped[str] = mapped_column(default="")
    ends_at: Mapped[datetime | None]  # the tablet opens again by itself
