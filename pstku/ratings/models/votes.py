"""Votes one by one, and what an officer may see of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model, one_of
from pstku.core.personal import guest_words
from pstku.ratings.rules.holding import Holder

# Votes on guests' own phones, which come from no tablet: only these are looked for by officer and moment.
ON_PHONES: dict[str, Any] = {"sqlite_where": text("device_id IS NULL"), "postgresql_where": text("device_id IS NULL")}
# Votes somebody should look at. Literal, because an index serves what is asked in its own words.
FLAGGED = "unattributed_reason IS NOT NULL OR CAST(flags AS VARCHAR) <> '[]'"


class Vote(Model):
    """One satisfaction vote, 1 to 4, of a quarter that is not settled. Once it is, the row goes and its tally stays.

    A vote without the right to count (unknown, rated or too old visit) has no officer and says why in
    `unattributed_reason`; it is kept and flagged, never counted. Until the cut the row knows its visit, and with
    `browser_key`, `contact_index`, `device_id` and `flags` also what helps to detect a forged vote: the browser of a
    guest's own phone, the guest's phone number, the tablet, and what was remarkable when it came. These are keyed
    hashes and codes; none of them outlives the row.
    """

    __tablename__ = "votes"
    __table_args__ = (
        CheckConstraint("score between 1 and 4", name="score"),
        one_of("held_by", Holder),
        Index("ix_votes_office_id_officer_id_day", "office_id", "officer_id", "day"),
        Index("ix_votes_office_id_day", "office_id", "day", "line", "score", "officer_id", "excluded_at", "given_on"),
        Index("ix_votes_flagged", "office_id", "day", sqlite_where=text(FLAGGED), postgresql_where=text(FLAGGED)),
        Index("ix_votes_device_id_received_at", "device_id", "received_at"),
        Index("ix_votes_officer_id_received_at", "officer_id", "received_at", **ON_PHONES),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)  # drawn by the server at random: tells no time and no order
    client_key: Mapped[str | None] = mapped_column(unique=True)  # keyed hash of the sender's id, to know a repeat
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), unique=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    score: Mapped[int]
    revision: Mapped[int]  # of the score: the highest one inside the change window
    words_revision: Mapped[int] = mapped_column(default=0)  # of reasons, comment and unsur, which may come later
    first_client_at: Mapped[datetime]
    client_at: Mapped[datetime]
    received_at: Mapped[datetime]
    day: Mapped[date]  # of the visit: a vote belongs to the quarter of its visit, whenever it comes
    line: Mapped[str]  # desk (guests at the counter), remote (WA, mail, phone) or field: the award lines
    given_on: Mapped[str]  # tablet or own_phone
    held_by: Mapped[str]  # guest or officer: in whose hands the right to vote lay
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    # The keyed hash of a random cookie on a guest's own phone.
    browser_key: Mapped[str | None] = mapped_column(info=guest_words(exported=False))
    reaction_ms: Mapped[int | None]
    reasons: Mapped[list[Any]]
    # Until the night, then in a table of its own; no admin learns who said it.
    comment: Mapped[str] = mapped_column(default="", info=guest_words(exported=False))
    unsur: Mapped[str | None]
    unsur_value: Mapped[int | None]
    # The blind index of the guest's phone, for the one-contact gate.
    contact_index: Mapped[str | None] = mapped_column(info=guest_words(exported=False))
    flags: Mapped[list[Any]]  # codes for review, never a reason to drop
    unattributed_reason: Mapped[str | None]
    excluded_at: Mapped[datetime | None]  # by an upheld appeal
    is_demo: Mapped[bool] = mapped_column(default=False)


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
    published_at: Mapped[datetime]
