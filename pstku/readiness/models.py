"""Tables of Kesiapan: versions of the service standard, and duties of the year with what was done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Json, Model


class StandardVersion(Model):
    """Standar pelayanan: one version as the office set it, with what guests were told on the day it was noted."""

    __tablename__ = "standard_versions"
    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str]  # number of the decision, or 2/2026
    effective_on: Mapped[date]
    reviewed_on: Mapped[date | None]  # with the public
    participants: Mapped[str]  # kinds and numbers, never names
    media: Mapped[str]  # where it can be read, one a line
    pledged_on: Mapped[date | None]  # the maklumat was set
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    services: Mapped[Any] = mapped_column(Json)  # [name, standard, minutes or null, fee] of each service


class YearlyDuty(Model):
    """What the office owes each year; without a day nobody knows it yet."""

    __tablename__ = "yearly_duties"
    __table_args__ = (UniqueConstraint("office_id", "title"), IDS_USED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    title: Mapped[str]
    month: Mapped[int | None]
    day: Mapped[int | None]
    source: Mapped[str]
    needs_check: Mapped[bool]  # periksa: nobody of the office has confirmed day and source


class DutyDeed(Model):
    """A duty that was done for a year."""

    __tablename__ = "duty_deeds"

    duty_id: Mapped[int] = mapped_column(ForeignKey("yearly_duties.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    done_on: Mapped[date]
    note: Mapped[str]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
