"""What a dishonest officer does to a quarter. Each takes a drawn quarter, an officer and a dose, and returns a new one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from pstku.rewards.rules.served import COUNTER, REMOTE, WALK_IN, ServedVisit
from tests.proof.award.world import OPEN, Quarter, with_colleagues, working_days

INVENTED = "karangan"


@dataclass(frozen=True)
class Cheat:
    """A way to cheat, at three doses (votes invented, or guests kept away)."""

    name: str
    act: Callable[[Quarter, Random, int, int], list[ServedVisit]]
    doses: tuple[int, int, int] = (8, 16, 24)


def play(quarter: Quarter, cheat: Cheat, officer: int, dose: int) -> Quarter:
    """The same quarter with the cheat in it; what was honest stays as it was drawn."""
    seed = f"{quarter.seed}/{cheat.name}/{dose}"
    visits = with_colleagues(cheat.act(quarter, Random(seed), officer, dose), quarter.rosters)
    invented = {place for place, visit in enumerate(visits) if visit.party[0] == INVENTED}
    return replace(quarter, visits=visits, invented=invented, seed=seed)


def _invented(quarter: Quarter, chance: Random, officer: int, number: int, **fields: object) -> ServedVisit:
    """A visit nobody made, entered on the tablet in a quiet minute and rated with the best face."""
    days = [day for day, roster in quarter.rosters.items() if officer in roster]
    quiet = [day for day in days if len(quarter.rosters[day]) == 1]
    day: date = chance.choice(quiet if quiet and chance.random() < 0.7 else days or working_days())
    values: dict[str, object] = {
        "officer_id": officer,
        "begun_by_id": officer,
        "kind": WALK_IN,
        "group": COUNTER,
        "day": day,
        "guest": (INVENTED, number),
        "party": (INVENTED, number),
        "service_seconds": 60 * chance.uniform(2, 6),
        "has_contact": False,
        "has_need": chance.random() < 0.5,
        "is_complete": chance.random() < 0.6,
        "is_declined": False,
        "score": 4,
        "minute": chance.uniform(*chance.choice(OPEN)),
        "reaction_ms": round(chance.lognormvariate(8.0, 0.5)) if quarter.office.has_script else None,
    }
    told = values | fields
    return ServedVisit(**told, voted_on=told["day"])  # type: ignore[arg-type]


def without_contact(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """Invented guests of two to six minutes, no phone, an ordinary tap."""
    return [*quarter.visits, *(_invented(quarter, chance, officer, n) for n in range(dose))]


def patiently(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """The same by somebody who knows the tests: need and details filled in, usual minutes, spread over all days."""
    days = [day for day, roster in quarter.rosters.items() if officer in roster] or working_days()
    pace = quarter.habits[officer].pace

    def one(number: int) -> ServedVisit:
        day = chance.choice(days)
        return _invented(
            quarter,
            chance,
            officer,
            number,
            day=day,
            service_seconds=60 * pace * chance.lognormvariate(0, 0.5),
            has_need=chance.random() < 0.88,
            is_complete=chance.random() < 0.85,
        )

    return [*quarter.visits, *(one(n) for n in range(dose))]


def with_numbers(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """Invented guests with made-up phone numbers, so that shares look right."""
    return [*quarter.visits, *(_invented(quarter, chance, officer, n, has_contact=True) for n in range(dose))]


def by_message(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """Invented WhatsApp guests with made-up numbers, each link opened on one phone of the officer."""
    held = {"kind": REMOTE, "has_form": False, "is_guest_held": False, "is_on_tablet": False, "device": "hp"}
    told = held | {"has_contact": True, "service_seconds": None, "reaction_ms": None}
    return [*quarter.visits, *(_invented(quarter, chance, officer, n, **told) for n in range(dose))]


def by_link(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """Invented guests entered at the desk; every link is opened in a private window, so no browser is seen twice."""
    held = {"has_form": False, "is_guest_held": False, "is_on_tablet": False, "reaction_ms": None}
    return [*quarter.visits, *(_invented(quarter, chance, officer, n, **held, device=("baru", n)) for n in range(dose))]


def skipping(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """Guests who look unhappy are not invited."""
    worst = set(_unhappiest(quarter, officer, dose))
    silent = {"is_skipped": True, "score": None, "voted_on": None, "minute": None, "reaction_ms": None, "device": None}
    return [replace(v, **silent) if place in worst else v for place, v in enumerate(quarter.visits)]


def handing_over(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """Guests who look unhappy are handed to a colleague when the service is as good as over."""
    worst = set(_unhappiest(quarter, officer, dose))
    others = [who for who in range(quarter.office.officers) if who != officer] or [officer]
    return [
        replace(v, officer_id=chance.choice(others), is_handed_late=True) if place in worst else v
        for place, v in enumerate(quarter.visits)
    ]


def in_bursts(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """Invented guests, four to six within a few minutes at the end of a day."""
    days = [day for day, roster in quarter.rosters.items() if officer in roster] or working_days()
    made: list[ServedVisit] = []
    while len(made) < dose:
        day = chance.choice(days)
        for step in range(min(chance.randint(4, 6), dose - len(made))):
            at = 900 + 1.6 * step + chance.random()
            short = {"service_seconds": 60 * chance.uniform(0.5, 1.5)}
            made.append(_invented(quarter, chance, officer, len(made), day=day, minute=at, **short))
    return [*quarter.visits, *made]


def on_own_phone(quarter: Quarter, chance: Random, officer: int, dose: int) -> list[ServedVisit]:
    """Real guests who did not vote: the officer votes for them with the code, on one phone."""
    silent = [
        place
        for place, v in enumerate(quarter.visits)
        if v.officer_id == officer and v.kind == WALK_IN and v.is_done and not v.is_rated
    ]
    chosen = set(chance.sample(silent, min(dose, len(silent))))
    given = {"score": 4, "is_on_tablet": False, "device": "hp", "reaction_ms": None, "is_skipped": False}
    return [
        replace(v, **given, voted_on=v.day, minute=chance.uniform(*OPEN[1])) if place in chosen else v
        for place, v in enumerate(quarter.visits)
    ]


def _unhappiest(quarter: Quarter, officer: int, dose: int) -> list[int]:
    rated = [
        (v.score, place)
        for place, v in enumerate(quarter.visits)
        if v.begun_by_id == officer and v.officer_id == officer and v.kind == WALK_IN and v.score in (1, 2, 3)
    ]
    return [place for _, place in sorted(rated)[:dose]]


CHEATS = (
    Cheat("tamu karangan tanpa kontak", without_contact),
    Cheat("tamu karangan, sabar", patiently),
    Cheat("tamu karangan, nomor dibuat-buat", with_numbers),
    Cheat("WA karangan, satu HP", by_message),
    Cheat("tautan di jendela privat", by_link),
    Cheat("tamu kecewa tidak diundang", skipping, (4, 8, 12)),
    Cheat("tamu kecewa diserahkan", handing_over, (4, 8, 12)),
    Cheat("karangan beruntun", in_bursts),
    Cheat("HP sendiri untuk tamu nyata", on_own_phone),
)
