"""What guests ask decides what is learned: data sought and not obtained, and questions without an answer, as one list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import func, or_, select, union_all

from pstku.accounts.models import Person
from pstku.answers.queries.meant import page_meant
from pstku.core import clock
from pstku.core.db import database_name, session
from pstku.core.text import fold
from pstku.editing.models import OpenQuestion
from pstku.guestbook.models import DataNeed, Visit
from pstku.guestbook.operations.keeping_days import LOOK_BACK, unmet_by_topic
from pstku.guestbook.queries.days import words_of
from pstku.guestbook.rules.needs import NOT_OBTAINED, Unmet, UnmetTopic
from pstku.library.models import IndicatorValue
from pstku.library.queries.pages import PageLine, page_lines
from pstku.offices.queries import Configuration

NEVER = datetime.min.replace(tzinfo=UTC)
MOST_MEANT = 40  # words without a page that are looked up in one reading; the newest


class Asked(NamedTuple):
    """A question as it stands here: its words, their key for comparing, and the editor who took it."""

    id: int
    text: str
    text_key: str
    page_key: str | None
    asked_count: int
    last_asked_at: datetime
    closed_at: datetime | None
    taken_by_id: int | None
    taken_by: str | None


@dataclass(slots=True)
class Gap:
    """Something guests want and the library does not give yet."""

    text: str
    page_key: str | None = None
    sought: int = 0  # data needs of visits that were not met
    asked: int = 0  # times it was typed or noted without an answer
    last_at: datetime | None = None
    questions: list[Asked] = field(default_factory=list)
    taken_by_id: int | None = None
    taken_by: str = ""
    page: PageLine | None = None

    @property
    def weight(self) -> int:
        return self.sought + self.asked

    @property
    def words(self) -> list[str]:
        """How it was asked, where a page gives the gap its name."""
        return [question.text for question in self.questions if fold(question.text) != fold(self.text)]

    @property
    def question_ids(self) -> list[int]:
        return [question.id for question in self.questions]


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
        return self.gaps[:6]


def loop(office: Configuration) -> Loop:
    """What guests want and do not get yet, with the page that would answer and the editor who took it.

    Past days are read as they are kept. One more statement where something was met or closed in the middle of a day; the
    pages of the library, and what words mean, are read once while it stays as it is.
    """
    first = clock.local_day(clock.now(), office.tz) - LOOK_BACK
    questions = _questions(office.id, clock.day_range(first, office.tz)[0])
    needs = _needs_not_met(office, first)
    still_open = [question for question in questions if question.closed_at is None]
    words = [(question.last_asked_at, question.text) for question in still_open if not question.page_key]
    words += [(wish.last_at, wish.what) for wish in needs if not wish.page_key]
    indicator_of, shelf = _meant(office, words), _shelf_of(office)
    gaps = _Gaps(shelf.pages)
    for question in still_open:
        gaps.add_question(question, question.page_key or indicator_of.get(question.text))
    closed = _closed(questions)
    met: set[str] = set()  # indicators whose figure came after somebody sought it

    def settle(wish: _Wish) -> bool:
        """Is it closed, met or a gap as a whole? False when only some of its needs are."""
        key = wish.page_key or indicator_of.get(wish.what)
        closed_at = max((closed[one] for one in _keys(key, wish.what_key) if one in closed), default=NEVER)
        met_at = max(closed_at, shelf.figure_at.get(key or "", NEVER))
        if any(wish.first_at <= moment < wish.last_at for moment in (closed_at, met_at)):
            return False
        if closed_at < wish.last_at <= met_at and key:
            met.add(key)
        elif wish.last_at > met_at:
            gaps.add_wish(wish, key)
        return True

    divided = [day for wish in needs if not settle(wish) for day in wish.days if not settle(day)]
    for single in _one_by_one(office.id, divided):
        settle(single)
    return Loop(gaps.ordered(), len(questions) - len(still_open) + len(met))


class _Gaps:
    """Wishes that mean the same page, or have the same words, are one gap."""

    def __init__(self, pages: dict[str, PageLine]) -> None:
        self._pages = pages
        self._by_key: dict[str, Gap] = {}
        self._all: list[Gap] = []

    def add_question(self, question: Asked, page_key: str | None) -> None:
        gap = self._gap(question.text, _keys(page_key, question.text_key), page_key, question.last_asked_at)
        gap.asked += question.asked_count
        gap.questions.append(question)
        if question.taken_by_id is not None:
            gap.taken_by_id, gap.taken_by = question.taken_by_id, question.taken_by or ""

    def add_wish(self, wish: "_Wish", page_key: str | None) -> None:
        self._gap(wish.what, _keys(page_key, wish.what_key), page_key, wish.last_at).sought += wish.count

    def ordered(self) -> list[Gap]:
        return sorted(self._all, key=lambda gap: (-gap.weight, fold(gap.text)))

    def _gap(self, text: str, keys: list[str], page_key: str | None, at: datetime) -> Gap:
        gap = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if gap is None:
            page = self._pages.get(page_key or "")
            gap = Gap(page.title if page else text, page_key, last_at=at, page=page)
            self._all.append(gap)
        self._by_key |= dict.fromkeys(keys, gap)
        gap.last_at = max(at, gap.last_at or at)
        return gap


def _keys(page_key: str | None, text_key: str) -> list[str]:
    """What makes two wishes the same: the page they mean, or their words."""
    return [key for key in (page_key, text_key) if key]


def _closed(questions: Iterable[Asked]) -> dict[str, datetime]:
    """Page or words -> the last moment a question about them was closed."""
    closed: dict[str, datetime] = {}
    for question in questions:
        if question.closed_at:
            for key in _keys(question.page_key, question.text_key):
                closed[key] = max(question.closed_at, closed.get(key, question.closed_at))
    return closed


def _meant(office: Configuration, words: Iterable[tuple[datetime, str]]) -> dict[str, str | None]:
    """Words without a page, the newest first and not more than can be looked up -> the indicator they mean."""
    texts = list(dict.fromkeys(text for _at, text in sorted(words, reverse=True)))
    return {text: page_meant(office, text) for text in texts[:MOST_MEANT]}


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The published pages, and when an indicator's figure was last checked: the office's own, else any."""

    pages: dict[str, PageLine]
    figure_at: dict[str, datetime]


def _shelf_of(office: Configuration) -> _Shelf:
    return _shelf(database_name(), office.id, office.code, office.version)


@lru_cache(maxsize=8)
def _shelf(_database: str, office_id: int, office_code: str, _version: int) -> _Shelf:
    cell = (IndicatorValue.indicator_key, IndicatorValue.region_code)
    used = (IndicatorValue.office_id == office_id) & IndicatorValue.withdrawn_at.is_(None)
    query = select(*cell, func.max(IndicatorValue.checked_at)).where(used, IndicatorValue.checked_at.is_not(None))
    rows = session().execute(query.group_by(*cell))
    in_order = sorted(rows, key=lambda row: row[1] == office_code)  # the office's own last
    return _Shelf({line.key: line for line in page_lines(office_id)}, {key: at for key, _code, at in in_order if at})


def _questions(office_id: int, since: datetime) -> list[Asked]:
    """Questions asked since then and still open, and those closed since then."""
    mine = select(OpenQuestion.id).where(OpenQuestion.office_id == office_id)
    still_asked = mine.where(OpenQuestion.closed_at.is_(None), OpenQuestion.last_asked_at >= since)
    recent = union_all(still_asked, mine.where(OpenQuestion.closed_at >= since)).subquery()
    query = (
        select(*(getattr(OpenQuestion, name) for name in Asked._fields[:-2]), OpenQuestion.assigned_to_id, Person.name)
        .join(recent, recent.c.id == OpenQuestion.id)
        .outerjoin(Person, Person.id == OpenQuestion.assigned_to_id)
        .order_by(OpenQuestion.id)
    )
    return [Asked._make(row) for row in session().execute(query)]


@dataclass(frozen=True, slots=True)
class _Wish:
    """Needs of the same words and indicator that were not met: how many, the first and the last of them.

    `day` is there where all are of one day's visits.
    """

    what: str
    what_key: str
    page_key: str | None
    count: int
    first_at: datetime
    last_at: datetime
    day: date | None = None
    of_days: tuple[tuple[date, Unmet], ...] = ()

    @property
    def days(self) -> Iterator["_Wish"]:
        """The same, day by day."""
        for day, one in self.of_days:
            first_at, last_at = datetime.fromisoformat(one.first), datetime.fromisoformat(one.last)
            yield replace(self, count=one.count, first_at=first_at, last_at=last_at, day=day, of_days=())


def _needs_not_met(office: Configuration, first: date) -> list[_Wish]:
    """The needs of visits since that day, without those whose words were erased with the guest; the first wish first."""
    topics = unmet_by_topic(office, first)
    words = words_of([topic.example for (_key, mark), topic in topics.items() if mark])
    wishes = [_wish(key or None, words.get(topic.example, ""), topic) for (key, _mark), topic in topics.items()]
    with_words = (wish for wish in wishes if wish.what or wish.page_key)
    return sorted(with_words, key=lambda wish: wish.first_at)


def _wish(page_key: str | None, what: str, topic: UnmetTopic) -> _Wish:
    first_at, last_at = datetime.fromisoformat(topic.first), datetime.fromisoformat(topic.last)
    return _Wish(what, fold(what), page_key, topic.count, first_at, last_at, of_days=topic.days)


def _one_by_one(office_id: int, wishes: list[_Wish]) -> list[_Wish]:
    """The needs behind these wishes of one day, each by itself."""
    if not wishes:
        return []
    same = or_(
        *(
            (Visit.day == wish.day)
            & (DataNeed.what == wish.what)
            & DataNeed.indicator_key.is_not_distinct_from(wish.page_key)
            for wish in wishes
        )
    )
    days = Visit.day.in_({wish.day for wish in wishes})
    not_met = (Visit.office_id == office_id, days, DataNeed.obtained.in_(NOT_OBTAINED))
    query = (
        select(DataNeed.what, DataNeed.indicator_key, DataNeed.created_at)
        .join(Visit, Visit.id == DataNeed.visit_id)
        .where(*not_met, same)
    )
    return [_Wish(what, fold(what), page_key, 1, at, at) for what, page_key, at in session().execute(query)]
