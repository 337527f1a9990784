"""What guests ask decides what is learned: data sought and not obtained, and questions without an answer, as one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import session
from pstku.core.text import fold
from pstku.guestbook.models import DataNeed
from pstku.learning.models import OpenQuestion, Page
from pstku.learning.queries.pages import LINE, PageLine
from pstku.offices.queries import Configuration

LOOK_BACK = timedelta(days=90)
NOT_OBTAINED = ("no", "not_yet", "yes_not_fitting")


@dataclass(slots=True)
class Gap:
    """Something guests want and the library does not give yet."""

    text: str
    page_key: str | None = None
    sought: int = 0  # data needs of visits that were not met
    asked: int = 0  # times it was typed or noted without an answer
    last_at: datetime | None = None
    question_id: int | None = None
    taken_by_id: int | None = None
    taken_by: str = ""
    page: PageLine | None = None

    @property
    def weight(self) -> int:
        return self.sought + self.asked


@dataclass(frozen=True, slots=True)
class Loop:
    """The loop of the last 90 days: open gaps, the most wanted first, and how many questions were closed."""

    gaps: list[Gap]
    closed: int

    @property
    def open(self) -> int:
        return len(self.gaps)

    @property
    def taken(self) -> int:
        return sum(gap.taken_by_id is not None for gap in self.gaps)

    @property
    def highest(self) -> list[Gap]:
        return self.gaps[:3]


def loop(office: Configuration) -> Loop:
    """What guests want and do not get yet, with the page that would answer and the editor who took it; two statements."""
    since = clock.now() - LOOK_BACK
    questions = _questions(office.id)
    closed = {key: q.closed_at for q, _page, _by in questions if q.closed_at for key in _keys(q.page_key, q.text)}
    found: dict[str, Gap] = {}
    for question, page, taken_by in questions:
        if question.closed_at is None and question.last_asked_at >= since:
            gap = Gap(question.text, question.page_key, asked=question.asked_count, last_at=question.last_asked_at)
            gap.question_id, gap.taken_by_id = question.id, question.assigned_to_id
            gap.taken_by, gap.page = taken_by or "", page
            for key in _keys(question.page_key, question.text):
                found.setdefault(key, gap)
    for what, page_key, at, page in _needs_not_met(office.id, since):
        keys = _keys(page_key, what)
        if any(key in closed and at <= closed[key] for key in keys):
            continue
        gap = next((found[key] for key in keys if key in found), None) or Gap(
            page.title if page else what, page_key, page=page
        )
        found.update(dict.fromkeys(keys, gap))
        gap.sought += 1
        gap.last_at = max(at, gap.last_at or at)
    unique = {id(gap): gap for gap in found.values()}.values()
    ordered = sorted(unique, key=lambda gap: (-gap.weight, fold(gap.text)))
    return Loop(ordered, sum(q.closed_at is not None and q.closed_at >= since for q, _page, _by in questions))


def _keys(page_key: str | None, text: str) -> list[str]:
    """What makes two wishes the same: the page they mean, else their words."""
    return [page_key] if page_key else [fold(text)]


def _questions(office_id: int) -> list[tuple[OpenQuestion, PageLine | None, str | None]]:
    wanted = (
        select(OpenQuestion, Person.call_name, *LINE)
        .outerjoin(Page, _published(OpenQuestion.office_id, OpenQuestion.page_key))
        .outerjoin(Person, Person.id == OpenQuestion.assigned_to_id)
        .where(OpenQuestion.office_id == office_id)
    )
    return [(row[0], _line(row[2:]), row[1]) for row in session().execute(wanted)]


def _needs_not_met(office_id: int, since: datetime) -> list[tuple[str, str | None, datetime, PageLine | None]]:
    wanted = (
        select(DataNeed.what, DataNeed.indicator_key, DataNeed.created_at, *LINE)
        .outerjoin(Page, _published(DataNeed.office_id, DataNeed.indicator_key))
        .where(DataNeed.office_id == office_id, DataNeed.created_at >= since, DataNeed.obtained.in_(NOT_OBTAINED))
    )
    return [(row[0], row[1], row[2], _line(row[3:])) for row in session().execute(wanted)]


def _published(office_id: Any, key: Any) -> ColumnElement[bool]:
    return and_(Page.office_id == office_id, Page.key == key, Page.state == "published")


def _line(columns: Sequence[Any]) -> PageLine | None:
    return PageLine(*columns) if columns[0] else None
