"""Figures of a period, from the figures of its days. Pure: values in, values out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from pstku.core import clock
from pstku.guestbook.rules.days import DayFigures, Part, Parts, sum_of
from pstku.guestbook.rules.states import LEFT, Channel
from pstku.returns.measures.groups import WAYS
from pstku.returns.measures.vocabulary import MEASURES

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

    to_first_service: int | None
    service: int | None
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


def people_of(parts: Parts) -> People:
    """The number of visits and of people."""
    whole = sum_of(parts.values())
    ways = {way: sum_of(part for key, part in parts.items() if key[0] == way) for way in WAYS}
    return People(
        visits=_count("kunjungan", whole),
        persons=_count("orang", whole),
        male=_count("laki_laki", whole),
        female=_count("perempuan", whole),
        unknown=_count("tidak_diketahui", whole),
        field_visits=_count("kunjungan", ways[Channel.FIELD]),
        entered_visits=sum(_count("kunjungan", ways[way]) for way in (Channel.WHATSAPP, Channel.EMAIL, Channel.PHONE)),
        left_questions=_count("kunjungan", ways[LEFT]),
        paper_visits=_count("kunjungan", ways[Channel.PAPER]),
        typed_visits=_count("kunjungan", ways[Channel.DESK]),
    )


def _count(key: str, part: Part) -> int:
    return MEASURES[key].value(part) or 0


def coverage(label: str, days: Days, settled: Mapping[Quarter, Counted] = NOTHING) -> Coverage:
    """How many of the served walk-in guests gave their vote.

    `settled`: of quarters whose visits no longer tell, (rated, served) as it was kept of them.
    """
    telling = [figures for day, figures in days.items() if clock.quarter_of(day) not in settled]
    rated_before, served_before = (sum(counts[place] for counts in settled.values()) for place in (0, 1))
    return Coverage(
        label,
        rated=sum(part.rated for figures in telling for part in figures.parts.values()) + rated_before,
        served=sum(part.served for figures in telling for part in figures.parts.values()) + served_before,
    )


def times(whole: Part) -> Times:
    """Medians of waiting and of service for walk-in guests, and how many were met within the standard."""
    return Times(
        to_first_service=MEASURES["waktu_tunggu"].value(whole),
        service=MEASURES["waktu_layanan"].value(whole),
        within_standard=_count("dalam_standar", whole),
        with_standard=_count("dengan_standar", whole),
        closed_later=_count("ditutup_lewat_hari", whole),
    )
