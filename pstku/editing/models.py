"""Versions of a page: old ones, the published one and drafts, by number."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model
from pstku.library.rules.content import Content


class PageRevision(Model):
    """One version of a page. The page itself holds what is published; drafts wait here."""

    __tablename__ = "page_revisions"
    __table_args__ = (UniqueConstraint("page_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    number: Mapped[int]  # 0 is what stood there before the first change
    base_number: Mapped[int]  # the published version the author started from
    content: Mapped[dict[str, Any]]  # as JSON; `says` reads it typed
    state: Mapped[str]  # draft, in_review, returned, published, superseded, discarded
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    review_note: Mapped[str] = mapped_column(default="")

    @property
    def says(self) -> Content:
        """The content, typed: `revision.says.title`, `revision.says.facts.unit`."""
        return Content.from_json(self.content)


class PageReport(Model):
    """Ada yang keliru: what a reader found wrong on a page; no person is kept."""

    __tablename__ = "page_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    words: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class OpenQuestion(Model):
    """A question nobody could answer: no person, only the words and how often."""

    __tablename__ = "open_questions"
    __table_args__ = (
        UniqueConstraint("office_id", "text_key"),
        Index("ix_open_questions_office_id_closed_at_last_asked_at", "office_id", "closed_at", "last_asked_at"),
    )

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
