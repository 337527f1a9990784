"""The office's own questionnaire in rounds, the first week of a new colleague, and what packs bring for both."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Json, Model

FIRST_WEEK_GUIDE, BASELINE_GUIDE = "first-week", "competence-baseline"  # names of a PackGuide


class CompetenceItem(Model):
    """One sentence a person rates from 1 to 5; a round keeps a copy of its own."""

    __tablename__ = "competence_items"
    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    key: Mapped[str]
    indicator: Mapped[str]  # data, media, website, serving
    text: Mapped[str]
    position: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
    pack_text: Mapped[str | None]  # what the pack said last; None: the office wrote it
    pack_indicator: Mapped[str | None]


class CompetenceRound(Model):
    """One round of the questionnaire; at most one of an office is open."""

    __tablename__ = "competence_rounds"
    __table_args__ = (
        Index(
            "uq_competence_rounds_open",
            "office_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        IDS_USED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    title: Mapped[str]
    items: Mapped[list[Any]] = mapped_column(Json)  # [{key, indicator, text}] as asked in this round
    target: Mapped[int]  # 0 to 100
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    staff_count: Mapped[int | None]  # people of the office when it closed; None: open, or closed before this was kept


class CompetenceReply(Model):
    """One person's ratings in one round; a draft until handed in, changeable until the round closes."""

    __tablename__ = "competence_replies"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("competence_rounds.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    answers: Mapped[dict[str, Any]]  # item key -> 1 to 5
    updated_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]


class PackGuide(Model):
    """A document of a pack that is used as it stands: first-week, competence-baseline."""

    __tablename__ = "pack_guides"
    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str]
    content: Mapped[dict[str, Any]]
    pack_key: Mapped[str]


class FirstWeekStep(Model):
    """A step of the first week that a person has taken; `start` is the beginning itself."""

    __tablename__ = "first_week_steps"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    done_at: Mapped[datetime]
