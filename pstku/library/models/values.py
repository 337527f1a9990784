"""Figures and the places they belong to."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model, one_of
from pstku.library.rules.states import ValueOrigin


class IndicatorValue(Model):
    """One figure: indicator, region, period, vintage. Never overwritten; a revision is a new vintage."""

    __tablename__ = "indicator_values"
    __table_args__ = (
        UniqueConstraint("office_id", "indicator_key", "region_code", "period", "vintage"),
        Index("ix_indicator_values_lookup", "office_id", "indicator_key", "region_code", "period"),
        one_of("origin", ValueOrigin),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    indicator_key: Mapped[str]
    region_code: Mapped[str]
    period: Mapped[str]  # 2023, 2025-08, 2026-Q2, 2026-S1: sorts by time within one kind
    period_kind: Mapped[str]  # year, semester, quarter, month
    vintage: Mapped[int]
    scaled: Mapped[int] = mapped_column(BigInteger)  # value = scaled / 10**decimals
    decimals: Mapped[int]
    status: Mapped[str]
    series: Mapped[str]  # a new label is a break
    source: Mapped[str]
    source_url: Mapped[str | None]
    released_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    origin: Mapped[str] = mapped_column(default=ValueOrigin.PACK)
    withdrawn_at: Mapped[datetime | None]  # refused or mistyped: kept in the history, used nowhere
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_why: Mapped[str] = mapped_column(default="")
    asked_out_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # a checked one waits for a second person
    asked_out_why: Mapped[str] = mapped_column(default="")


class Region(Model):
    """A place below, at or above the office's own: province, city, kecamatan, kelurahan."""

    __tablename__ = "regions"
    __table_args__ = (UniqueConstraint("office_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    code: Mapped[str]  # as figures name it: 0000, 7500, 7571, 7571010, 7571010001
    name: Mapped[str]
    level: Mapped[str]  # nasional, provinsi, kota, kecamatan, kelurahan
    parent_code: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")  # for editors
    pack_key: Mapped[str | None]  # None: added in this office
    pack_checksum: Mapped[str | None]  # as the pack brought it: tells local edits apart; empty: not known


class CheckPass(Model):
    """Bukan bidang saya: this person leaves the check of this figure to somebody else."""

    __tablename__ = "check_passes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    value_id: Mapped[int] = mapped_column(ForeignKey("indicator_values.id"), primary_key=True)
