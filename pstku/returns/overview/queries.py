"""Reads of the overview: a handful of statements, whatever the number of visits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import nlargest
from typing import Any

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.guestbook.queries.days import words_of
from pstku.guestbook.rules.days import Part
from pstku.guestbook.rules.needs import Sought
from pstku.guestbook.rules.needs import Topic as Key
from pstku.library.models import Page
from pstku.ratings.models import Appeal
from pstku.ratings.queries.tallies import cut_quarters
from pstku.ratings.rules.lines import DESK
from pstku.returns.measures.vocabulary import MEASURES
from pstku.returns.overview.figures import Counted, Quarter
from pstku.returns.overview.period import ReportPeriod
from pstku.rewards.models import AwardPeriod
from pstku.rewards.rules.states import UNDER_WAY


def settled_coverage(
    office_id: int, period: ReportPeriod, tallied: Iterable[Mapping[str, Any]]
) -> dict[Quarter, Counted]:
    """(rated, served) at the counter of the settled quarters of a period, whose visits no longer say who rated.

    `tallied`: the `tallied_figures` of the period.
    """
    quarters = [(item.year, item.quarter) for item in cut_quarters(office_id, period.first, period.last)]
    found = dict.fromkeys(quarters, (0, 0))
    for row in tallied:
        quarter = (row["year"], row["quarter"])
        if row["line"] == DESK and quarter in found:
            rated, served = found[quarter]
            found[quarter] = (rated + row["rated"], served + row["served"])
    return found


@dataclass(frozen=True, slots=True)
class Topic:
    """What was sought, how often, and how often it was obtained as wanted."""

    title: str
    indicator_key: str | None
    sought: int
    obtained: int
    otherwise: int = 0  # obtained otherwise than wanted
    example: str = ""  # id of one such need

    @property
    def not_obtained(self) -> int:
        """Not obtained, or not yet."""
        return self.sought - self.obtained - self.otherwise

    @property
    def percent(self) -> Fraction:
        """The share obtained as wanted."""
        return Fraction(100 * self.obtained, self.sought)

    @property
    def is_rarely_obtained(self) -> bool:
        return 2 * self.obtained < self.sought


@dataclass(frozen=True, slots=True)
class Needs:
    """All data needs of a period, and how many were obtained: as wanted ("Ya, sesuai"), or otherwise than wanted."""

    sought: int = 0
    fitting: int = 0
    not_fitting: int = 0

    @classmethod
    def of(cls, whole: Part) -> "Needs":
        """The needs of these visits."""
        keys = ("dicari", "diperoleh_sesuai", "diperoleh_tidak_sesuai")
        return cls(*(MEASURES[key].value(whole) or 0 for key in keys))

    @property
    def percent(self) -> Fraction | None:
        """The share obtained as wanted."""
        return Fraction(100 * self.fitting, self.sought) if self.sought else None


MOST_LOOKED_UP = 40  # topics whose words are read to find the first few: the most sought


def most_sought(office_id: int, sought: Mapping[Key, Sought], limit: int = 5) -> list[Topic]:
    """The topics sought most.

    Needs whose words were erased with the guest count in the sums and are no topic.
    """
    titles = _page_titles(office_id, {key for key, _mark in sought if key})
    groups: dict[Key, Sought] = {}
    for (key, mark), one in sought.items():
        place = (key, "" if key in titles else mark)
        topic = groups.setdefault(place, Sought(one.example))
        topic.add(one)
    named = [(place, one) for place, one in groups.items() if place[0] in titles or place[1]]
    named = nlargest(MOST_LOOKED_UP, named, key=lambda group: (group[1].count, group[0]))
    words = words_of([one.example for (key, _mark), one in named if key not in titles])
    topics = [
        Topic(title, key if key in titles else None, one.count, one.fitting, one.not_fitting, one.example)
        for (key, _mark), one in named
        if (title := titles.get(key) or words.get(one.example))
    ]
    return sorted(topics, key=lambda topic: (-topic.sought, topic.title))[:limit]


def _page_titles(office_id: int, keys: Collection[str]) -> dict[str, str]:
    if not keys:
        return {}
    query = select(Page.key, Page.short, Page.title).where(Page.office_id == office_id, Page.key.in_(keys))
    return {key: short or title for key, short, title in session().execute(query)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the head or an admin."""

    award_periods: tuple[tuple[int, int, str, str], ...]  # (year, quarter, line, state)
    appeals: int


def what_waits(office_id: int) -> Waiting:
    """Award periods that need a check or a decision, appeals without a decision.

    Complaints are not among them: how many wait depends on who looks (`waiting_complaints`).
    """
    appeals = select(func.count()).where(Appeal.office_id == office_id, Appeal.decided_at.is_(None))
    counts = select(appeals.scalar_subquery().label("appeals")).subquery()
    states = AwardPeriod.state.in_(UNDER_WAY)
    query = (
        select(counts, AwardPeriod.year, AwardPeriod.quarter, AwardPeriod.line, AwardPeriod.state)
        .select_from(counts.outerjoin(AwardPeriod, (AwardPeriod.office_id == office_id) & states))
        .order_by(AwardPeriod.year, AwardPeriod.quarter, AwardPeriod.line)
    )
    rows = session().execute(query).all()
    return Waiting(tuple((r[1], r[2], r[3], r[4]) for r in rows if r[1] is not None), rows[0][0])
