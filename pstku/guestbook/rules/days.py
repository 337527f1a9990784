"""What is counted of one day's visits, so that a year is a sum of days. Pure: values in, values out.

Counts, sums and histograms of whole minutes, from which medians are exact to the minute; no person and no words. Every
figure of a day follows from the visits that came on it alone. It is a sum of parts, one for each way and service, so that a
channel or a service can be told as well as the office.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from pstku.core import clock
from pstku.guestbook.rules.needs import NeedFacts, Sought, Topic, sought_of
from pstku.guestbook.rules.states import Channel, PartKey, VisitState, is_walk_in, way_of
from pstku.guestbook.rules.waiting import (
    is_within_standard,
    time_open,
    time_waited,
    time_without_officer,
    whole_minutes,
)
from pstku.offices.rules.calendar import Calendar, Span, hours_of
from pstku.offices.rules.opening import opening

# The version of the rules by which times are counted. In 1 a guest met while the counter was closed had waited no minute.
# And one that began and ended in one moment had a service time of no minute even then.
COUNTING = 2

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
    def part(self) -> PartKey:
        return way_of(self.channel, self.follow_up), self.service_type_id

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
        return people_of_sex(sex, self.sex, self.party_male, self.party_female)


def people_of_sex(sex: str, signed: str | None, party_male: int | None, party_female: int | None) -> int:
    """People of this sex ("male" or "female") in a party; `signed` is the sex of the guest who signed, if it is known."""
    if party_male is None and party_female is None:
        return int(signed == sex)
    return (party_male if sex == "male" else party_female) or 0


@dataclass(slots=True)
class Part:
    """Counts, and histograms of whole minutes, from which medians are exact to the minute."""

    visits: int = 0
    persons: int = 0
    male: int = 0
    female: int = 0
    finished: int = 0  # the visit is over and was served, however the guest came
    # Walk-in guests only.
    served: int = 0
    rated: int = 0
    with_standard: int = 0
    within_standard: int = 0
    # Walk-in guests, and guests from paper whose times stand there.
    closed_later: int = 0
    outside_hours: int = 0  # served while the counter was closed: they have no service time
    met_outside: int = 0  # came and met while it was closed: they have no waiting time
    # Data needs of these visits.
    sought: int = 0
    fitting: int = 0
    not_fitting: int = 0
    not_obtained: int = 0
    not_yet: int = 0
    waits: Counter[int] = field(default_factory=Counter)  # whole minutes -> guests
    services: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Part") -> None:
        """Add the figures of another part."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for sums, more in ((self.waits, other.waits), (self.services, other.services)):
            for minutes, guests in more.items():
                sums[minutes] += guests


HISTOGRAMS = ("waits", "services")
COUNTS = tuple(item.name for item in fields(Part) if item.name not in HISTOGRAMS)
Parts = Mapping[PartKey, Part]


def sum_of(parts: Iterable[Part]) -> Part:
    """One part that holds the sum of these."""
    whole = Part()
    for part in parts:
        whole.add(part)
    return whole


@dataclass(slots=True)
class DayFigures:
    """The figures of a day, or the sum of many days."""

    parts: dict[PartKey, Part] = field(default_factory=dict)
    alone: timedelta = timedelta()  # guests had waited long and nobody served
    sought: dict[Topic, Sought] = field(default_factory=dict)
    consultations: Counter[Consulted] = field(default_factory=Counter)  # all visits, finished or noted

    @property
    def whole(self) -> Part:
        """The sum of all parts."""
        return sum_of(self.parts.values())

    @property
    def visits(self) -> int:
        """All visits."""
        return sum(part.visits for part in self.parts.values())


def figures_of(
    visits: Sequence[VisitFacts],
    needs: Iterable[NeedFacts],
    patience: timedelta,
    now: datetime,
    calendar: Calendar,
    tz: ZoneInfo,
) -> DayFigures:
    """The figures of one day's visits; a wait that lasts is counted until `now`, or until the evening of the day."""
    needs = list(needs)
    parts: dict[PartKey, Part] = defaultdict(Part)
    for visit in visits:
        _count(parts[visit.part], visit, calendar, tz)
    for need in needs:
        _count_need(parts[need.part], need)
    here = [visit for visit in visits if visit.is_walk_in]
    consultations = Counter(visit.consulted for visit in visits if visit.consulted)
    return DayFigures(dict(parts), _alone(here, patience, now, calendar, tz), sought_of(needs), consultations)


def _count(part: Part, visit: VisitFacts, calendar: Calendar, tz: ZoneInfo) -> None:
    part.visits += 1
    part.persons += visit.party_size
    part.male += visit.of_sex("male")
    part.female += visit.of_sex("female")
    part.finished += visit.state == VisitState.DONE
    started, is_here = visit.started_at, visit.is_walk_in and visit.is_served
    part.served += is_here
    part.rated += is_here and visit.is_rated
    if started is None or not (is_here or visit.times_are_written):
        return
    waited = time_waited(visit.created_at, started, calendar, tz)
    if waited or opening(started.astimezone(tz), calendar).is_open:
        part.waits[whole_minutes(waited)] += 1
        if is_here and visit.standard_minutes is not None:
            part.with_standard += 1
            part.within_standard += is_within_standard(waited, visit.standard_minutes)
    else:
        part.met_outside += 1
    _count_service(part, started, visit.closed_at, calendar, tz)


def _count_service(part: Part, started: datetime, closed: datetime | None, calendar: Calendar, tz: ZoneInfo) -> None:
    """A visit that was closed on a later day was forgotten; one outside the opening hours has no minute of them."""
    if closed is None or clock.local_day(started, tz) != clock.local_day(closed, tz):
        part.closed_later += 1
        return
    length = time_open(started, closed, calendar, tz)
    if length or opening(started.astimezone(tz), calendar).is_open:
        part.services[whole_minutes(length)] += 1
    else:
        part.outside_hours += 1


def _count_need(part: Part, need: NeedFacts) -> None:
    part.sought += 1
    part.fitting += need.obtained == "yes_fits"
    part.not_fitting += need.obtained == "yes_not_fitting"
    part.not_obtained += need.obtained == "no"
    part.not_yet += need.obtained == "not_yet"


def _alone(
    here: Sequence[VisitFacts], patience: timedelta, now: datetime, calendar: Calendar, tz: ZoneInfo
) -> timedelta:
    waits = [_until_evening(v.created_at, v.started_at or v.closed_at or now, tz) for v in here]
    services = [_until_evening(v.started_at, v.closed_at or now, tz) for v in here if v.started_at]
    return time_without_officer(waits, services, patience, calendar, tz)


def _until_evening(start: datetime, end: datetime, tz: ZoneInfo) -> Span:
    """Nobody stays overnight: a visit that was never closed ends with its day."""
    return start, min(end, clock.day_range(clock.local_day(start, tz), tz)[1])


def total(days: Iterable[DayFigures]) -> DayFigures:
    """The sum of these days."""
    whole = DayFigures()
    for day in days:
        for key, part in day.parts.items():
            whole.parts.setdefault(key, Part()).add(part)
        whole.alone += day.alone
        for topic, one in day.sought.items():
            whole.sought.setdefault(topic, Sought(one.example)).add(one)
        whole.consultations.update(day.consultations)
    return whole


def median(minutes: Mapping[int, int]) -> Fraction | None:
    """The middle of a histogram (minutes -> how many), or half way between the two middles; None of nothing."""
    count = sum(minutes.values())
    if not count:
        return None
    return Fraction(_at(minutes, (count - 1) // 2) + _at(minutes, count // 2), 2)


def _at(minutes: Mapping[int, int], place: int) -> int:
    for value in sorted(minutes):
        place -= minutes[value]
        if place < 0:
            return value
    raise IndexError(place)


def last_day_of(visits: Iterable[VisitFacts], day: date, tz: ZoneInfo) -> date:
    """The last day on whose hours the figures of `day` depend: a guest of yesterday may be met today."""
    met = (clock.local_day(v.started_at, tz) for v in visits if v.started_at and v.is_walk_in and v.is_served)
    return max((day, *met))


def basis_of(tz: ZoneInfo, patience: timedelta, standards: Mapping[int, int | None]) -> str:
    """Text that changes with anything, besides visits and hours, on which the figures of a day depend."""
    minutes = ",".join(f"{key}:{standard}" for key, standard in sorted(standards.items()) if standard is not None)
    return f"{COUNTING} {tz.key} {int(patience.total_seconds())} {minutes}"


def grounds(basis: str, day: date, until: date, calendar: Calendar) -> str:
    """`basis` and the hours of every day from `day` to `until`, in words."""
    days = (hours_of(day + timedelta(days=n), calendar) for n in range((until - day).days + 1))
    hours = ["-" if h is None else _words(h.opens, h.closes, h.break_from, h.break_to) for h in days]
    return " ".join([basis, *hours])


@lru_cache(maxsize=256)
def _words(*moments: time | None) -> str:
    return ",".join("" if moment is None else moment.isoformat("minutes") for moment in moments)
