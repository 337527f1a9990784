"""Complaints."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class Complaint(Model):
    """Pengaduan: private and written, with a handler, clocks and an answer."""

    __tablename__ = "complaints"
    __table_args__ = (
        UniqueConstraint("office_id", "code"),
        Index("ix_complaints_office_id_answered_at", "office_id", "answered_at"),
        Index("ix_complaints_office_id_about_person_id", "office_id", "about_person_id"),
        Index("ix_complaints_office_id_received_on", "office_id", "received_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    code: Mapped[str]  # to follow it
    text: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    about_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str]
    kind: Mapped[str | None]  # a `Kind`, once somebody who may read it has said so
    created_at: Mapped[datetime]
    received_on: Mapped[date]  # the local day it came, on paper perhaps before it was entered; all clocks count from it
    first_due_on: Mapped[date | None]  # None for those that came before a first word was promised
    due_on: Mapped[date]
    first_word: Mapped[str] = mapped_column(default="")
    first_word_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    finding: Mapped[str | None]  # upheld, not_upheld
    finding_reason: Mapped[str] = mapped_column(default="")
    emptied_at: Mapped[datetime | None]  # its words were deleted; what is left is counted
    is_demo: Mapped[bool] = mapped_column(default=False)

    @property
    def is_greeted(self) -> bool:
        """Has the complainant heard from the office?"""
        return self.first_word_at is not None or self.answered_at is not None


class ComplaintMention(Model):
    """Somebody whom the words of a complaint name; it is kept from them until a colleague lifts it."""

    __tablename__ = "complaint_mentions"
    __table_args__ = (Index("ix_complaint_mentions_person_id", "person_id"),)

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
