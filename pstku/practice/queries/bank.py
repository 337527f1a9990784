"""Reads of the bank: what may be asked now, what is due, how questions do."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.library.queries.places import regions
from pstku.library.queries.values import figures_of
from pstku.library.rules.figures import Figure
from pstku.offices.queries import Configuration
from pstku.practice.models import BankQuestion, DrillCard, PracticeAnswer, QuizAttempt
from pstku.practice.rules.items import FirstAnswer, Item, analyse
from pstku.practice.rules.marking import Asked, ask
from pstku.practice.rules.scheduling import streak

DAILY = 10


@dataclass(frozen=True, slots=True)
class Ready:
    """A question that can be asked now."""

    question: BankQuestion
    asked: Asked
    stamp: str  # the words and, for a question about a figure, the figure: what the answer was given to

    @property
    def is_about_a_figure(self) -> bool:
        return self.stamp != self.question.checksum


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question of a handed-in quiz: its answer, or None and the question as it would be asked now."""

    question: BankQuestion
    answer: PracticeAnswer | None
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class Today:
    """A person's drill of today: what is next, and how far they are."""

    next: Ready | None
    after_id: int  # the person's answer to `next` before this one, 0 when there is none
    done: int
    planned: int
    streak: int


def ready_questions(
    office: Configuration, questions: Iterable[BankQuestion], *, seed: str, as_of: date | None = None
) -> list[Ready]:
    """The questions that can be asked: one about a figure needs a checked one."""
    listed = list(questions)
    keys = {q.content["number"]["indicator"] for q in listed if "indicator" in (q.content.get("number") or {})}
    figures = figures_of(office.id, keys) if keys else {}
    places = regions(office)
    found = []
    for question in listed:
        number = question.content.get("number") or {}
        figure, region = None, ""
        if "indicator" in number:
            code, region = places[number["region"]]
            figure = _newest_checked(figures.get((number["indicator"], code), []))
            if figure is None:
                continue
        asked = ask(question.kind, question.content, seed=f"{seed} {question.key}", figure=figure, region=region)
        found.append(Ready(question, asked, f"{question.checksum} {figure.id}" if figure else question.checksum))
    return found


def _newest_checked(figures: Sequence[Figure]) -> Figure | None:
    return next((figure for figure in reversed(figures) if figure.is_checked), None)


def live_questions(office_id: int, function: str | None = None) -> list[BankQuestion]:
    """Questions that are not retired, of all functions or of one."""
    mine = (BankQuestion.office_id == office_id) & BankQuestion.retired_at.is_(None)
    query = select(BankQuestion).where(mine).order_by(BankQuestion.level, BankQuestion.key)
    return list(session().scalars(query.where(BankQuestion.function == function) if function else query))


def today(office: Configuration, actor: Actor, *, question_id: int = 0) -> Today:
    """The drill: cards that are due first, then new ones, the easy ones first; ten a day.

    `question_id`: a card that waits and is to be asked before the others, as it was on the screen just now.
    """
    day = clock.local_day(clock.now(), office.tz)
    start, end = clock.day_range(day, office.tz)
    mine = (PracticeAnswer.person_id == actor.person_id) & PracticeAnswer.attempt_id.is_(None)
    columns = (PracticeAnswer.answered_at, PracticeAnswer.question_id, PracticeAnswer.id)
    given = [(row[0], row[1], row[2]) for row in session().execute(select(*columns).where(mine))]
    done = sum(start <= moment < end for moment, _question_id, _id in given)
    days = {clock.local_day(moment, office.tz) for moment, _question_id, _id in given}
    waiting = _waiting(office, actor, day, end) if done < DAILY else []
    planned = min(DAILY, done + len(waiting))
    following = next((r for r in waiting if r.question.id == question_id), waiting[0] if waiting else None)
    before = [
        answer_id for _moment, question_id, answer_id in given if following and question_id == following.question.id
    ]
    after_id = max(before, default=0)
    return Today(following, after_id, done, planned, streak(days, day, office.works_on))


def last_answer_id(actor: Actor, question_id: int) -> int:
    """The newest drill answer of a person to a question, 0 when there is none."""
    mine = (PracticeAnswer.person_id == actor.person_id) & (PracticeAnswer.question_id == question_id)
    newest = select(func.max(PracticeAnswer.id)).where(mine, PracticeAnswer.attempt_id.is_(None))
    return session().scalar(newest) or 0


def hard_today(office: Configuration, actor: Actor) -> list[tuple[PracticeAnswer, date]]:
    """Drill answers of today that were wrong or unsure, each with the day its card comes back."""
    start, end = clock.day_range(clock.local_day(clock.now(), office.tz), office.tz)
    query = (
        select(PracticeAnswer, DrillCard.due_at)
        .join(
            DrillCard,
            (DrillCard.question_id == PracticeAnswer.question_id) & (DrillCard.person_id == PracticeAnswer.person_id),
        )
        .where(
            PracticeAnswer.person_id == actor.person_id,
            PracticeAnswer.attempt_id.is_(None),
            PracticeAnswer.answered_at >= start,
            PracticeAnswer.answered_at < end,
            PracticeAnswer.is_unsure | ~PracticeAnswer.is_right,
        )
        .order_by(DrillCard.due_at, PracticeAnswer.id)
    )
    return [(row[0], clock.local_day(row[1], office.tz)) for row in session().execute(query)]


def _waiting(office: Configuration, actor: Actor, day: date, end: datetime) -> list[Ready]:
    cards = {
        card.question_id: card
        for card in session().scalars(select(DrillCard).where(DrillCard.person_id == actor.person_id))
    }
    seed = f"{actor.person_id} {day}"
    ready = ready_questions(office, live_questions(office.id), seed=seed)
    due = [r for r in ready if (c := cards.get(r.question.id)) and (c.due_at < end or c.stamp != r.stamp)]
    new = [r for r in _mixed(ready) if r.question.id not in cards]
    due.sort(key=lambda r: cards[r.question.id].due_at)
    return [*due, *new][:DAILY]


def _mixed(ready: list[Ready]) -> list[Ready]:
    """By level, and within it every function in turn: turns are those of the whole bank, whatever is answered yet."""
    turns: dict[tuple[int, str], int] = defaultdict(int)
    keyed = []
    for item in ready:
        level, function = item.question.level, item.question.function
        turns[level, function] += 1
        keyed.append((level, turns[level, function], function, item))
    return [entry[-1] for entry in sorted(keyed, key=lambda entry: entry[:3])]


def get_question(office_id: int, question_id: int) -> BankQuestion:
    """A question of the office; raises NotFound."""
    question = session().get(BankQuestion, question_id)
    if question is None or question.office_id != office_id:
        raise NotFound(N_("Soal ini tidak ada lagi. Muat ulang halaman."))
    return question


def get_answer(actor: Actor, answer_id: int) -> PracticeAnswer:
    """One's own answer; raises NotFound for anybody else's."""
    answer = session().get(PracticeAnswer, answer_id)
    if answer is None or answer.person_id != actor.person_id:
        raise NotFound(N_("Jawaban ini tidak ada."))
    return answer


def get_attempt(actor: Actor, attempt_id: int) -> QuizAttempt:
    """One's own quiz; raises NotFound for anybody else's."""
    attempt = session().get(QuizAttempt, attempt_id)
    if attempt is None or attempt.person_id != actor.person_id:
        raise NotFound(N_("Kuis ini tidak ada. Mulai yang baru dari Latihan."))
    return attempt


def attempt_questions(office: Configuration, attempt: QuizAttempt) -> list[Ready]:
    """The questions of a quiz in its order, as they are asked in it."""
    return ready_questions(office, _questions_of(attempt), seed=f"kuis {attempt.id}")


def attempt_outcomes(office: Configuration, attempt: QuizAttempt) -> list[Outcome]:
    """What came of each question of a quiz, in its order; one left open that cannot be asked any more is absent."""
    questions = _questions_of(attempt)
    answers = attempt_answers(attempt)
    asked = {ready.question.id: ready.asked for ready in attempt_questions(office, attempt)}
    return [
        Outcome(question, answers.get(question.id), asked.get(question.id))
        for question in questions
        if question.id in answers or question.id in asked
    ]


def _questions_of(attempt: QuizAttempt) -> list[BankQuestion]:
    mine = (BankQuestion.office_id == attempt.office_id) & BankQuestion.id.in_(attempt.question_ids)
    rows = {row.id: row for row in session().scalars(select(BankQuestion).where(mine))}
    return [rows[key] for key in attempt.question_ids if key in rows]


def attempt_answers(attempt: QuizAttempt) -> dict[int, PracticeAnswer]:
    """Question id -> the answer given in this quiz; what was left open is absent."""
    rows = session().scalars(select(PracticeAnswer).where(PracticeAnswer.attempt_id == attempt.id))
    return {row.question_id: row for row in rows}


def question_counts(office_id: int) -> dict[str, int]:
    """Function -> number of live questions."""
    mine = (BankQuestion.office_id == office_id) & BankQuestion.retired_at.is_(None)
    query = select(BankQuestion.function, func.count()).where(mine).group_by(BankQuestion.function)
    return {row[0]: row[1] for row in session().execute(query)}


def newest_results(actor: Actor) -> dict[str, tuple[int, int]]:
    """Function -> (right, answered) of the person's newest quiz with answers; what was left open is not wrong."""
    right = func.sum(case((PracticeAnswer.is_right, 1), else_=0))
    query = (
        select(QuizAttempt.function, right, func.count())
        .join(PracticeAnswer, PracticeAnswer.attempt_id == QuizAttempt.id)
        .where(QuizAttempt.person_id == actor.person_id, QuizAttempt.finished_at.is_not(None))
        .group_by(QuizAttempt.id, QuizAttempt.function, QuizAttempt.finished_at)
        .order_by(QuizAttempt.finished_at)
    )
    return {function: (int(hits), answered) for function, hits, answered in session().execute(query)}


def item_analysis(office_id: int, function: str | None = None) -> list[tuple[BankQuestion, Item]]:
    """Every question, retired ones too, with how first attempts of the present words went; never who. Flagged first."""
    mine = (
        select(BankQuestion)
        .where(BankQuestion.office_id == office_id)
        .order_by(BankQuestion.function, BankQuestion.key)
    )
    questions = list(session().scalars(mine.where(BankQuestion.function == function) if function else mine))
    firsts = select(PracticeAnswer).where(PracticeAnswer.office_id == office_id, PracticeAnswer.is_first)
    rows = list(session().scalars(firsts))
    marks: dict[int, list[bool]] = defaultdict(list)
    for row in rows:
        marks[row.person_id].append(row.is_right)
    by_question: dict[int, list[FirstAnswer]] = defaultdict(list)
    checksums = {question.id: question.checksum for question in questions}
    for row in rows:
        if checksums.get(row.question_id) == row.checksum:
            skill = _skill_elsewhere(marks[row.person_id], row.is_right)
            first = FirstAnswer(row.person_id, tuple(row.given), row.is_right, skill)
            by_question[row.question_id].append(first)
    items = [(q, analyse(by_question[q.id], q.content.get("options") or [])) for q in questions]
    return sorted(items, key=lambda pair: not pair[1].flags)


def _skill_elsewhere(marks: Sequence[bool], this: bool) -> float | None:
    """Share right over the other questions; None when there are none."""
    return (sum(marks) - this) / (len(marks) - 1) if len(marks) > 1 else None
