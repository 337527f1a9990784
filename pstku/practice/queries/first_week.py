"""Reads of the first week: one's own days, and how far the office is in sum."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.library.models import Page
from pstku.library.rules.states import PageState
from pstku.practice.models import FIRST_WEEK_GUIDE, BankQuestion, FirstWeekStep, PackGuide, PracticeAnswer, QuizAttempt
from pstku.practice.rules.first_week import (
    HIDDEN,
    NEW_DAYS,
    PAGE,
    QUIZ,
    START,
    Day,
    Offer,
    Taken,
    days_of,
    is_enough,
    progress,
)


@dataclass(frozen=True, slots=True)
class Week:
    """A person's first week."""

    days: list[Day]
    is_started: bool

    @property
    def done(self) -> int:
        return progress(self.days)[0]

    @property
    def steps(self) -> int:
        return progress(self.days)[1]


@dataclass(frozen=True, slots=True)
class WeekSum:
    """The office in sum: who is in it is not said."""

    started: int
    finished: int


def my_week(office_id: int, person_id: int) -> Week:
    """The days of the office's guide with this person's ticks; no day where no pack brought a guide."""
    guide, offer = _guide(office_id)
    ticked = set(session().scalars(select(FirstWeekStep.step).where(FirstWeekStep.person_id == person_id)))
    practised = _practised(PracticeAnswer.person_id == person_id).get(person_id, Taken(set()))
    taken = Taken(ticked | set(practised.steps), practised.cards)
    return Week(days_of(guide, offer, taken), START in ticked)


def is_invited(actor: Actor) -> bool:
    """Is there a first week to show this person: new here, not begun, not put away?"""
    since = clock.now() - timedelta(days=NEW_DAYS)
    is_new = exists().where(Person.id == actor.person_id, Person.created_at >= since)
    guide = exists().where(PackGuide.office_id == actor.office_id, PackGuide.name == FIRST_WEEK_GUIDE)
    ends = (FirstWeekStep.person_id == actor.person_id) & FirstWeekStep.step.in_((START, HIDDEN))
    return bool(session().scalar(select(is_new & guide & ~exists().where(ends))))


def week_sum(office_id: int) -> WeekSum:
    """How many people began the week and how many took every step."""
    guide, offer = _guide(office_id)
    ticks: dict[int, set[str]] = {}
    mine = select(FirstWeekStep.person_id, FirstWeekStep.step).where(FirstWeekStep.office_id == office_id)
    for person_id, step in session().execute(mine):
        ticks.setdefault(person_id, set()).add(step)
    practised = _practised(PracticeAnswer.office_id == office_id)
    started = {person_id for person_id, steps in ticks.items() if START in steps}
    finished = 0
    for person_id in started:
        more = practised.get(person_id, Taken(set()))
        days = days_of(guide, offer, Taken(ticks[person_id] | set(more.steps), more.cards))
        finished += bool(days) and all(day.is_done for day in days)
    return WeekSum(len(started), finished)


def _practised(mine: ColumnElement[bool]) -> dict[int, Taken]:
    """Person -> quizzes that were answered at least by half, and how many cards of the drill."""
    query = (
        select(PracticeAnswer.person_id, QuizAttempt.function, QuizAttempt.question_ids, func.count())
        .outerjoin(QuizAttempt, QuizAttempt.id == PracticeAnswer.attempt_id)
        .where(mine)
        .group_by(PracticeAnswer.person_id, QuizAttempt.id)
    )
    quizzes: dict[int, set[str]] = defaultdict(set)
    cards: dict[int, int] = defaultdict(int)
    for person_id, function, asked, answered in session().execute(query):
        if function is None:
            cards[person_id] = answered
        elif is_enough(answered, len(asked)):
            quizzes[person_id].add(f"{QUIZ}/{function}")
    return {person_id: Taken(quizzes[person_id], cards[person_id]) for person_id in {*quizzes, *cards}}


def _guide(office_id: int) -> tuple[dict[str, Any], Offer]:
    row = session().scalar(
        select(PackGuide).where(PackGuide.office_id == office_id, PackGuide.name == FIRST_WEEK_GUIDE)
    )
    guide = row.content if row else {}
    named = {key for day in guide.get("days") or [] for key in day.get("pages") or []}
    if not guide:
        return guide, Offer(set(), set())
    published = (Page.office_id == office_id) & (Page.state == PageState.PUBLISHED) & Page.key.in_(named)
    live = (BankQuestion.office_id == office_id) & BankQuestion.retired_at.is_(None)
    query = select(literal(PAGE), Page.key).where(published)
    rows = session().execute(query.union_all(select(literal(QUIZ), BankQuestion.function).where(live).distinct()))
    found: dict[str, set[str]] = {PAGE: set(), QUIZ: set()}
    for kind, name in rows:
        found[kind].add(name)
    return guide, Offer(found[PAGE], found[QUIZ])
