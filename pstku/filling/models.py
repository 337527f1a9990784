"""Published tables an editor has mapped once."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Json, Model


class TableMapping(Model):
    """What the rows and columns of a published table mean, kept for next year's edition."""

    __tablename__ = "table_mappings"
    __table_args__ = (UniqueConstraint("office_id", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    signature: Mapped[str]  # a hash of its title and headings without years
    title: Mapped[str]
    meanings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # rows, columns, powers, …: a TableMap
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]
