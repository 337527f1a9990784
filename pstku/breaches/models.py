"""Breaches of personal data."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pstku.breaches.rules import Outcome
from pstku.core.db import Model, one_of

IS_OPEN = text("closed_at IS NULL")


class Breach(Model):
    """Kebocoran data: the facts that the law wants told, when each side was told, and how it ended."""

    __tablename__ = "breaches"
    __table_args__ = (
        one_of("outcome", Outcome),
        Index("ix_breaches_open", "office_id", "known_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    known_at: Mapped[datetime]  # the clock begins here
    happened: Mapped[str]  # when it happened, as far as it is known
    data: Mapped[str]  # Data, separated by blanks
    people_count: Mapped[int | None]  # how many people's; None while nobody knows
    cause: Mapped[str]
    measures: Mapped[str]
    authority_told_at: Mapped[datetime | None]
    authority_told_how: Mapped[str] = mapped_column(default="")
    persons_told_at: Mapped[datetime | None]
    persons_told_how: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str | None]  # an Outcome
    lesson: Mapped[str] = mapped_column(default="")
