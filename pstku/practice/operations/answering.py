"""Answering: the daily drill and quizzes; and an editor takes a question out."""

from collections.abc import Mapping, Sequence
from random import Random

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.practice.models import BankQuestion, DrillCard, PracticeAnswer, QuizAttempt
from pstku.practice.queries.bank import (
    Ready,
    attempt_questions,
    get_attempt,
    get_question,
    last_answer_id,
    live_questions,
    ready_questions,
)
from pstku.practice.rules.marking import given_answer, is_right
from pstku.practice.rules.scheduling import next_state

QUIZ_LENGTH = 10


def answer_drill(
    office: Configuration, actor: Actor, question_id: int, values: Sequence[str], *, is_unsure: bool, after_id: int
) -> int:
    """Answer a card of the drill; returns the answer's id. Raises InvalidInput when nothing was answered.

    `after_id` is the answer the person had given to this card when it was shown: the same card sent twice is one
    answer, and the database decides between two at once.
    """
    try:
        with atomic():
            newest = last_answer_id(actor, question_id)
            return (
                newest if newest != after_id else _answer_card(office, actor, question_id, values, is_unsure, after_id)
            )
    except IntegrityError:
        return last_answer_id(actor, question_id)


def _answer_card(
    office: Configuration, actor: Actor, question_id: int, values: Sequence[str], is_unsure: bool, after_id: int
) -> int:
    with atomic() as s:
        question = get_question(office.id, question_id)
        day = clock.local_day(clock.now(), office.tz)
        ready = ready_questions(office, [question], seed=f"{actor.person_id} {day}")
        if not ready:
            raise NotFound(N_("Soal ini tidak ada lagi. Muat ulang halaman."))
        given = given_answer(ready[0].asked, values)
        if given is None:
            raise InvalidInput("answer", N_("Pilih atau ketik jawabannya dulu."))
        answer = _keep(actor, ready[0], given, None, is_unsure=is_unsure, after_id=after_id)
        card = s.scalar(
            select(DrillCard).where(DrillCard.person_id == actor.person_id, DrillCard.question_id == question_id)
        )
        if card is None:
            card = DrillCard(office_id=office.id, person_id=actor.person_id, question_id=question_id, stamp="")
            s.add(card)
        known = card.state if card.stamp == ready[0].stamp else None
        card.state, card.due_at = next_state(known, is_right=answer.is_right, is_unsure=is_unsure, at=clock.now())
        card.stamp = ready[0].stamp
        s.flush()
        return answer.id


def start_quiz(office: Configuration, actor: Actor, function: str) -> int:
    """A quiz of up to ten questions of a function; returns its id. Raises NotFound when there are none."""
    with atomic() as s:
        attempt = QuizAttempt(
            office_id=office.id, person_id=actor.person_id, function=function, question_ids=[], started_at=clock.now()
        )
        s.add(attempt)
        s.flush()
        ready = ready_questions(office, live_questions(office.id, function), seed=f"kuis {attempt.id}")
        if not ready:
            raise NotFound(N_("Belum ada soal untuk fungsi ini."))
        ids = [item.question.id for item in ready]
        attempt.question_ids = Random(f"{attempt.id}").sample(ids, min(QUIZ_LENGTH, len(ids)))
        return attempt.id


def finish_quiz(office: Configuration, actor: Actor, attempt_id: int, values: Mapping[int, Sequence[str]]) -> None:
    """Hand in a quiz once; what was left open is no wrong answer. Raises Conflict when it was handed in before."""
    with atomic() as s:
        attempt = get_attempt(actor, attempt_id)
        still_open = (QuizAttempt.id == attempt_id) & QuizAttempt.finished_at.is_(None)
        if not s.scalar(
            update(QuizAttempt).where(still_open).values(finished_at=clock.now()).returning(QuizAttempt.id)
        ):
            raise Conflict(N_("Kuis ini sudah diserahkan."))
        for ready in attempt_questions(office, attempt):
            given = given_answer(ready.asked, values.get(ready.question.id, ()))
            if given is not None:
                _keep(actor, ready, given, attempt_id)


def retire_question(actor: Actor, question_id: int, *, is_retired: bool) -> None:
    """An editor takes a question out, or puts it back; its history stays."""
    actor.need(Role.EDITOR)
    with atomic():
        question = get_question(actor.office_id, question_id)
        question.retired_at = clock.now() if is_retired else None
        action = "retire_question" if is_retired else "restore_question"
        record(actor.office_id, action, "bank_question", question_id, actor_id=actor.person_id)


def _keep(
    actor: Actor,
    ready: Ready,
    given: list[object],
    attempt_id: int | None,
    *,
    is_unsure: bool = False,
    after_id: int | None = None,
) -> PracticeAnswer:
    question: BankQuestion = ready.question
    before = select(PracticeAnswer.id).where(
        PracticeAnswer.person_id == actor.person_id,
        PracticeAnswer.question_id == question.id,
        PracticeAnswer.checksum == question.checksum,
    )
    answer = PracticeAnswer(
        office_id=actor.office_id,
        person_id=actor.person_id,
        question_id=question.id,
        attempt_id=attempt_id,
        after_id=after_id,
        given=given,
        is_right=is_right(ready.asked, given),
        is_unsure=is_unsure,
        is_first=session().scalar(before.limit(1)) is None,
        checksum=question.checksum,
        shown=ready.asked.picture(),
        answered_at=clock.now(),
    )
    session().add(answer)
    session().flush()
    return answer
