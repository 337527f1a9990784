"""What is counted of one day's visits, so that a year is a sum of days. Pure: values in, values out.

Counts, sums and histograms of whole minutes, from which medians are exact to the minute; no person and no words. Every
figure of a day follows from the visits that came on it alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from pstku.core import clock
from pstku.guestbook.rules.states import Channel, VisitState, is_walk_in
from pstku.guestbook.rules.waiting import is_within_standard, time_waited, time_without_officer, whole_minutes
from pstku.offices.rules.calendar import Calendar, Span, hours_of

FIELD = "field"
Topic = tuple[str, str]  # key of an indicator or empty; mark of the words or empty
Consulted = tuple[int, str | None, str | None]  # service; kind and result, where they were noted


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
    sex: str | None
    party_size: int
    party_male: int | None
    party_female: int | None
    is_rated: bool
    standard_minutes: int | None
    service_type_id: int
    noted: tuple[str, str | None] | None = None  # kind and result of a DTSEN consultation

    @property
    def is_walk_in(self) -> bool:
        return is_walk_in(self.channel, self.follow_up)

    @property
    def is_served(self) -> bool:
        return self.state == VisitState.DONE and self.started_at is not None

    @property
    def consulted(self) -> Consulted | None:
        """What it counts as, once it is finished or something was noted of it."""
        if self.state != VisitState.DONE and self.noted is None:
            return None
        return self.service_type_id, *(self.noted or (None, None))

    @property
    def times_are_written(self) -> bool:
        """A guest from paper whose times both stand on the sheet; without them nothing is known of waiting and service."""
        return self.channel == Channel.PAPER and self.is_served and self.closed_at is not None

    def of_sex(self, sex: str) -> int:
        """People of this sex in the party: its own counts, else the sex of the guest who signed."""
        if self.party_male is None and self.party_female is None:
            return int(self.sex == sex)
        return (self.party_male if sex == "male" else self.party_female) or 0


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """Something sought; `id` leads to its words as long as they are kept."""

    id: UUID
    topic: Topic
    obtained: str
    created_at: datetime


@dataclass(slots=True)
class Sought:
    """How often a topic was sought, and how often it was obtained as wanted, or otherwise; `example`: id of such a need."""

    example: str
    count: int = 0
    fitting: int = 0
    not_fitting: int = 0

    def add(self, other: "Sought") -> None:
        """Add the counts of another row about the same topic."""
        self.count += other.count
        self.fitting += other.fitting
        self.not_fitting += other.not_fitting


@dataclass(slots=True)
class DayFigures:
    """The figures of a day, or the sum of many days."""

    visits: int = 0
    persons: int = 0
    male: int = 0
    female: int = 0
    field_visits: int = 0
    entered_visits: int = 0
    left_questions: int = 0
    paper_visits: int = 0  # entered later from paper
    typed_visits: int = 0  # at the counter, entered by an officer
    # Walk-in guests, as everything from here on; minutes also of guests from paper whose times stand there.
    served: int = 0
    rated: int = 0
    with_standard: int = 0
    within_standard: int = 0
    closed_later: int = 0
    alone: timedelta = timedelta()  # guests had waited long and nobody served
    waits: Counter[int] = field(default_factory=Counter)  # whole minutes -> guests
    services: Counter[int] = field(default_factory=Counter)
    sought: dict[Topic, Sought] = field(default_factory=dict)
    consultations: Counter[Consulted] = field(default_factory=Counter)  # all visits, finished or noted


COUNTS = (
    "visits",
    "persons",
    "male",
    "female",
    "field_visits",
    "entered_visits",
    "left_questions",
    "served",
    "rated",
    "with_standard",
    "within_standard",
    "closed_later",
    "paper_visits",
    "typed_visits",
)


def figures_of(
    visits: Sequence[VisitFacts],
    needs: Iterable[NeedFacts],
    patience: timedelta,
    now: datetime,
    calendar: Calendar,
    tz: ZoneInfo,
) -> DayFigures:
    """The figures of one day's visits; a wait that lasts is counted until `now`, or until the evening of the day."""
    here = [v for v in visits if v.is_walk_in]
    served = [(v, v.started_at) for v in here if v.is_served and v.started_at]
    timed = served + [(v, v.started_at) for v in visits if v.times_are_written and v.started_at]
    waits = [(v, time_waited(v.created_at, started, calendar, tz)) for v, started in timed]
    judged = [(wait, v.standard_minutes) for v, wait in waits if v.standard_minutes is not None and v.is_walk_in]
    lengths = [
        v.closed_at - started
        for v, started in timed
        if v.closed_at and clock.local_day(started, tz) == clock.local_day(v.closed_at, tz)
    ]
    field_visits, left = sum(v.channel == FIELD for v in visits), sum(v.follow_up for v in visits)
    paper = sum(v.channel == Channel.PAPER for v in visits)
    return DayFigures(
        visits=len(visits),
        persons=sum(v.party_size for v in visits),
        male=sum(v.of_sex("male") for v in visits),
        female=sum(v.of_sex("female") for v in visits),
        field_visits=field_visits,
        entered_visits=len(visits) - len(here) - field_visits - left - paper,
        left_questions=left,
        paper_visits=paper,
        typed_visits=sum(v.channel == Channel.DESK for v in here),
        served=len(served),
        rated=sum(v.is_rated for v, _started in served),
        with_standard=len(judged),
        within_standard=sum(is_within_standard(wait, standard) for wait, standard in judged),
        closed_later=len(timed) - len(lengths),
        alone=_alone(here, patience, now, calendar, tz),
        waits=Counter(whole_minutes(wait) for _, wait in waits),
        services=Counter(map(whole_minutes, lengths)),
        sought=_sought(needs),
        consultations=Counter(v.consulted for v in visits if v.consulted),
    )


def _alone(
    here: Sequence[VisitFacts], patience: timedelta, now: datetime, calendar: Calendar, tz: ZoneInfo
) -> timedelta:
    waits = [_until_evening(v.created_at, v.started_at or v.closed_at or now, tz) for v in here]
    services = [_until_evening(v.started_at, v.closed_at or now, tz) for v in here if v.started_at]
    return time_without_officer(waits, services, patience, calendar, tz)


def _until_evening(start: datetime, end: datetime, tz: ZoneInfo) -> Span:
    """Nobody stays overnight: a visit that was never closed ends with its day."""
    return start, min(end, clock.day_range(clock.local_day(start, tz), tz)[1])


def _sought(needs: Iterable[NeedFacts]) -> dict[Topic, Sought]:
    found: dict[Topic, Sought] = {}
    for need in needs:
        one = found.setdefault(need.topic, Sought(str(need.id)))
        one.count += 1
        one.fitting += need.obtained == "yes_fits"
        one.not_fitting += need.obtained == "yes_not_fitting"
    return found


def total(days: Iterable[DayFigures]) -> DayFigures:
    """The sum of these days."""
    whole = DayFigures()
    for day in days:
        for name in COUNTS:
            setattr(whole, name, getattr(whole, name) + getattr(day, name))
        whole.alone += day.alone
        for sums, more in ((whole.waits, day.waits), (whole.services, day.services)):
            for minutes, guests in more.items():
                sums[minutes] += guests
        for topic, one in day.sought.items():
            whole.sought.setdefault(topic, Sought(one.example)).add(one)
        whole.consultations.update(day.consultations)
    return whole


def last_day_of(visits: Iterable[VisitFacts], day: date, tz: ZoneInfo) -> date:
    """The last day on whose hours the figures of `day` depend: a guest of yesterday may be met today."""
    met = (clock.local_day(v.started_at, tz) for v in visits if v.started_at and v.is_walk_in and v.is_served)
    return max((day, *met))


def basis_of(tz: ZoneInfo, patience: timedelta, standards: Mapping[int, int | None]) -> str:
    """Text that changes with anything, besides visits and hours, on which the figures of a day depend."""
    minutes = ",".join(f"{key}:{standard}" for key, standard in sorted(standards.items()) if standard is not None)
    return f"{tz.key} {int(patience.total_seconds())} {minutes}"


def grounds(basis: str, day: date, until: date, calendar: Calendar) -> str:
    """`basis` and the hours of every day from `day` to `until`, in words."""
    days = (hours_of(day + timedelta(days=n), calendar) for n in range((until - day).days + 1))
    hours = ["-" if h is None else _words(h.opens, h.closes, h.break_from, h.break_to) for h in days]
    return " ".join([basis, *hours])


@lru_cache(maxsize=256)
def _words(*moments: time | None) -> str:
    return ",".join("" if moment is None else moment.isoformat("minutes") for moment in moments)
