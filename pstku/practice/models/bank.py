"""Questions, answers to them, quizzes, and the cards of the daily drill."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class BankQuestion(Model):
    """Soal: a question by its stable key; history stays with the key when the words change."""

    __tablename__ = "bank_questions"
    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    key: Mapped[str]
    kind: Mapped[str]  # single, multiple, number, mistake
    function: Mapped[str]
    level: Mapped[int]
    content: Mapped[dict[str, Any]]  # situation, ask, options, number, why, pages, sources
    checksum: Mapped[str]
    pack_key: Mapped[str | None]
    retired_at: Mapped[datetime | None]  # an editor took it out: never asked again, history stays


class QuizAttempt(Model):
    """One person's quiz of one function: which questions, in which order."""

    __tablename__ = "quiz_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    function: Mapped[str]
    question_ids: Mapped[list[Any]]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class PracticeAnswer(Model):
    """An answer as it was given, with the question as it was shown; the first of a person to a question is marked."""

    __tablename__ = "practice_answers"
    __table_args__ = (
        Index("ix_practice_answers_question", "office_id", "question_id"),
        UniqueConstraint("person_id", "question_id", "after_id"),  # a card posted twice is one review
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("bank_questions.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("quiz_attempts.id"))  # None: the daily drill
    after_id: Mapped[int | None]  # drill: the person's answer to this question before this one, 0 when it is the first
    given: Mapped[list[Any]]  # places of the chosen options, or the typed number
    is_right: Mapped[bool]
    is_unsure: Mapped[bool]
    is_first: Mapped[bool]
    checksum: Mapped[str]
    indicator: Mapped[str]  # what of the questionnaire it tests, as the question's pages had it then
    stamp: Mapped[str | None]  # drill: the card's stamp, so that a rebuild by fsrs begins anew where the card did
    took_seconds: Mapped[int | None]  # drill: from the card shown to the answer; None when that is not known
    shown: Mapped[dict[str, Any]]  # ask, options, right answer: as this person saw it
    answered_at: Mapped[datetime]


class DrillCard(Model):
    """When a question comes back to a person, as FSRS has it."""

    __tablename__ = "drill_cards"
    __table_args__ = (UniqueConstraint("person_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("bank_questions.id"))
    stamp: Mapped[str]  # the words, and for value questions the figure: another stamp starts the card anew
    state: Mapped[dict[str, Any]]  # the card as the fsrs library writes it
    due_at: Mapped[datetime]
