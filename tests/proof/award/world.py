"""Honest quarters of different offices, drawn visit by visit; every officer has habits of their own."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from pstku.rewards.rules.habits import Counts, counts_of
from pstku.rewards.rules.moments import Duty
from pstku.rewards.rules.served import COUNTER, LIBRARY, REMOTE, WALK_IN, ServedVisit

VISITS, RATED = 124, 0.60  # a quarter of the office this was made for
FIRST = date(2026, 7, 1)
OPEN = ((480.0, 720.0), (780.0, 930.0))  # minutes of a day on duty: eight to noon, one to half past three
DIFFER = 0.06  # standard deviation of a habit between officers, in shares
FEWEST = 6  # visits of a newcomer


@dataclass(frozen=True)
class Office:
    """What makes one office unlike another."""

    name: str
    officers: int
    contact: float = 0.40  # share of guests who leave a phone number or an address
    remote_of: int | None = None  # the one officer who answers messages
    groups: int = 0  # school classes in the quarter
    has_newcomer: bool = False
    has_script: bool = True  # a tablet without JavaScript measures no tap
    visits: int = VISITS


OFFICES = (
    Office("satu petugas", 1),
    Office("tiga petugas", 3),
    Office("delapan petugas", 8),
    Office("mahasiswa tanpa HP", 3, contact=0.12),
    Office("satu petugas menjawab WA", 3, remote_of=0),
    Office("rombongan sekolah", 3, groups=4),
    Office("pegawai baru", 4, has_newcomer=True),
    Office("tablet tanpa JavaScript", 3, has_script=False),
)


@dataclass(frozen=True)
class Habits:
    """How one honest officer works: the mean a guest feels, and shares of what is left open."""

    quality: float
    contact: float
    need: float
    complete: float
    typed: float  # of guests for whom the officer fills in the book
    skipped: float
    declined: float
    handed: float
    left: float
    pace: float  # minutes at the counter


@dataclass
class Quarter:
    """A drawn quarter: its visits, who was on duty, and what came before."""

    office: Office
    habits: list[Habits]
    visits: list[ServedVisit]
    duty: Duty
    past: list[Counts]
    past_scores: list[int]
    rosters: dict[date, list[int]]
    seed: str = ""
    invented: set[int] = field(default_factory=set)  # places of visits that never were


def draw(office: Office, seed: int) -> Quarter:
    """An honest quarter after four honest ones by the same people."""
    chance = Random(f"{office.name}/{seed}")
    people = [_habits(chance, office) for _ in range(office.officers)]
    past, scores = [], []
    for _ in range(4):
        visits, _ = _quarter(chance, office, people)
        past.append(counts_of(visits))
        scores += [v.score for v in visits if v.score is not None]
    visits, rosters = _quarter(chance, office, people)
    duty = dict.fromkeys(working_days(), OPEN)
    return Quarter(office, people, visits, duty, past, scores, rosters, f"{office.name}/{seed}")


def working_days() -> list[date]:
    """The service days of the quarter."""
    days = [FIRST + timedelta(days=step) for step in range(92)]
    return [day for day in days if day.weekday() < 5]


def with_colleagues(visits: list[ServedVisit], rosters: dict[date, list[int]]) -> list[ServedVisit]:
    """The visits with what follows from all of them together: who of the office was near on each day."""
    near = {day: set(roster) for day, roster in rosters.items()}
    for visit in visits:
        near[visit.day].add(visit.officer_id)
    return [replace(visit, is_alone=not near[visit.day] - {visit.officer_id}) for visit in visits]


def score_of(chance: Random, quality: float) -> int:
    """A vote of 1 to 4 by a guest who feels `quality`."""
    return min(4, max(1, round(chance.gauss(quality, 0.75))))


def _habits(chance: Random, office: Office) -> Habits:
    def share(middle: float) -> float:
        return min(0.97, max(0.0, chance.gauss(middle, min(DIFFER, middle, 1 - middle))))

    return Habits(
        quality=chance.gauss(3.35, 0.22),
        contact=share(office.contact),
        need=share(0.88),
        complete=share(0.85),
        typed=share(0.08),
        skipped=share(0.02),
        declined=share(0.06),
        handed=share(0.01),
        left=share(0.02),
        pace=chance.lognormvariate(2.4, 0.15),
    )


def _quarter(chance: Random, office: Office, people: list[Habits]) -> tuple[list[ServedVisit], dict[date, list[int]]]:
    days = working_days()
    rosters = {day: _roster(chance, office) for day in days}
    visits = []
    for number in range(office.visits):
        day = chance.choice(days)
        visits.append(_visit(chance, office, people, rosters[day], day, f"g{number}"))
    for group in range(office.groups):
        day = chance.choice(days)
        officer, start = chance.choice(rosters[day]), chance.uniform(500, 700)
        for guest in range(chance.randint(4, 8)):
            minute = start + 1.2 * guest
            visits.append(_walk_in(chance, office, people[officer], officer, day, f"k{group}", minute, True))
    return with_colleagues(visits, rosters), rosters


def _roster(chance: Random, office: Office) -> list[int]:
    """Two of the office are on duty, now and then only one; a newcomer only helps out."""
    able = list(range(office.officers - office.has_newcomer))
    some = chance.sample(able, min(len(able), 1 if chance.random() < 0.3 else 2))
    return [*some, office.officers - 1] if office.has_newcomer and chance.random() < 0.15 else some


def _visit(
    chance: Random, office: Office, people: list[Habits], roster: list[int], day: date, party: str
) -> ServedVisit:
    officer = chance.choice(roster)
    if office.remote_of is not None and chance.random() < 0.25:
        return _remote(chance, people[office.remote_of], office.remote_of, day, party)
    minute = chance.uniform(*chance.choice(OPEN))
    return _walk_in(chance, office, people[officer], officer, day, party, minute, False)


def _walk_in(
    chance: Random,
    office: Office,
    habits: Habits,
    officer: int,
    day: date,
    party: str,
    minute: float,
    in_group: bool,
) -> ServedVisit:
    is_library = in_group or chance.random() < 0.4
    minutes = chance.lognormvariate(0.9, 0.6) if is_library else habits.pace * chance.lognormvariate(0, 0.5)
    is_done = chance.random() >= habits.left
    is_typed, is_skipped = chance.random() < habits.typed, is_done and chance.random() < habits.skipped
    is_declined = is_done and not is_skipped and chance.random() < habits.declined
    is_rated = is_done and not is_skipped and not is_declined and chance.random() < RATED / 0.92
    on_tablet = is_typed or chance.random() < 0.85
    score, tap = score_of(chance, habits.quality), round(chance.lognormvariate(8.0, 0.5))
    answers = [chance.random() for _ in range(4)]
    is_handed = is_done and answers[3] < habits.handed and office.officers > 1
    taken_by = chance.choice([who for who in range(office.officers) if who != officer]) if is_handed else officer
    return ServedVisit(
        officer_id=taken_by,
        begun_by_id=officer,
        kind=WALK_IN,
        group=LIBRARY if is_library else COUNTER,
        day=day,
        guest=(day, party, minute),
        party=(day, party),
        is_done=is_done,
        service_seconds=60 * minutes,
        has_contact=answers[0] < habits.contact,
        has_need=answers[1] < habits.need,
        is_complete=answers[2] < habits.complete,
        has_form=not is_typed,
        is_skipped=is_skipped,
        is_declined=is_declined,
        is_handed_late=is_handed,
        score=score if is_rated else None,
        is_on_tablet=on_tablet,
        voted_on=day if is_rated else None,
        minute=minute if is_rated else None,
        reaction_ms=tap if is_rated and on_tablet and office.has_script else None,
        device=None if on_tablet or not is_rated else (day, party, minute),
    )


def _remote(chance: Random, habits: Habits, officer: int, day: date, party: str) -> ServedVisit:
    is_rated = chance.random() < 0.35
    minute = chance.uniform(*OPEN[0])
    return ServedVisit(
        officer_id=officer,
        begun_by_id=officer,
        kind=REMOTE,
        group=COUNTER,
        day=day,
        guest=(day, party, minute),
        party=(day, party),
        has_contact=True,
        has_need=chance.random() < habits.need,
        is_complete=chance.random() < habits.complete,
        has_form=False,
        score=score_of(chance, habits.quality) if is_rated else None,
        is_guest_held=False,
        is_on_tablet=False,
        voted_on=day if is_rated else None,
        minute=minute if is_rated else None,
        device=(day, party) if is_rated else None,
    )
