"""Packs and the pages they bring."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model
from pstku.library.rules.schema import Facts


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
    release_days: Mapped[dict[str, Any]] = mapped_column(default=dict)  # period -> day or "ditunda", as editors entered
    position: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]

    @property
    def fact(self) -> Facts:
        """The facts, typed: `page.fact.unit`."""
        return Facts(self.facts)
