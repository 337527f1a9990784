"""Many quarters with and without each cheat, counted: who wins, what is found, and what the honest lose."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from multiprocessing import Pool

from tests.proof.award.cheats import CHEATS, Cheat, play
from tests.proof.award.judging import Verdict, judge
from tests.proof.award.world import OFFICES, Office, Quarter, draw

Z = 1.959964
HONEST = "semua jujur"


@dataclass
class Line:
    """One cheat at one dose over many quarters; every count is of quarters unless it says officers."""

    cheat: str
    dose: int
    quarters: int = 0
    cheat_wins: int = 0
    best_wins: int = 0
    best_wins_checked: int = 0
    strong: int = 0
    denied: int = 0
    found: int = 0  # strong or denied
    listed: int = 0  # the cheat is on the shortlist, so that a decider could choose them
    found_listed: int = 0
    honest_notable: int = 0  # honest officers
    notable: int = 0
    leads_all: int = 0  # the winner leads all three orders
    honest_officers: int = 0
    honest_strong: int = 0
    quarters_with_honest_strong: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, quarter: Quarter, verdict: Verdict, cheat: int | None) -> None:
        """Count a judged quarter; `cheat` is the dishonest officer, None when there is none."""
        officers = range(quarter.office.officers)
        best = max(officers, key=lambda who: quarter.habits[who].quality)
        worst = min(officers, key=lambda who: quarter.habits[who].quality)
        honest = [who for who in officers if who != cheat]
        mine = verdict.strong.get(worst, []) if cheat is not None else []
        wrongly = sum(bool(verdict.strong.get(who)) for who in honest)
        self.quarters += 1
        self.cheat_wins += verdict.winner == worst
        self.best_wins += verdict.winner == best
        self.best_wins_checked += verdict.winner_after_checking == best
        self.strong += bool(mine)
        self.denied += verdict.is_denied
        is_found, is_listed = bool(mine) or verdict.is_denied, worst in verdict.shortlisted
        self.found += is_found
        self.listed += is_listed
        self.found_listed += is_found and is_listed
        self.honest_notable += sum(bool(verdict.notable.get(who)) for who in honest)
        self.notable += cheat is not None and bool(verdict.notable.get(worst))
        self.leads_all += verdict.is_leader_of_all
        self.honest_officers += len(honest)
        self.honest_strong += wrongly
        self.quarters_with_honest_strong += bool(wrongly)
        self.codes.update(mine)

    def join(self, other: "Line") -> None:
        """Add what another process counted."""
        for name, value in vars(other).items():
            if name not in ("cheat", "dose"):
                setattr(self, name, getattr(self, name) + value)


Table = dict[tuple[str, int], Line]


def curve(seeds: Iterable[int], offices: Sequence[Office] = OFFICES, processes: int = 2) -> dict[str, Table]:
    """{office: {(cheat, dose): line}}; the same seeds with and without every cheat."""
    work = [(office, seed) for seed in seeds for office in offices]
    found: dict[str, Table] = {office.name: {} for office in offices}
    with Pool(processes) as pool:
        for name, table in pool.imap_unordered(_one, work, chunksize=2):
            for key, line in table.items():
                found[name].setdefault(key, Line(*key)).join(line)
    return found


def _one(work: tuple[Office, int]) -> tuple[str, Table]:
    office, seed = work
    return office.name, paired(draw(office, seed), CHEATS)


def paired(quarter: Quarter, cheats: Iterable[Cheat]) -> Table:
    """The quarter as it was, and with the worst officer cheating in every way and dose."""
    worst = min(range(quarter.office.officers), key=lambda who: quarter.habits[who].quality)
    table = {(HONEST, 0): Line(HONEST, 0)}
    table[HONEST, 0].add(quarter, judge(quarter), None)
    for cheat in cheats:
        for dose in cheat.doses:
            line = table[cheat.name, dose] = Line(cheat.name, dose)
            played = play(quarter, cheat, worst, dose)
            line.add(played, judge(played), worst)
    return table


def together(found: dict[str, Table], names: Iterable[str]) -> Table:
    """The tables of several offices as one."""
    table: Table = {}
    for name in names:
        for key, line in found[name].items():
            table.setdefault(key, Line(*key)).join(line)
    return table


def share(count: int, of: int) -> str:
    """58 (54–62): percent with Wilson's 95 % interval."""
    if of == 0:
        return "–"
    p = count / of
    centre, spread = p + Z * Z / (2 * of), Z * sqrt(p * (1 - p) / of + Z * Z / (4 * of * of))
    low, high = (max(0.0, (centre + sign * spread) / (1 + Z * Z / of)) for sign in (-1, 1))
    return f"{100 * p:.0f} ({100 * low:.0f}–{100 * high:.0f})"
