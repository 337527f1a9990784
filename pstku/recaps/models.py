"""Table of the recaps that were released."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Json, Model

STANDS = "withdrawn_at IS NULL"


class ServiceRecap(Model):
    """One release of an employee's quarter. Its content never changes; one that was withdrawn only its owner sees."""

    __tablename__ = "service_recaps"
    __table_args__ = (
        Index(
            "uq_service_recaps_standing",
            "person_id",
            "year",
            "quarter",
            unique=True,
            sqlite_where=text(STANDS),
            postgresql_where=text(STANDS),
        ),
        Index("ix_service_recaps_office_id_year", "office_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    year: Mapped[int]
    quarter: Mapped[int]
    release: Mapped[int]  # 1, then one more each time after a withdrawal
    released_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    content: Mapped[Any] = mapped_column(Json)  # `rules.Recap` as JSON
    hash: Mapped[str]  # SHA-256 of the content
