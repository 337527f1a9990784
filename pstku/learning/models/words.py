"""The words guests use, and the questions nobody could answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


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
    pack_key: Mapped[str | None]  # None: added in this office
    pack_checksum: Mapped[str | None]  # as the pack brought it: tells local edits apart; empty: not known


class SynonymGroup(Model):
    """Words guests use, and the pages they mean; or an agency they belong to instead of BPS."""

    __tablename__ = "synonym_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    words: Mapped[list[Any]]
    page_keys: Mapped[list[Any]]
    referral: Mapped[dict[str, Any] | None]  # {agency, say}
    pack_key: Mapped[str | None]  # as with terms
    pack_checksum: Mapped[str | None]


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
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # the editor who took it on
    page_key: Mapped[str | None]  # the page that was written, or that answers it
