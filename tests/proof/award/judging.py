"""Who wins a quarter, and what the award would say of it: scores, orders, signals and the spot check, by pure rules."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from pstku.ratings.rules.score import Tally, officer_score, pooled_deviation, prior_mean
from pstku.ratings.rules.shortlist import Contender, shortlist
from pstku.rewards.rules.served import ServedVisit
from pstku.rewards.rules.signals import findings
from tests.proof.award.world import Quarter

PRIOR_VOTES, GATE_VOTES, GATE_WEEKS = 10, 10, 3
DRAWS = 1_999  # permutations: a fifth of the product's, whose p they give within a tenth
CALLS, REACHED = 8, 0.7  # guests called, and how many of them answer; a made-up number belongs to a stranger


@dataclass
class Verdict:
    """What became of a quarter."""

    winner: int | None
    shortlisted: list[int]
    winner_after_checking: int | None  # once votes under strong signals are set aside
    strong: dict[int, list[str]]  # officer: codes
    notable: dict[int, list[str]]
    is_denied: bool  # by a guest of the spot check
    is_leader_of_all: bool  # leads all three orders


def judge(quarter: Quarter) -> Verdict:
    """The award of a quarter; the same quarter gives the same verdict."""
    visits = quarter.visits
    found = findings(visits, quarter.past, quarter.duty, quarter.seed, DRAWS)
    aside = {place for items in found.values() for item in items if item.is_strong for place in item.votes}
    everything = range(len(visits))
    contactable = [place for place in everything if visits[place].has_contact]
    listed = order(quarter, everything)
    clean = order(quarter, [place for place in everything if place not in aside])
    leaders = {tuple(first[:1]) for first in (listed, clean, order(quarter, contactable))}
    denied = spot_check(quarter, listed)
    cleared = [place for place in everything if place not in aside and visits[place].officer_id not in denied]
    after = order(quarter, cleared)
    return Verdict(
        winner=listed[0] if listed else None,
        shortlisted=listed,
        winner_after_checking=after[0] if after else None,
        strong={who: [f.code for f in items if f.is_strong] for who, items in found.items()},
        notable={who: [f.code for f in items if f.is_notable] for who, items in found.items()},
        is_denied=bool(denied),
        is_leader_of_all=len(leaders) == 1,
    )


def order(quarter: Quarter, places: Collection[int]) -> list[int]:
    """The shortlist by the votes of these visits."""
    visits = [quarter.visits[place] for place in places if quarter.visits[place].is_rated]
    history = Tally(len(quarter.past_scores), sum(quarter.past_scores))
    guests = [v.score or 0 for v in visits if v.is_guest_held]
    mean = prior_mean(history, Tally(len(guests), sum(guests)))
    by = {who: [v for v in visits if v.officer_id == who] for who in range(quarter.office.officers)}
    tallies = {who: _tally([v.score or 0 for v in own if v.is_guest_held]) for who, own in by.items()}
    deviation = pooled_deviation(tallies.values())
    contenders = [
        _contender(who, own, mean, deviation)
        for who, own in by.items()
        if sum(v.is_guest_held for v in own) >= GATE_VOTES and len({v.day.isocalendar()[:2] for v in own}) >= GATE_WEEKS
    ]
    return [item.officer_id for item in shortlist(contenders)]


def _contender(who: int, own: list[ServedVisit], mean: Fraction, deviation: float) -> Contender:
    guests = [v.score or 0 for v in own if v.is_guest_held]
    held = [v.score or 0 for v in own if not v.is_guest_held]
    score = officer_score(
        len(guests),
        sum(guests),
        mean=mean,
        prior_votes=PRIOR_VOTES,
        deviation=deviation,
        held_votes=len(held),
        held_sum=sum(held),
    )
    return Contender(who, score, guests.count(4), None, won_lately=False)


def _tally(scores: list[int]) -> Tally:
    return Tally(len(scores), sum(scores), sum(score * score for score in scores))


def spot_check(quarter: Quarter, shortlisted: list[int]) -> set[int]:
    """Officers of the shortlist of whose guests one denies the visit: eight are called, some answer."""
    chance = Random(f"{quarter.seed}/uji petik")
    denied = set()
    for who in shortlisted:
        mine = [place for place, v in enumerate(quarter.visits) if v.officer_id == who and v.is_rated and v.has_contact]
        called = chance.sample(mine, min(CALLS, len(mine)))
        if any(place in quarter.invented and chance.random() < REACHED for place in called):
            denied.add(who)
    return denied
