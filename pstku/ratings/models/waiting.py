"""Votes whose visit is not there yet, and codes whose visits can be rated no longer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class VoteClaim(Model):
    """What a vote waits for: its visit by id or by the keyed hash of its code. Goes when the vote joins, or in 14 days.

    `vote_id` is no foreign key: the nightly rewriting takes votes away and puts them back.
    """

    __tablename__ = "vote_claims"
    __table_args__ = (Index("ix_vote_claims_office_id_code_hash", "office_id", "code_hash"),)

    vote_id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    visit_id: Mapped[UUID | None] = mapped_column(index=True)  # it may not have arrived
    code_hash: Mapped[str | None]
    until: Mapped[datetime]
    # What the vote's own row does not say of how it was given.
    shown_officer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    is_staff_browser: Mapped[bool]


class PastCode(Model):
    """The keyed hash of a code whose visit can be rated no longer: a vote given in time may still be on its way."""

    __tablename__ = "past_codes"
    __table_args__ = (Index("ix_past_codes_office_id_code_hash", "office_id", "code_hash"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    code_hash: Mapped[str]
    closed_at: Mapped[datetime]  # when the visit ended
