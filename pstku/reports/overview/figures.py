"""Figures of a period, from the bare facts of its visits. Pure: values in, values out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pstku.core import clock
from pstku.guestbook.rules.states import is_walk_in
from pstku.guestbook.rules.waiting import is_within_standard, time_waited, time_without_officer, whole_minutes
from pstku.offices.rules.calendar import Calendar

FIELD = "field"
Quarter = tuple[int, int]  # year, 1 to 4
Counted = tuple[int, int]  # rated, served
NOTHING: Mapping[Quarter, Counted] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a visit contributes: no person in it."""

    day: date
    channel: str
    follow_up: bool
    state: str
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    is_rated: bool
    sex: str | None
    party_size: int
    party_male: int | None
    party_female: int | None
    standard_minutes: int | None

    @property
    def is_walk_in(self) -> bool:
        return is_walk_in(self.channel, self.follow_up)

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


def by_month(visits: Iterable[VisitFacts], first: date, last: date, since: date | None = None) -> list[Month]:
    """A bar for every month from `first` to `last`, empty ones too; the running one is marked partial.

    `since`: the first day on which visits were counted at all; a month before it has no figure, not a zero.
    """
    counted = Counter((v.day.year, v.day.month) for v in visits)
    months = []
    cursor = min(max(first, since or first), last).replace(day=1)
    while cursor <= last:
        following = (cursor + timedelta(days=32)).replace(day=1)
        key = (cursor.year, cursor.month)
        months.append(Month(*key, counted[key], is_partial=last < following - timedelta(days=1)))
        cursor = following
    return months


def people_of(visits: Sequence[VisitFacts]) -> People:
    """How many visits and how many persons came; a party's own counts go before the sex of whoever signed the book."""
    persons = sum(v.party_size for v in visits)
    male, female = sum(_of_sex(v, "male") for v in visits), sum(_of_sex(v, "female") for v in visits)
    field = sum(v.channel == FIELD for v in visits)
    left = sum(v.follow_up for v in visits)
    entered = len(visits) - sum(v.is_walk_in for v in visits) - field - left
    return People(len(visits), persons, male, female, persons - male - female, field, entered, left)


def _of_sex(visit: VisitFacts, sex: str) -> int:
    if visit.party_male is None and visit.party_female is None:
        return int(visit.sex == sex)
    return (visit.party_male if sex == "male" else visit.party_female) or 0


def coverage(label: str, visits: Iterable[VisitFacts], settled: Mapping[Quarter, Counted] = NOTHING) -> Coverage:
    """How many of the served walk-in guests gave their vote.

    `settled`: of quarters whose visits no longer tell, (rated, served) as it was kept of them.
    """
    served = [v for v in visits if v.is_walk_in and v.is_served and clock.quarter_of(v.day) not in settled]
    rated_before, served_before = (sum(counts[place] for counts in settled.values()) for place in (0, 1))
    return Coverage(label, sum(v.is_rated for v in served) + rated_before, len(served) + served_before)


def times(visits: Iterable[VisitFacts], calendar: Calendar, tz: ZoneInfo) -> Times:
    """Medians of waiting and of service for walk-in guests, and how many were met within the standard."""
    served = [(v, v.started_at) for v in visits if v.is_walk_in and v.is_served and v.started_at]
    waits = [(v, time_waited(v.created_at, started, calendar, tz)) for v, started in served]
    judged = [(wait, v.standard_minutes) for v, wait in waits if v.standard_minutes is not None]
    lengths = [
        v.closed_at - started
        for v, started in served
        if v.closed_at and clock.local_day(started, tz) == clock.local_day(v.closed_at, tz)
    ]
    return Times(
        to_first_service=_median([wait for _, wait in waits]),
        service=_median(lengths),
        within_standard=sum(is_within_standard(wait, standard) for wait, standard in judged),
        with_standard=len(judged),
        closed_later=len(served) - len(lengths),
    )


def minutes_without_officer(
    visits: Sequence[VisitFacts], patience: timedelta, now: datetime, calendar: Calendar, tz: ZoneInfo
) -> int:
    """Opening minutes in which a walk-in guest had waited longer than `patience` and nobody served at the desk."""
    here = [v for v in visits if v.is_walk_in]
    waits = [(v.created_at, v.started_at or v.closed_at or now) for v in here]
    services = [(v.started_at, _end_of_service(v.started_at, v.closed_at or now, tz)) for v in here if v.started_at]
    return whole_minutes(time_without_officer(waits, services, patience, calendar, tz))


def _end_of_service(started: datetime, closed: datetime, tz: ZoneInfo) -> datetime:
    """A visit that somebody forgot to close ends with its day."""
    return min(closed, clock.day_range(clock.local_day(started, tz), tz)[1])


def _median(lengths: list[timedelta]) -> float | None:
    return median(map(whole_minutes, lengths)) if lengths else None
