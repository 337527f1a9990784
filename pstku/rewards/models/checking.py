"""Tables of checking a locked quarter: the spot check, what was said of signals, and evidence that was replaced."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Model, one_of
from pstku.rewards.rules.spot_check import SpotOutcome


class SpotCheck(Model):
    """Uji petik: one draw of visits per period, from the frozen evidence and a word the decider typed afterwards."""

    __tablename__ = "spot_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("award_periods.id"), unique=True)
    nonce: Mapped[str]
    seed: Mapped[str]  # SHA-256 of the evidence's hash and the nonce: anybody can draw again
    pools: Mapped[dict[str, Any]]  # by officer id: rated visits, and those of them with a contact
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class SpotCheckVisit(Model):
    """One drawn visit and what its guest said; the visit is forgotten when the award is over."""

    __tablename__ = "spot_check_visits"
    __table_args__ = (
        UniqueConstraint("spot_check_id", "officer_id", "place"),
        one_of("outcome", SpotOutcome),
        IDS_USED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    spot_check_id: Mapped[int] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    place: Mapped[int]  # 1 to 8, in the order of the draw
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"))
    outcome: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class SignalNote(Model):
    """What the checker says of one strong signal, and why the decider sees it otherwise, if they do."""

    __tablename__ = "signal_notes"
    __table_args__ = (UniqueConstraint("period_id", "officer_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("award_periods.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    code: Mapped[str]
    words: Mapped[str]
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class EarlierEvidence(Model):
    """Frozen evidence as it was before votes under a signal were set aside: kept word for word, with the reason."""

    __tablename__ = "earlier_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("award_periods.id"), index=True)
    snapshot: Mapped[dict[str, Any]]
    snapshot_hash: Mapped[str]
    reason: Mapped[str]
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
