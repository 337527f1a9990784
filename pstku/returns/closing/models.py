"""Table of the closed months."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Json, Model


class MonthClosing(Model):
    """A month as it was closed, or a revision of it; no row is ever changed."""

    __tablename__ = "month_closings"
    __table_args__ = (UniqueConstraint("office_id", "month", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    month: Mapped[date]  # its first day
    revision: Mapped[int]  # 0: as it was closed
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    incomplete: Mapped[int]  # visits that still lacked something
    reason: Mapped[str]  # of a revision, in a person's words
    content: Mapped[Any] = mapped_column(Json)  # `rules.content_of`
    hash: Mapped[str]  # SHA-256 of the content
