"""What guests ask decides what is learned: data sought and not obtained, and questions without an answer, as one list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from pstku.accounts.queries import names_of
from pstku.core import clock
from pstku.core.db import session
from pstku.core.text import fold
from pstku.guestbook.models import DataNeed
from pstku.learning.models import OpenQuestion
from pstku.learning.queries.pages import PageLine, lines_by_key
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
    """The loop in four numbers, of the last 90 days, and what stands highest."""

    sought: int
    asked: int
    open: int
    taken: int
    closed: int
    highest: list[Gap] = field(default_factory=list)


def gaps(office: Configuration, limit: int = 50) -> list[Gap]:
    """Open gaps of the last 90 days, the most wanted first."""
    since = clock.now() - LOOK_BACK
    found = _open_gaps(office.id, since)
    names = names_of(office.id, [gap.taken_by_id for gap in found])
    lines = lines_by_key(office.id, [gap.page_key for gap in found if gap.page_key])
    for gap in found:
        gap.taken_by = names.get(gap.taken_by_id or 0, "")
        gap.page = lines.get(gap.page_key or "")
        gap.text = gap.page.title if gap.page and gap.question_id is None else gap.text
    return found[:limit]


def loop(office: Configuration) -> Loop:
    """How the loop turns: for the head."""
    since = clock.now() - LOOK_BACK
    wanted = select(OpenQuestion.closed_at).where(OpenQuestion.office_id == office.id, OpenQuestion.closed_at >= since)
    found = gaps(office, limit=10_000)
    return Loop(
        sought=sum(gap.sought for gap in found),
        asked=sum(gap.asked for gap in found),
        open=len(found),
        taken=sum(gap.taken_by_id is not None for gap in found),
        closed=len(session().scalars(wanted).all()),
        highest=found[:3],
    )


def _open_gaps(office_id: int, since: datetime) -> list[Gap]:
    mine = select(OpenQuestion).where(OpenQuestion.office_id == office_id)
    questions = list(session().scalars(mine))
    closed = {key: q.closed_at for q in questions if q.closed_at for key in _keys(q.page_key, q.text)}
    found: dict[str, Gap] = {}
    for question in questions:
        if question.closed_at is None and question.last_asked_at >= since:
            gap = Gap(question.text, question.page_key, asked=question.asked_count, last_at=question.last_asked_at)
            gap.question_id, gap.taken_by_id = question.id, question.assigned_to_id
            for key in _keys(question.page_key, question.text):
                found.setdefault(key, gap)
    for what, page_key, at in _needs_not_met(office_id, since):
        keys = _keys(page_key, what)
        if any(key in closed and at <= closed[key] for key in keys):
            continue
        gap = next((found[key] for key in keys if key in found), None) or Gap(what, page_key)
        found.update(dict.fromkeys(keys, gap))
        gap.sought += 1
        gap.last_at = max(at, gap.last_at or at)
    unique = {id(gap): gap for gap in found.values()}.values()
    return sorted(unique, key=lambda gap: (-gap.weight, fold(gap.text)))


def _keys(page_key: str | None, text: str) -> list[str]:
    """What makes two wishes the same: the page they mean, else their words."""
    return [page_key] if page_key else [fold(text)]


def _needs_not_met(office_id: int, since: datetime) -> Iterable[tuple[str, str | None, datetime]]:
    wanted = select(DataNeed.what, DataNeed.indicator_key, DataNeed.created_at).where(
        DataNeed.office_id == office_id, DataNeed.created_at >= since, DataNeed.obtained.in_(NOT_OBTAINED)
    )
    return [(row[0], row[1], row[2]) for row in session().execute(wanted)]
