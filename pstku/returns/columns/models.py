"""Table of the column templates."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Json, Model


class ColumnTemplate(Model):
    """The order and heads of a file's columns, under a name."""

    __tablename__ = "column_templates"
    __table_args__ = (UniqueConstraint("office_id", "kind", "name"), IDS_USED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    kind: Mapped[str]  # a key of `known.KINDS`
    name: Mapped[str]
    columns: Mapped[list[Any]] = mapped_column(Json)  # [key of a column, head]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
