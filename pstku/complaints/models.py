"""Complaints."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class Complaint(Model):
    """Pengaduan: private and written, with a handler, a clock and an answer."""

    __tablename__ = "complaints"
    __table_args__ = (
        UniqueConstraint("office_id", "code"),
        Index("ix_complaints_office_id_answered_at", "office_id", "answered_at"),
        Index("ix_complaints_office_id_about_person_id", "office_id", "about_person_id"),
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
    created_at: Mapped[datetime]
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    finding: Mapped[str | None]  # upheld, not_upheld
    finding_reason: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
