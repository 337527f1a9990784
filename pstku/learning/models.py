"""Tables of the library."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class Pack(Model):
    """A content pack as it was imported last."""

    __tablename__ = "packs"
    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    key: Mapped[str]
    version: Mapped[str]
    title: Mapped[str]
    domain: Mapped[str | None]
    licence: Mapped[str]
    imported_at: Mapped[datetime]


class Page(Model):
    """One page of the library: a survey, indicator, medium or rule of conduct, by its stable key."""

    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("office_id", "key"),
        Index("ix_pages_office_id_kind", "office_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    key: Mapped[str]  # srv.sakernas, ind.tpt, med.website, con.sapa
    kind: Mapped[str]  # survey, indicator, medium, conduct
    slug: Mapped[str]
    title: Mapped[str]
    short: Mapped[str | None]
    function: Mapped[str]  # sosial, produksi, distribusi, nerwilis, ipds, umum
    summary: Mapped[str]
    body: Mapped[str]  # Markdown
    facts: Mapped[dict[str, Any]]  # the rest of the front matter, by its kind
    sources: Mapped[list[Any]]
    synonyms: Mapped[list[Any]]
    state: Mapped[str]  # draft, published
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    verify_every_days: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    pack_key: Mapped[str | None]
    pack_checksum: Mapped[str | None]  # of the page as the pack brought it: tells local edits apart
    position: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


class IndicatorValue(Model):
    """One figure: indicator, region, period, vintage. Never overwritten; a revision is a new vintage."""

    __tablename__ = "indicator_values"
    __table_args__ = (
        UniqueConstraint("office_id", "indicator_key", "region_code", "period", "vintage"),
        Index("ix_indicator_values_lookup", "office_id", "indicator_key", "region_code", "period"),
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


class GlossaryTerm(Model):
    """A word and what it means."""

    __tablename__ = "glossary_terms"
    __table_args__ = (UniqueConstraint("office_id", "term_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    term: Mapped[str]
    term_key: Mapped[str]
    meaning: Mapped[str]
    page_key: Mapped[str | None]


class SynonymGroup(Model):
    """Words guests use, and the pages they mean; or an agency they belong to instead of BPS."""

    __tablename__ = "synonym_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    words: Mapped[list[Any]]
    page_keys: Mapped[list[Any]]
    referral: Mapped[dict[str, Any] | None]  # {agency, say}


class OpenQuestion(Model):
    """A question nobody could answer: no person, only the words and how often."""

    __tablename__ = "open_questions"
    __table_args__ = (UniqueConstraint("office_id", "text_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    text: Mapped[str]
    text_key: Mapped[str]
    asked_count: Mapped[int]
    first_asked_at: Mapped[datetime]
    last_asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
