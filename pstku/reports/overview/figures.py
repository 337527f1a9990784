"""Figures of a period, from the figures of its days. Pure: values in, values out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from pstku.core import clock
from pstku.guestbook.rules.days import DayFigures

Days = Mapping[date, DayFigures]
Quarter = tuple[int, int]  # year, 1 to 4
Counted = tuple[int, int]  # rated, served
NOTHING: Mapping[Quarter, Counted] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Month:
    """Visits of one month; `is_partial` when the month is still running."""

    year: int
    month: int
    visits: int
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """rated / served of walk-in visits."""

    label: str
    rated: int
    served: int

    @property
    def percent(self) -> Fraction | None:
        return Fraction(100 * self.rated, self.served) if self.served else None


@dataclass(frozen=True, slots=True)
class Times:
    """Medians of whole minutes; None without a case. Visits closed on a later day have no service time."""

    to_first_service: float | None
    service: float | None
    within_standard: int
    with_standard: int
    closed_later: int


@dataclass(frozen=True, slots=True)
class People:
    """Kunjungan, orang, L, P and unknown, each apart."""

    visits: int
    persons: int
    male: int
    female: int
    unknown: int
    field_visits: int
    entered_visits: int
    left_questions: int
    paper_visits: int
    typed_visits: int


def by_month(days: Days, first: date, last: date, since: date | None = None) -> list[Month]:
    """A bar for every month from `first` to `last`, empty ones too; the running one is marked partial.

    `since`: the first day on which visits were counted at all; a month before it has no figure, not a zero.
    """
    counted: Counter[tuple[int, int]] = Counter()
    for day, figures in days.items():
        counted[day.year, day.month] += figures.visits
    months = []
    cursor = max(first, since or first).replace(day=1)
    while cursor <= last:
        following = (cursor + timedelta(days=32)).replace(day=1)
        key = (cursor.year, cursor.month)
        months.append(Month(*key, counted[key], is_partial=last < following - timedelta(days=1)))
        cursor = following
    return months


def people_of(whole: DayFigures) -> People:
    """The number of visits and of people."""
    return People(
        visits=whole.visits,
        persons=whole.persons,
        male=whole.male,
        female=whole.female,
        unknown=whole.persons - whole.male - whole.female,
        field_visits=whole.field_visits,
        entered_visits=whole.entered_visits,
        left_questions=whole.left_questions,
        paper_visits=whole.paper_visits,
        typed_visits=whole.typed_visits,
    )


def coverage(label: str, days: Days, settled: Mapping[Quarter, Counted] = NOTHING) -> Coverage:
    """How many of the served walk-in guests gave their vote.

    `settled`: of quarters whose visits no longer tell, (rated, served) as it was kept of them.
    """
    telling = [figures for day, figures in days.items() if clock.quarter_of(day) not in settled]
    rated_before, served_before = (sum(counts[place] for counts in settled.values()) for place in (0, 1))
    return Coverage(
        label,
        rated=sum(figures.rated for figures in telling) + rated_before,
        served=sum(figures.served for figures in telling) + served_before,
    )


def times(whole: DayFigures) -> Times:
    """Medians of waiting and of service for walk-in guests, and how many were met within the standard."""
    return Times(
        to_first_service=median(whole.waits),
        service=median(whole.services),
        within_standard=whole.within_standard,
        with_standard=whole.with_standard,
        closed_later=whole.closed_later,
    )


def median(minutes: Mapping[int, int]) -> float | None:
    """The middle of a histogram (minutes -> how many), or half way between the two middles; None of nothing."""
    count = sum(minutes.values())
    if not count:
        return None
    return (_at(minutes, (count - 1) // 2) + _at(minutes, count // 2)) / 2


def _at(minutes: Mapping[int, int], place: int) -> int:
    for value in sorted(minutes):
        place -= minutes[value]
        if place < 0:
            return value
    raise IndexError(place)
