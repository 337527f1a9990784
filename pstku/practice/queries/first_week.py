"""Reads of the first week: one's own days, and how far the office is in sum."""

from dataclasses import dataclass

from sqlalchemy import select

from pstku.core.db import session
from pstku.learning.models import Page
from pstku.practice.guide_packs import FIRST_WEEK_GUIDE
from pstku.practice.models import FirstWeekStep, PackGuide, QuizAttempt
from pstku.practice.rules.first_week import QUIZ, START, Day, days_of, progress


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
    guide, pages = _guide(office_id)
    done = set(session().scalars(select(FirstWeekStep.step).where(FirstWeekStep.person_id == person_id)))
    finished = (QuizAttempt.person_id == person_id) & QuizAttempt.finished_at.is_not(None)
    quizzes = {f"{QUIZ}/{name}" for name in session().scalars(select(QuizAttempt.function).where(finished))}
    return Week(days_of(guide, done | quizzes, pages), START in done)


def week_sum(office_id: int) -> WeekSum:
    """How many people began the week and how many took every step."""
    guide, pages = _guide(office_id)
    ticks: dict[int, set[str]] = {}
    mine = select(FirstWeekStep.person_id, FirstWeekStep.step).where(FirstWeekStep.office_id == office_id)
    for person_id, step in session().execute(mine):
        ticks.setdefault(person_id, set()).add(step)
    started = {person_id for person_id, steps in ticks.items() if START in steps}
    finished = (QuizAttempt.office_id == office_id) & QuizAttempt.finished_at.is_not(None)
    for person_id, name in session().execute(select(QuizAttempt.person_id, QuizAttempt.function).where(finished)):
        ticks.setdefault(person_id, set()).add(f"{QUIZ}/{name}")
    whole = [p for p in started if all(day.is_done for day in days_of(guide, ticks[p], pages))]
    return WeekSum(len(started), len(whole) if guide.get("days") else 0)


def _guide(office_id: int) -> tuple[dict[str, object], set[str]]:
    row = session().scalar(
        select(PackGuide).where(PackGuide.office_id == office_id, PackGuide.name == FIRST_WEEK_GUIDE)
    )
    guide = row.content if row else {}
    named = {key for day in guide.get("days") or [] for key in day.get("pages") or []}
    mine = (Page.office_id == office_id) & (Page.state == "published") & Page.key.in_(named)
    return guide, set(session().scalars(select(Page.key).where(mine))) if named else set()
