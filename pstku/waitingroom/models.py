"""Tables of the waiting room."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class Display(Model):
    """A screen in the waiting room, or one that asks to become one and shows its code; its browser holds a token.

    It is no tablet: it takes no guest and no number, and what it holds opens nothing but its own page.
    """

    __tablename__ = "displays"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str] = mapped_column(default="")
    token_hash: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(unique=True)  # what an admin types; None once they have
    asked_at: Mapped[datetime]
    enrolled_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    sound: Mapped[str] = mapped_column(default="")  # as it last said: one of rules.displays.SOUNDS, or nothing yet


class CallRecording(Model):
    """A clip of a call in the office's own voice, instead of ours."""

    __tablename__ = "call_recordings"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    clip: Mapped[str] = mapped_column(primary_key=True)  # of rules.clips
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    media_type: Mapped[str]
    digest: Mapped[str]  # of the content, in its address
    recorded_at: Mapped[datetime]
