"""Tables of the award."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Model, one_of
from pstku.rewards.evidence import Snapshot
from pstku.rewards.rules.states import State, Verdict


class AwardPeriod(Model):
    """One quarter of one award line, from opening (settings freeze) to establishment."""

    __tablename__ = "award_periods"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "quarter", "line"),
        one_of("state", State),
        IDS_USED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    line: Mapped[str]  # desk or field
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # last day, inclusive
    state: Mapped[str]
    parameters: Mapped[dict[str, Any]]  # frozen when the quarter opens
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    snapshot: Mapped[dict[str, Any] | None]  # inputs, parameters, results: read as `evidence`
    snapshot_hash: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    check_note: Mapped[str] = mapped_column(default="")
    announced_at: Mapped[datetime | None]
    objections_until: Mapped[date | None]
    sk_number: Mapped[str] = mapped_column(default="")
    sk_on: Mapped[date | None]
    established_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)

    @property
    def evidence(self) -> Snapshot | None:
        """The evidence frozen when the quarter was locked; None before that."""
        return None if self.snapshot is None else Snapshot.from_json(self.snapshot)


class Decision(Model):
    """What the decider decided about a period: a winner, nobody, or sent back. At most one stands."""

    __tablename__ = "award_decisions"
    __table_args__ = (one_of("verdict", Verdict), IDS_USED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("award_periods.id"), unique=True)
    verdict: Mapped[str]
    winner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Objection(Model):
    """A colleague's objection to a proposal, and its answer."""

    __tablename__ = "award_objections"
    __table_args__ = IDS_USED_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("award_periods.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    created_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Certificate(Model):
    """Piagam: what was printed, word for word, so that it can be verified years later."""

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("award_periods.id"), unique=True)
    code: Mapped[str] = mapped_column(unique=True)  # 26Q3-7F2K
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    wording: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
