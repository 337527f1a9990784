"""Tables of the paper book: the sheets that were entered, and which visits came from which."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model, one_of
from pstku.paperbook.rules.sheets import Cause


class PaperSheet(Model):
    """Guests of one day, entered later in one act; taken back, it stays as a line that says so, without its guests.

    `is_after_lock`: the day's quarter was closed by then, and its frozen evidence knows nothing of these guests.
    """

    __tablename__ = "paper_sheets"
    __table_args__ = (one_of("cause", Cause), Index("ix_paper_sheets_office_id_day", "office_id", "day"))

    id: Mapped[UUID] = mapped_column(primary_key=True)  # the form's own key: sent twice, it is one sheet
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    day: Mapped[date]
    cause: Mapped[str]  # a Cause
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    guests: Mapped[int]  # how many rows it had
    is_after_lock: Mapped[bool]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class PaperVisit(Model):
    """A visit that came from a sheet."""

    __tablename__ = "paper_visits"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("paper_sheets.id"), index=True)
