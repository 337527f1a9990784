"""Tables of what a tablet is asked to do."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
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


class SecretChange(Model):
    """A tablet's secret gives way to the next one; `asked_by_id` is None where its age asked. One at a time is under way."""

    __tablename__ = "secret_changes"
    __table_args__ = (
        Index(
            "uq_secret_changes_running",
            "device_id",
            unique=True,
            sqlite_where=text("changed_at IS NULL"),
            postgresql_where=text("changed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None]  # the tablet came with the new one for the first time
    changed_at: Mapped[datetime | None]  # from then on the old one opens nothing
    old_hash: Mapped[str | None] = mapped_column(unique=True)
    misused_at: Mapped[datetime | None]  # somebody came with the old one after that: one of the two is a copy
