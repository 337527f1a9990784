"""Table of the DTSEN consultations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model, one_of
from pstku.dtsen.rules import Kind, Result


class DtsenVisit(Model):
    """What one visit was about and how it ended, as codes; there is no place here for a number or a rank of anybody."""

    __tablename__ = "dtsen_visits"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("result", Result),
        Index("ix_dtsen_visits_office_id_day_kind_result", "office_id", "day", "kind", "result"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    day: Mapped[date]  # of the visit: a period is counted without looking at any visit that was noted
    kind: Mapped[str]  # a Kind
    result: Mapped[str | None]  # a Result, once it is known
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
