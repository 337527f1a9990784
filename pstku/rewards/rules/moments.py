"""Signals of time and of ways in: short services, quick taps, bursts, and votes that are better elsewhere."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date

from pstku.rewards.rules import permuting
from pstku.rewards.rules.finding import LEAST_VISITS, LEVEL, Finding
from pstku.rewards.rules.served import Placed, ServedVisit
from pstku.rewards.rules.shares import LEAST_LIKENESS, beta_binomial_upper

LEAST_EACH_WAY = 5  # votes on the tablet and votes elsewhere, before the two are compared
Measured = dict[str, list[tuple[int, float, int]]]  # by stratum: officer, value and place of each visit
Duty = Mapping[date, Sequence[tuple[float, float]]]  # spans of minutes on duty, of every day with a vote

# The smaller the value, the less it looks like a guest.
VALUES: dict[str, Callable[[ServedVisit], float | None]] = {
    "short_service": lambda v: v.service_seconds,
    "quick_tap": lambda v: v.reaction_ms,
}


def measured(code: str, visits: Sequence[ServedVisit]) -> Measured:
    """What was measured of every rated visit: by stratum, in the order of the visits."""
    value_of, found = VALUES[code], Measured()
    for place, visit in enumerate(visits):
        value = value_of(visit) if visit.is_rated else None
        if value is not None:
            found.setdefault(visit.stratum, []).append((visit.officer_id, value, place))
    return found


def low_values(code: str, officer_id: int, values: Measured, seed: str, most: int) -> Finding:
    """Are the officer's values lower than colleagues'? Counted are those under the lowest quarter of colleagues' values.

    p is the larger of the rank sum and of a beta-binomial on that count, since some are quicker honestly.
    """
    own, others = {}, {}
    for stratum, rows in values.items():
        own[stratum] = [(value, place) for owner, value, place in rows if owner == officer_id]
        others[stratum] = [value for owner, value, _ in rows if owner != officer_id]
    both = [stratum for stratum in own if own[stratum] and len(others[stratum]) >= LEAST_VISITS]
    both.sort(key=lambda stratum: own[stratum][0][1])  # the order in which they are drawn
    total = sum(len(own[stratum]) for stratum in both)
    if total < LEAST_VISITS:
        return Finding(code, 0)
    edge = {stratum: sorted(others[stratum])[len(others[stratum]) // 4] for stratum in both}
    under = {place for stratum in both for value, place in own[stratum] if value < edge[stratum]}
    usual = sum(len(own[s]) * sum(value < edge[s] for value in others[s]) / len(others[s]) for s in both)
    p = beta_binomial_upper(len(under), total, (usual + 0.5) / (total + 1), LEAST_LIKENESS)
    if p <= LEVEL:  # above it the rank sum could only make p larger
        samples = [([value for value, _ in own[stratum]], others[stratum]) for stratum in both]
        p = max(p, permuting.rank_sum_p(permuting.generator(seed), samples, most))
    points = 100 * (len(under) - usual) / total
    return Finding(code, len(under), total, len(under) / total, usual / total, points, p, votes=frozenset(under))


def burst(own: Sequence[Placed], duty: Duty, seed: str, most: int) -> Finding:
    """Votes of guests who did not come together, close upon each other, against the same days with chance minutes."""
    days: dict[date, dict[Hashable, tuple[float, int]]] = {}
    for place, visit in own:
        if visit.voted_on is not None and visit.minute is not None:
            days.setdefault(visit.voted_on, {}).setdefault(visit.party, (visit.minute, place))
    minutes = {day: [minute for minute, _ in parties.values()] for day, parties in days.items()}
    total = sum(map(len, minutes.values()))
    if total < LEAST_VISITS:
        return Finding("burst", 0)
    largest = max(permuting.largest_burst(each) for each in minutes.values())
    chance = permuting.generator(seed)
    p = permuting.burst_p(chance, minutes, duty, most)
    usual = permuting.usual_burst(chance, minutes, duty)
    least = usual + 1  # more than chance brings together, so that the tail of a burst goes with it
    under = {
        place
        for day, parties in days.items()
        for minute, place in parties.values()
        if permuting.burst_around(minute, minutes[day]) > least
    }
    return Finding(
        "burst", largest, total, float(largest), usual, 100 * (largest - usual) / largest, p, votes=frozenset(under)
    )


def channel_gap(own: Sequence[Placed], seed: str, most: int) -> Finding:
    """Are votes that did not come in on the tablet higher than those that did?"""
    elsewhere = {place: v.score for place, v in own if not v.is_on_tablet and v.score is not None}
    tablet = [v.score for _, v in own if v.is_on_tablet and v.score is not None]
    if min(len(elsewhere), len(tablet)) < LEAST_EACH_WAY:
        return Finding("channel_gap", 0)
    high, low = sum(elsewhere.values()) / len(elsewhere), sum(tablet) / len(tablet)
    p = permuting.gap_p(permuting.generator(seed), list(elsewhere.values()), tablet, most)
    points = 25 * (high - low)
    return Finding("channel_gap", len(elsewhere), len(own), high, low, points, p, votes=frozenset(elsewhere))
