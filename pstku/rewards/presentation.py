"""What of the frozen evidence may be shown, and in which words. Pure."""

from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from fractions import Fraction

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.numbers import format_number, round_half_up
from pstku.core.quarters import quarter_before, quarter_name
from pstku.ratings.rules.publication import frozen_limits, is_shown_to_managers, is_shown_to_self
from pstku.ratings.rules.score import held_weight
from pstku.ratings.rules.shortlist import between, leader_of
from pstku.rewards.evidence import Candidate, Snapshot
from pstku.rewards.models import AwardPeriod
from pstku.rewards.rules import State

STAGES = (
    (State.OPEN, "Periode dibuka"),
    (State.LOCKED, "Data dikunci"),
    (State.CHECKED, "Data diperiksa"),
    (State.DECIDED, "Keputusan penetap"),
    (State.ANNOUNCED, "Diumumkan, masa keberatan"),
    (State.ESTABLISHED, "SK dan piagam"),
)


def process_steps(period: AwardPeriod, tz: tzinfo) -> list[dict[str, str]]:
    """The stages with their days in the office's timezone: done, now (what comes next) or still to come.

    Of a cancelled period what was reached stays done, and nothing comes next.
    """
    order = [state for state, _ in STAGES]
    is_cancelled = period.state == State.CANCELLED
    moments = (period.opened_at, period.locked_at, period.checked_at, None, period.announced_at, period.established_at)
    reached = (
        max(place for place, moment in enumerate(moments) if moment)
        if is_cancelled
        else order.index(State(period.state))
    )
    steps = []
    for place, ((_state, name), moment) in enumerate(zip(STAGES, moments, strict=True)):
        state = "done" if place <= reached else "now" if place == reached + 1 and not is_cancelled else "todo"
        day = clock.short_date(clock.local_day(moment, tz)) if moment and place <= reached else ""
        steps.append({"name": name, "when": day or ("sekarang" if state == "now" else ""), "state": state})
    return steps


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as somebody may see them; whoever is not shown the score is shown no figure that leads to it."""

    candidate: Candidate
    is_self: bool
    is_score_shown: bool


def candidate_rows(period: AwardPeriod, actor: Actor) -> list[CandidateRow]:
    """Candidates for the table and the minutes, by the limits that were frozen when the quarter opened."""
    evidence = period.evidence
    if evidence is None:
        return []
    limits = frozen_limits(period.parameters)
    rows = []
    for candidate in evidence.candidates:
        is_self = candidate.officer_id == actor.person_id
        may_see = is_shown_to_managers(candidate.votes, limits, is_own=is_self)
        taken = [change.votes_taken for change in evidence.replaced or () if change.officer_id == candidate.officer_id]
        too_few = any(0 < votes < limits.step for votes in taken)  # before and after together would tell them
        rows.append(CandidateRow(candidate, is_self, may_see and not too_few))
    return rows


def tie_break(rows: list[CandidateRow]) -> list[CandidateRow]:
    """The shortlist in its order, for the table that says why."""
    return sorted((row for row in rows if row.candidate.place), key=lambda row: row.candidate.place or 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two of the shortlist that figures cannot tell apart: how far they lie apart, and how far they may, in points."""

    leader: str
    other: str
    gap: Decimal
    limit: Decimal


def differences(shortlisted: list[CandidateRow]) -> list[Difference]:
    """Why there are several names: the leader by score beside each of the others, by full name.

    A pair with somebody whose score is not shown to the reader is left out.
    """
    contenders = {row.candidate.officer_id: row.candidate.contender for row in shortlisted}
    leader = leader_of(list(contenders.values()))
    names = {row.candidate.officer_id: row.candidate.name for row in shortlisted if row.is_score_shown}
    if leader is None or leader.officer_id not in names:
        return []
    pairs = [between(leader, contenders[number]) for number in names if number != leader.officer_id]
    return [
        Difference(
            names[leader.officer_id], names[pair.officer_id], round_half_up(pair.gap, 2), round_half_up(pair.limit, 2)
        )
        for pair in pairs
    ]


@dataclass(frozen=True, slots=True)
class Working:
    """How a score comes from its votes, written out so that anybody can reckon it again."""

    name: str
    words: str


def workings(rows: list[CandidateRow], evidence: Snapshot) -> list[Working]:
    """The sum of every score that the reader is shown; none where the kept figures do not give the kept score.

    Few votes by links stand in one sum with those of guests: the officer knows whom they sent a link, so a sum of theirs
    alone would tell what that guest said.
    """
    found, limits = [], frozen_limits(evidence.parameters)
    for candidate in (row.candidate for row in rows if row.is_score_shown):
        prior = evidence.parameters["prior_votes"]
        entering = held_weight(candidate.votes, candidate.held_votes)
        held = Fraction(entering * candidate.held_sum, candidate.held_votes) if entering else Fraction(0)
        weight = candidate.votes + entering + prior
        if (candidate.score_sum + held + prior * evidence.mean) / weight != candidate.score:
            continue
        told_apart = not entering or is_shown_to_self(candidate.held_votes, limits)
        sums = [Fraction(candidate.score_sum), held] if told_apart else [candidate.score_sum + held]
        parts = [format_number(each, 0 if each.denominator == 1 else 2) for each in sums if each]
        parts.append(f"{prior} × {format_number(evidence.mean, 4)}")
        counts = [str(candidate.votes), *([str(entering)] if entering else []), str(prior)]
        found.append(
            Working(candidate.name, f"25 × ({' + '.join(parts)}) ÷ ({' + '.join(counts)}) ≈ {candidate.score_words}")
        )
    return found


def next_quarters(today: date, count: int = 5) -> list[tuple[str, str]]:
    """(code, name) of the running quarter and those before it, for opening."""
    year, quarter = clock.quarter_of(today)
    offered = []
    for _ in range(count):
        offered.append((f"{year}-Q{quarter}", quarter_name(year, quarter)))
        year, quarter = quarter_before(year, quarter)
    return offered
