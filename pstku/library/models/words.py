"""The words guests use, and the questions nobody could answer."""

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
