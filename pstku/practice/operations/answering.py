"""Answering: the daily drill and quizzes; and an editor takes a question out."""

from collections.abc import Mapping, Sequence
from random import Random

from sqlalchemy import select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotFound, Taken
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
from pstku.practice.rules.competence import indicator_of
from pstku.practice.rules.marking import given_answer, is_right
from pstku.practice.rules.scheduling import next_state
from pstku.practice.shown import seconds_since

QUIZ_LENGTH = 10


def answer_drill(
    office: Configuration,
    actor: Actor,
    question_id: int,
    values: Sequence[str],
    *,
    is_unsure: bool,
    after_id: int,
    stamp: str,
    shown: str = "",
) -> int:
    """Answer a card of the drill; returns the answer's id. Raises InvalidInput when nothing can be marked.

    `after_id` is the answer the person had given to this card when it was shown: the same card sent twice is one
    answer, and the database decides between two at once. `stamp` and `shown` come back as the card carried them.
    """
    try:
        with atomic():
            newest = last_answer_id(actor, question_id)
            if newest != after_id:
                return newest
            ready = _card(office, actor, question_id)
            given = _given(ready, values, stamp)
            if given is None:
                raise InvalidInput("answer", N_("Pilih atau ketik jawabannya dulu."))
            took = seconds_since(actor, question_id, shown)
            answer = _keep(
                actor, ready, given, is_unsure=is_unsure, after_id=after_id, stamp=ready.stamp, took_seconds=took
            )
            _schedule(office, actor, ready, answer)
            return answer.id
    except Taken:
        return last_answer_id(actor, question_id)


def _card(office: Configuration, actor: Actor, question_id: int) -> Ready:
    """The card as it is asked today; raises NotFound when it cannot be asked any more."""
    day = clock.local_day(clock.now(), office.tz)
    ready = ready_questions(office, [get_question(office.id, question_id)], seed=f"{actor.person_id} {day}")
    if not ready:
        raise NotFound(N_("Soal ini tidak ada lagi. Muat ulang halaman."))
    return ready[0]


def _given(ready: Ready, values: Sequence[str], stamp: str) -> list[object] | None:
    """What was answered, None for nothing; raises InvalidInput when it was given to an earlier figure or wording."""
    if stamp != ready.stamp and any(value.strip() for value in values):
        figure, words = N_("Angkanya baru diperbarui. Jawab lagi."), N_("Soalnya baru diperbarui. Jawab lagi.")
        raise InvalidInput("answer", figure if ready.is_about_a_figure else words)
    return given_answer(ready.asked, values)


def _schedule(office: Configuration, actor: Actor, ready: Ready, answer: PracticeAnswer) -> None:
    """When the card comes back; another stamp than last time begins it anew."""
    with atomic() as s:
        mine = (DrillCard.person_id == actor.person_id) & (DrillCard.question_id == ready.question.id)
        card = s.scalar(select(DrillCard).where(mine))
        if card is None:
            card = DrillCard(
                office_id=actor.office_id, person_id=actor.person_id, question_id=ready.question.id, stamp=""
            )
            s.add(card)
        card.state, card.due_at = next_state(
            card.state if card.stamp == ready.stamp else None,
            is_right=answer.is_right,
            is_unsure=answer.is_unsure,
            took_seconds=answer.took_seconds,
            at=answer.answered_at,
            tz=office.tz,
        )
        card.stamp = ready.stamp
        s.flush()


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


def finish_quiz(
    office: Configuration,
    actor: Actor,
    attempt_id: int,
    values: Mapping[int, Sequence[str]],
    stamps: Mapping[int, str],
) -> dict[int, InvalidInput]:
    """Hand in a quiz once; what was left open is no wrong answer. Raises Conflict when it was handed in before.

    Returns what cannot be marked, by question: then nothing was handed in. `stamps` come back as the questions
    carried them.
    """
    with atomic() as s:
        attempt = get_attempt(actor, attempt_id)
        if attempt.finished_at is not None:
            raise Conflict(N_("Kuis ini sudah diserahkan."))
        given, faults = _all_given(attempt_questions(office, attempt), values, stamps)
        if faults:
            return faults
        still_open = (QuizAttempt.id == attempt_id) & QuizAttempt.finished_at.is_(None)
        if not s.scalar(
            update(QuizAttempt).where(still_open).values(finished_at=clock.now()).returning(QuizAttempt.id)
        ):
            raise Conflict(N_("Kuis ini sudah diserahkan."))
        for ready, answer in given:
            _keep(actor, ready, answer, attempt_id=attempt_id)
    return {}


def _all_given(
    asked: Sequence[Ready], values: Mapping[int, Sequence[str]], stamps: Mapping[int, str]
) -> tuple[list[tuple[Ready, list[object]]], dict[int, InvalidInput]]:
    """(what was answered, what cannot be marked by question)."""
    given: list[tuple[Ready, list[object]]] = []
    faults: dict[int, InvalidInput] = {}
    for ready in asked:
        key = ready.question.id
        try:
            answer = _given(ready, values.get(key, ()), stamps.get(key, ""))
        except InvalidInput as error:
            faults[key] = error
        else:
            given += [(ready, answer)] if answer is not None else []
    return given, faults


def retire_question(actor: Actor, question_id: int, *, is_retired: bool) -> None:
    """Retire a question, or put it back; its history stays."""
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
    *,
    attempt_id: int | None = None,
    is_unsure: bool = False,
    after_id: int | None = None,
    stamp: str | None = None,
    took_seconds: int | None = None,
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
        indicator=indicator_of(question.content.get("pages") or []),
        stamp=stamp,
        took_seconds=took_seconds,
        shown=ready.asked.picture(),
        answered_at=clock.now(),
    )
    session().add(answer)
    session().flush()
    return answer
