"""Signals of a period when it is locked, its three orders, and its evidence once votes are set aside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select

from pstku.core.db import session
from pstku.core.numbers import round_half_up
from pstku.offices.queries import configuration
from pstku.rewards.candidates import figures_of, snapshot_of
from pstku.rewards.evidence import Signal, Snapshot
from pstku.rewards.models import AwardPeriod
from pstku.rewards.orders import Figures, figures_from, orders_of, strong_places
from pstku.rewards.rules import snapshot_hash
from pstku.rewards.rules.finding import Finding
from pstku.rewards.rules.habits import Counts, counts_of
from pstku.rewards.rules.served import ServedVisit
from pstku.rewards.rules.signal_words import words_of
from pstku.rewards.rules.signals import DENIED, denied, findings
from pstku.rewards.rules.states import State
from pstku.rewards.visits import duty_spans, served_visits

QUARTERS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Quarter:
    """What a period's signals rest on, read once."""

    figures: Figures
    visits: list[ServedVisit]
    found: dict[int, list[Finding]]


def frozen_evidence(period: AwardPeriod) -> Snapshot:
    """What a locked quarter keeps: inputs, parameters, results, signals and the three orders.

    The hash of all but the signals is the seed of their permutations, so anybody can repeat them.
    """
    figures = figures_of(period)
    every = snapshot_of(period, figures)
    seed = snapshot_hash(every.to_json())
    quarter = _read(period, figures, seed)
    return replace(
        every,
        seed=seed,
        signals=tuple(
            _signal(officer_id, item, period.line, quarter.visits)
            for officer_id, items in quarter.found.items()
            for item in items
        ),
        orders=orders_of(period, every, figures, quarter.visits, strong_places(quarter.found)),
        habits=_habits_as_json(counts_of(quarter.visits)),
    )


def evidence_without(period: AwardPeriod, set_aside: Collection[tuple[int, str]]) -> Snapshot:
    """The evidence of a locked period once all votes under these signals, as (officer, code), are set aside.

    Signals and orders are those of the lock. Only while the votes of the quarter are still there.
    """
    first = Snapshot.from_json(period.snapshot or {})
    quarter = _read(period, figures_of(period), first.seed or "")
    aside = {
        place
        for officer_id, items in quarter.found.items()
        for item in items
        if (officer_id, item.code) in set_aside
        for place in item.votes
    }
    aside |= {
        place
        for officer_id, code in set_aside
        if code == DENIED
        for place in denied(officer_id, quarter.visits, 1, 1).votes
    }
    left = [v for place, v in enumerate(quarter.visits) if place not in aside]
    fresh = snapshot_of(period, figures_from(left, quarter.figures, period.line))
    return replace(fresh, seed=first.seed, signals=first.signals, orders=first.orders, habits=first.habits)


def denied_signal(period: AwardPeriod, officer_id: int, denials: int, called: int) -> Signal:
    """The signal of a spot check in which `denials` of `called` guests who answered said they were never served."""
    visits = served_visits(period)
    return _signal(officer_id, denied(officer_id, visits, denials, called), period.line, visits)


def _read(period: AwardPeriod, figures: Figures, seed: str) -> Quarter:
    visits = served_visits(period)
    duty = duty_spans(configuration(period.office_id), visits)
    return Quarter(figures, visits, findings(visits, _habits_before(period), duty, seed))


def _signal(officer_id: int, item: Finding, line: str, visits: Sequence[ServedVisit]) -> Signal:
    is_share = item.code != "channel_gap"  # whose two means are nobody's to read; its words tell the distance
    return Signal(
        code=item.code,
        officer_id=officer_id,
        line=line,
        is_deterministic=item.is_deterministic,
        is_strong=item.is_strong,
        is_notable=item.is_notable,
        p=_rounded(item.p),
        p_adjusted=_rounded(item.p_adjusted),
        visits=item.visits,
        expected=_rounded(item.expected) if is_share else None,
        observed=_rounded(item.observed) if is_share else None,
        words=words_of(item),
        vote_count=sum(visits[place].is_rated for place in item.votes),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(round_half_up(value, 6))


def _habits_as_json(counts: Counts) -> dict[str, Any]:
    return {
        code: {
            stratum: {str(officer_id): list(pair) for officer_id, pair in by.items()} for stratum, by in strata.items()
        }
        for code, strata in counts.items()
    }


def _habits_before(period: AwardPeriod) -> list[Counts]:
    """The counts that the four locked quarters before this one kept, newest first."""
    earlier = or_(
        AwardPeriod.year < period.year, (AwardPeriod.year == period.year) & (AwardPeriod.quarter < period.quarter)
    )
    query = (
        select(AwardPeriod.snapshot)
        .where(AwardPeriod.office_id == period.office_id, AwardPeriod.line == period.line, earlier)
        .where(AwardPeriod.snapshot.is_not(None), AwardPeriod.state != State.CANCELLED)
        .order_by(AwardPeriod.year.desc(), AwardPeriod.quarter.desc())
        .limit(QUARTERS_BEFORE)
    )
    return [_habits(snapshot) for snapshot in session().scalars(query)]


def _habits(snapshot: dict[str, Any]) -> Counts:
    return {
        code: {
            stratum: {int(officer_id): (pair[0], pair[1]) for officer_id, pair in by.items()}
            for stratum, by in strata.items()
        }
        for code, strata in snapshot.get("habits", {}).items()
    }
