"""What guests and officers wrote about a service, each in a table of its own."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Model
from pstku.core.personal import guest_words


class Remark(Model):
    """Kritik & saran of somebody without an open visit; about nobody in particular."""

    __tablename__ = "remarks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    text: Mapped[str]
    created_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Comment(Model):
    """Words that came with a vote. The id is random and the rows are shuffled: neither tells who wrote when.

    Waits until five have come together, is then released to its officer, and goes after twelve months. What the cut
    finds unreleased loses its officer once five wait, and is read as words to the office.
    """

    __tablename__ = "comments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    line: Mapped[str]  # of the award: desk or field
    text: Mapped[str] = mapped_column(info=guest_words(exported=False))  # no admin learns who said it
    # Until the cut, for an appeal that takes the vote out; the nightly rewriting takes away both rows and puts them back.
    vote_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("votes.id", deferrable=True, initially="IMMEDIATE"), index=True
    )
    released_on: Mapped[date | None]  # to the officer, or without one to the office
    is_demo: Mapped[bool] = mapped_column(default=False)


class Appeal(Model):
    """An officer says a comment is about something else; an admin who is not concerned decides."""

    __tablename__ = "appeals"
    __table_args__ = IDS_USED_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    comment_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("comments.id", deferrable=True, initially="IMMEDIATE"), unique=True
    )  # None when the comment has gone after its twelve months
    officer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    upheld: Mapped[bool | None]
    decision_reason: Mapped[str] = mapped_column(default="")
