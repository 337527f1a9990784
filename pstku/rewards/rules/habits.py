"""Signals that are shares: how often something is missing or chosen, beside colleagues in the same strata."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pstku.rewards.rules.finding import Finding
from pstku.rewards.rules.served import WALK_IN, Placed, ServedVisit
from pstku.rewards.rules.shares import Stratum, compare, likeness_of

# {test: {stratum: {officer: (marked, visits)}}}; kept with every locked quarter, so that later ones know how honest
# officers differ after the votes are gone.
ByOfficer = Mapping[int, tuple[int, int]]
Counts = dict[str, dict[str, dict[int, tuple[int, int]]]]


@dataclass(frozen=True, slots=True)
class ShareTest:
    """A share of an officer's visits: of which visits, which of them are marked, and whose they are."""

    code: str
    counts: Callable[[ServedVisit], bool]
    is_marked: Callable[[ServedVisit], bool | None]
    by_beginner: bool = False  # of whoever began the service, not of whoever ended it
    is_selection: bool = False  # chooses who is asked: then every vote of the officer stands under it


def _not(fact: bool | None) -> bool | None:
    return None if fact is None else not fact


SHARES = (
    ShareTest("no_contact", lambda v: v.is_rated, lambda v: _not(v.has_contact)),
    ShareTest("no_need", lambda v: v.is_rated, lambda v: _not(v.has_need)),
    ShareTest("incomplete", lambda v: v.is_rated, lambda v: _not(v.is_complete)),
    ShareTest("no_form", lambda v: v.is_rated and v.kind == WALK_IN, lambda v: not v.has_form),
    ShareTest("alone", lambda v: v.is_rated, lambda v: v.is_alone),
    ShareTest("thin", lambda v: v.is_rated, lambda v: v.is_thin),
    ShareTest("skipped", lambda v: v.is_done and v.kind == WALK_IN, lambda v: v.is_skipped, is_selection=True),
    ShareTest("declined", lambda v: v.is_done and v.kind == WALK_IN, lambda v: v.is_declined, is_selection=True),
    ShareTest("handed_late", lambda v: v.is_done, lambda v: v.is_handed_late, by_beginner=True, is_selection=True),
    ShareTest("left", lambda v: v.kind == WALK_IN, lambda v: not v.is_done, by_beginner=True, is_selection=True),
)


def counts_of(visits: Iterable[ServedVisit]) -> Counts:
    """(marked, visits) of every share by stratum and officer; visits of which it is not known are left out."""
    counted: Counts = {test.code: {} for test in SHARES}
    for visit in visits:
        stratum = visit.stratum
        for test in SHARES:
            marked = test.is_marked(visit) if test.counts(visit) else None
            if marked is None:
                continue
            by = counted[test.code].setdefault(stratum, {})
            owner = visit.begun_by_id if test.by_beginner else visit.officer_id
            before = by.get(owner, (0, 0))
            by[owner] = (before[0] + marked, before[1] + 1)
    return counted


def share_findings(officer_id: int, own: Sequence[Placed], counted: Counts, past: Sequence[Counts]) -> list[Finding]:
    """Every share of one officer against the others; `past` are the counts of up to four quarters before.

    `own` are the officer's rated visits, of which some may stand under a share.
    """
    return [_share(test, officer_id, own, counted[test.code], past) for test in SHARES]


def _share(
    test: ShareTest,
    officer_id: int,
    own: Sequence[Placed],
    here: Mapping[str, ByOfficer],
    past: Sequence[Counts],
) -> Finding:
    earlier = [quarter.get(test.code, {}) for quarter in past]
    is_alone = all(other == officer_id for by in here.values() for other in by)
    strata = [
        Stratum(*by.get(officer_id, (0, 0)), *_reference(officer_id, stratum, by, earlier if is_alone else None))
        for stratum, by in here.items()
    ]
    likeness = likeness_of([pair for by in earlier for pair in by.get(stratum, {}).values()] for stratum in here)
    compared = compare(strata, likeness)
    if compared is None:
        return Finding(test.code, 0)
    return Finding(
        test.code,
        compared.marked,
        compared.visits,
        observed=compared.marked / compared.visits,
        expected=float(compared.expected / compared.visits),
        points=float(compared.points_above),
        p=compared.p,
        votes=frozenset(place for place, v in own if _stands_under(test, v)),
    )


def _reference(
    officer_id: int, stratum: str, by: ByOfficer, earlier: Sequence[Mapping[str, ByOfficer]] | None
) -> tuple[int, int]:
    """(marked, visits) of the others in the stratum; of the own quarters before for somebody alone in the office."""
    if earlier is None:
        pairs = [pair for other, pair in by.items() if other != officer_id]
    else:
        pairs = [quarter.get(stratum, {}).get(officer_id, (0, 0)) for quarter in earlier]
    return sum(marked for marked, _ in pairs), sum(visits for _, visits in pairs)


def _stands_under(test: ShareTest, visit: ServedVisit) -> bool:
    return test.is_selection or bool(test.counts(visit) and test.is_marked(visit))
