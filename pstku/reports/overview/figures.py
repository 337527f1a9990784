"""Figures of a period, from the bare facts of its visits. Pure: values in, values out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median
from zoneinfo import ZoneInfo

WALK_IN = frozenset({"tablet", "own_phone", "desk"})
FIELD = "field"


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a visit contributes: no person in it."""

    day: date
    channel: str
    state: str
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    is_rated: bool
    party_size: int
    party_male: int | None
    party_female: int | None
    standard_minutes: int | None

    @property
    def is_walk_in(self) -> bool:
        return self.channel in WALK_IN

    @property
    def is_served(self) -> bool:
        return self.state == "done" and self.started_at is not None


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
    """Medians in minutes; None without a case. Visits closed on a later day have no service time."""

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


def by_month(visits: Iterable[VisitFacts], first: date, last: date) -> list[Month]:
    """A bar for every month from `first` to `last`, empty ones too; the running one is marked partial."""
    counted = Counter((v.day.year, v.day.month) for v in visits)
    months = []
    cursor = first.replace(day=1)
    while cursor <= last:
        following = (cursor + timedelta(days=32)).replace(day=1)
        key = (cursor.year, cursor.month)
        months.append(Month(*key, counted[key], is_partial=last < following - timedelta(days=1)))
        cursor = following
    return months


def people_of(visits: Sequence[VisitFacts]) -> People:
    """How many visits and how many persons came."""
    persons = sum(v.party_size for v in visits)
    male, female = sum(v.party_male or 0 for v in visits), sum(v.party_female or 0 for v in visits)
    field = sum(v.channel == FIELD for v in visits)
    walk_ins = sum(v.is_walk_in for v in visits)
    return People(len(visits), persons, male, female, persons - male - female, field, len(visits) - walk_ins - field)


def coverage(label: str, visits: Iterable[VisitFacts]) -> Coverage:
    """How many of the served walk-in guests gave their vote."""
    served = [v for v in visits if v.is_walk_in and v.is_served]
    return Coverage(label, sum(v.is_rated for v in served), len(served))


def times(visits: Iterable[VisitFacts], tz: ZoneInfo) -> Times:
    """Medians of waiting and of service for walk-in guests, and how many were met within the standard."""
    served = [v for v in visits if v.is_walk_in and v.is_served]
    waits = [(v, _minutes(v.created_at, v.started_at)) for v in served]
    judged = [(wait, v.standard_minutes) for v, wait in waits if v.standard_minutes is not None]
    same_day = [v for v in served if _local(v.started_at, tz) == _local(v.closed_at, tz)]
    return Times(
        to_first_service=median([wait for _, wait in waits]) if waits else None,
        service=median([_minutes(v.started_at, v.closed_at) for v in same_day]) if same_day else None,
        within_standard=sum(wait <= standard for wait, standard in judged),
        with_standard=len(judged),
        closed_later=len(served) - len(same_day),
    )


def minutes_without_officer(visits: Iterable[VisitFacts], patience: timedelta, now: datetime) -> int:
    """Minutes in which at least one walk-in guest had waited longer than `patience` and nobody had come."""
    gaps = sorted(
        (v.created_at + patience, v.started_at or v.closed_at or now)
        for v in visits
        if v.is_walk_in and (v.started_at or v.closed_at or now) > v.created_at + patience
    )
    total, end = timedelta(), None
    for start, stop in gaps:
        start = max(start, end) if end else start
        if stop > start:
            total += stop - start
            end = stop
    return round(total.total_seconds() / 60)


def _minutes(start: datetime | None, end: datetime | None) -> float:
    return (end - start).total_seconds() / 60 if start and end else 0.0


def _local(moment: datetime | None, tz: ZoneInfo) -> date | None:
    return moment.astimezone(tz).date() if moment else None
