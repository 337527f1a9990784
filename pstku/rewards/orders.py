"""An officer's figures from some of the votes only, and the three orders that follow from them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pstku.ratings.queries import OfficerFigures
from pstku.ratings.rules.holding import GUEST, OFFICER, counts_fully
from pstku.ratings.rules.lines import DESK
from pstku.rewards.candidates import snapshot_of
from pstku.rewards.evidence import Orders, Snapshot
from pstku.rewards.models import AwardPeriod
from pstku.rewards.rules.finding import Finding
from pstku.rewards.rules.served import WALK_IN, ServedVisit

Figures = dict[int, OfficerFigures]


def orders_of(
    period: AwardPeriod, every: Snapshot, figures: Figures, visits: Sequence[ServedVisit], aside: Collection[int]
) -> Orders:
    """The shortlists by all votes, without the visits of these places, and by votes whose guest can be asked."""
    clean = [v for place, v in enumerate(visits) if place not in aside]
    contactable = [v for v in visits if v.has_contact]
    return Orders(
        everything=_shortlist(every),
        without_strong=_shortlist(snapshot_of(period, figures_from(clean, figures, period.line))),
        contactable=_shortlist(snapshot_of(period, figures_from(contactable, figures, period.line))),
    )


def strong_places(found: Mapping[int, Sequence[Finding]]) -> set[int]:
    """The places of all visits whose votes stand under a strong signal."""
    return {place for items in found.values() for item in items if item.is_strong for place in item.votes}


def figures_from(visits: Sequence[ServedVisit], figures: Figures, line: str) -> Figures:
    """The same figures as if only the votes of these visits had been given.

    What does not rest on votes (served, first service within the standard) stays, except that a visit whose vote is not
    counted is not counted as rated either.
    """
    rated: dict[int, list[ServedVisit]] = defaultdict(list)
    for visit in visits:
        if visit.is_rated:
            rated[visit.officer_id].append(visit)
    return {officer_id: _figures(rated[officer_id], item, line) for officer_id, item in figures.items()}


def _figures(votes: Sequence[ServedVisit], before: OfficerFigures, line: str) -> OfficerFigures:
    full = [v for v in votes if counts_fully(line, GUEST if v.is_guest_held else OFFICER)]
    held = [v for v in votes if not counts_fully(line, GUEST if v.is_guest_held else OFFICER)]
    scores = [v.score or 0 for v in full]
    contacts = Counter(v.guest for v in full if v.has_contact)
    return replace(
        before,
        votes=len(full),
        score_sum=sum(scores),
        square_sum=sum(score * score for score in scores),
        fours=scores.count(4),
        rated=sum(v.kind == WALK_IN or line != DESK for v in votes),
        weeks=len({v.day.isocalendar()[:2] for v in full}),
        most_from_contact=max(contacts.values(), default=0),
        held_votes=len(held),
        held_sum=sum(v.score or 0 for v in held),
    )


def _shortlist(snapshot: Snapshot) -> tuple[int, ...]:
    return tuple(candidate.officer_id for candidate in snapshot.shortlisted)
