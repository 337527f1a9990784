"""Tables of the survey: rounds, texts of question sets, answers, links that were used, what is done about it, where it was published."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Json, Model, one_of
from pstku.skm.rules.rounds import Period, Way


class SkmRound(Model):
    """A round of the survey; at most one of an office is open. Its limits are those of the day it was opened."""

    __tablename__ = "skm_rounds"
    __table_args__ = (
        one_of("period", Period),
        UniqueConstraint("office_id", "question_set", "period", "year", "number"),
        Index(
            "uq_skm_rounds_open",
            "office_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    period: Mapped[str]  # a Period
    year: Mapped[int]
    number: Mapped[int]  # of the semester or quarter; 1 for a year
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    question_set: Mapped[str]  # key of a QuestionSet
    set_version: Mapped[str]
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("skm_wordings.id"))  # None for the set as it is shipped
    population: Mapped[int]  # users the office expects in this time, for the sample
    sheets: Mapped[int]  # paper forms handed out, numbered from 1
    fewest_in_round: Mapped[int]
    fewest_in_service: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(Json)  # what may be shown, as `skm.rules.figures` writes it
    is_demo: Mapped[bool] = mapped_column(default=False)


class SkmWording(Model):
    """The text of a question set as a person copied it from its source; never changed, switched on and off once."""

    __tablename__ = "skm_wordings"
    __table_args__ = (
        Index(
            "uq_skm_wordings_on",
            "office_id",
            "question_set",
            unique=True,
            sqlite_where=text("on_at IS NOT NULL AND off_at IS NULL"),
            postgresql_where=text("on_at IS NOT NULL AND off_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    question_set: Mapped[str]  # key of a QuestionSet
    sentences: Mapped[dict[str, Any]] = mapped_column(Json)  # key of the question -> what is asked
    lowest_words: Mapped[str]
    highest_words: Mapped[str]
    source: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    on_at: Mapped[datetime | None]
    on_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    off_at: Mapped[datetime | None]
    off_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class SkmAnswer(Model):
    """One filled form. It knows its day and no moment, and nothing of a visit, a vote, a tablet or a person.

    The id is drawn at random, and every night all rows are written anew in an order drawn by chance.
    """

    __tablename__ = "skm_answers"
    __table_args__ = (
        one_of("way", Way),
        UniqueConstraint("round_id", "sheet"),
        CheckConstraint("(way = 'paper') = (sheet IS NOT NULL)", name="sheet"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("skm_rounds.id"))
    day: Mapped[date]
    way: Mapped[str]  # a Way
    service_type_id: Mapped[int] = mapped_column(ForeignKey("service_types.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(Json)  # key of the question -> value
    age_group: Mapped[str | None]
    sex: Mapped[str | None]
    education: Mapped[str | None]
    occupation: Mapped[str | None]
    sheet: Mapped[int | None]  # number on the paper form


class SkmUsedLink(Model):
    """A link that was used, so that it works once. It says not when, and leads to no answer."""

    __tablename__ = "skm_used_links"

    mark: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("skm_rounds.id"), index=True)


class SkmFollowUp(Model):
    """One line of the follow-up plan (rencana tindak lanjut) of a round."""

    __tablename__ = "skm_follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("skm_rounds.id"), index=True)
    unsur: Mapped[str]  # key of the question it answers
    action: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    planned_on: Mapped[date]
    done_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime | None]  # when it became "Kami dengar, kami perbaiki"


class SkmPublication(Model):
    """Where the result of a round was published."""

    __tablename__ = "skm_publications"
    __table_args__ = IDS_USED_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("skm_rounds.id"), index=True)
    medium: Mapped[str]
    published_on: Mapped[date]
    address: Mapped[str]


class SkdPeriod(Model):
    """A time in which everyone who was served is invited to BPS's own survey; at most one of an office runs."""

    __tablename__ = "skd_periods"
    __table_args__ = (
        Index(
            "uq_skd_periods_running",
            "office_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    address: Mapped[str]  # of the official form
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_on: Mapped[date | None]  # the last day, when somebody ended it or it made room for the next
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
