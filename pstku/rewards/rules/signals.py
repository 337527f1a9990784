"""Tanda: what makes the votes of one officer on one line look as if they came about in another way than colleagues'.

Facts are strong at once. Every other signal is a test against the other officers in the same strata; an officer alone in
the office is compared with the own quarters before. Strong: p ≤ 0,05 after Holm over all tests of that officer and line,
at least four visits, and 20 points above what the others make expected. Nothing here excludes anybody.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

from pstku.rewards.rules.finding import Finding, adjusted
from pstku.rewards.rules.habits import SHARES, Counts, counts_of, share_findings
from pstku.rewards.rules.moments import VALUES, Duty, burst, channel_gap, low_values, measured
from pstku.rewards.rules.permuting import PERMUTATIONS
from pstku.rewards.rules.served import Placed, ServedVisit

DENIED = "denied"
FACTS_FROM = {DENIED: 1, "staff_phone": 2, "staff_browser": 1, "makers_device": 1, "one_device": 3}
FACTS: dict[str, Callable[[ServedVisit], bool]] = {
    "staff_phone": lambda v: v.is_staff_phone,
    "staff_browser": lambda v: v.is_staff_browser,
    "makers_device": lambda v: v.is_makers_device,
}
CODES = (*FACTS_FROM, *(test.code for test in SHARES), *VALUES, "burst", "channel_gap")


def findings(
    visits: Sequence[ServedVisit], past: Sequence[Counts], duty: Duty, seed: str, most: int = PERMUTATIONS
) -> dict[int, list[Finding]]:
    """Every officer of these visits with the facts found and the result of every test; the same seed gives the same.

    `past` are the counts of the quarters before (four at most), `duty` the spans on duty of each day with a vote, `most` the
    permutations drawn.
    """
    counted = counts_of(visits)
    values = {code: measured(code, visits) for code in VALUES}
    rated: dict[int, list[Placed]] = defaultdict(list)
    for place, visit in enumerate(visits):
        if visit.is_rated:
            rated[visit.officer_id].append((place, visit))
    found: dict[int, list[Finding]] = {}
    for officer_id in sorted({v.officer_id for v in visits} | {v.begun_by_id for v in visits}):
        own = rated[officer_id]
        tests = share_findings(officer_id, own, counted, past)
        tests += [low_values(code, officer_id, values[code], f"{seed}/{code}/{officer_id}", most) for code in VALUES]
        tests += [burst(own, duty, f"{seed}/burst/{officer_id}", most)]
        tests += [channel_gap(own, f"{seed}/channel_gap/{officer_id}", most)]
        found[officer_id] = [*_facts(own), *adjusted(tests)]
    return found


def denied(officer_id: int, visits: Sequence[ServedVisit], denials: int, called: int) -> Finding:
    """A spot check in which guests denied their visit: which other votes are invented nobody knows, so all stand under it."""
    votes = frozenset(place for place, v in enumerate(visits) if v.officer_id == officer_id and v.is_rated)
    return Finding(DENIED, denials, called, is_deterministic=True, votes=votes)


def _facts(own: Sequence[Placed]) -> list[Finding]:
    marked = {code: {place for place, v in own if is_fact(v)} for code, is_fact in FACTS.items()}
    marked["one_device"] = _of_one_device(own)
    return [
        Finding(code, len(marked[code]), len(own), is_deterministic=True, votes=frozenset(marked[code]))
        for code, least in FACTS_FROM.items()
        if len(marked.get(code, ())) >= least
    ]


def _of_one_device(own: Sequence[Placed]) -> set[int]:
    """Votes of browsers that voted for three guests or more who did not come together."""
    by: dict[Hashable, list[Placed]] = {}
    for place, visit in own:
        if visit.device is not None:
            by.setdefault(visit.device, []).append((place, visit))
    least = FACTS_FROM["one_device"]
    return {place for votes in by.values() if _strangers([v for _, v in votes]) >= least for place, _ in votes}


def _strangers(visits: Sequence[ServedVisit]) -> int:
    return min(len({v.party for v in visits}), len({v.guest for v in visits}))
