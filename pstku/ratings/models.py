"""Tables of SKIP: votes, unattributed words, appeals."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model
from pstku.core.personal import guest_words


class Vote(Model):
    """One satisfaction vote, 1 to 4. Without a name; its visit is forgotten after the objection window.

    A vote without the right to count (unknown, rated or too old visit) has no officer and says why in
    `unattributed_reason`; it is kept and flagged, never counted.
    """

    __tablename__ = "votes"
    __table_args__ = (
        CheckConstraint("score between 1 and 4", name="score"),
        Index("ix_votes_office_id_officer_id_day", "office_id", "officer_id", "day"),
        Index("ix_votes_office_id_day", "office_id", "day"),
        Index("ix_votes_device_id_received_at", "device_id", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), unique=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    score: Mapped[int]
    revision: Mapped[int]  # of the score: the highest one inside the change window
    words_revision: Mapped[int] = mapped_column(default=0)  # of reasons, comment and unsur, which may come later
    first_client_at: Mapped[datetime]
    client_at: Mapped[datetime]
    received_at: Mapped[datetime | None]  # cut to the day with the visit
    day: Mapped[date]
    line: Mapped[str]  # desk (guests at the counter), remote (WA, mail, phone) or field: the award lines
    given_on: Mapped[str]  # tablet or own_phone
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    reaction_ms: Mapped[int | None]
    reasons: Mapped[list[Any]]
    comment: Mapped[str] = mapped_column(default="", info=guest_words(exported=False))  # no admin learns who said it
    unsur: Mapped[str | None]
    unsur_value: Mapped[int | None]
    # The blind index of the guest's phone, for the one-contact gate.
    contact_index: Mapped[str | None] = mapped_column(info=guest_words(exported=False))
    service_code: Mapped[str | None]
    age_group: Mapped[str | None]
    sex: Mapped[str | None]
    education: Mapped[str | None]
    occupation: Mapped[str | None]
    flags: Mapped[list[Any]]  # codes for review, never a reason to drop
    unattributed_reason: Mapped[str | None]
    excluded_at: Mapped[datetime | None]  # by an upheld appeal
    is_demo: Mapped[bool] = mapped_column(default=False)


class Remark(Model):
    """Kritik & saran of somebody without an open visit; about nobody in particular."""

    __tablename__ = "remarks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    text: Mapped[str]
    created_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Appeal(Model):
    """An officer says a comment is about something else; an admin who is not concerned decides."""

    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    # A forgotten vote gets a new id, and its appeal follows.
    vote_id: Mapped[UUID] = mapped_column(ForeignKey("votes.id", onupdate="CASCADE"), unique=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    upheld: Mapped[bool | None]
    decision_reason: Mapped[str] = mapped_column(default="")


class PublishedScore(Model):
    """What an officer may see of a quarter so far: moves only when at least five new votes have come in."""

    __tablename__ = "published_scores"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(primary_key=True)
    vote_count: Mapped[int]
    served_count: Mapped[int]
    rated_count: Mapped[int]
    figures: Mapped[dict[str, Any]]  # score, low, high as strings; is_provisional as it was when they were written
    comments: Mapped[list[Any]]  # [{vote, text}] released in batches, shuffled
    published_at: Mapped[datetime]
