"""From the figures of a quarter to candidates, gates, scores and the shortlist, as a snapshot that can be frozen."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import exists, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import session
from pstku.core.numbers import round_half_up
from pstku.guestbook.models import Complaint
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.queries import OfficerFigures, office_figures, period_figures
from pstku.ratings.rules.gates import Evidence, GateSettings, gates, is_eligible, is_weak
from pstku.ratings.rules.score import Score, Tally, officer_score, pooled_deviation, prior_mean
from pstku.ratings.rules.shortlist import Contender, closeness, shortlist
from pstku.rewards.models import AwardPeriod, Decision
from pstku.rewards.rules import State

PARAMETERS = (
    "prior_votes",
    "gate_votes",
    "gate_coverage_percent",
    "gate_weeks",
    "gate_contact_percent",
    "publish_votes",
    "objection_days",
)
FIGURES = (
    "votes",
    "score_sum",
    "square_sum",
    "fours",
    "served",
    "rated",
    "weeks",
    "most_from_contact",
    "with_standard",
    "within_standard",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What every score of the quarter rests on: μ0, s and m."""

    mean: Fraction
    deviation: float
    prior_votes: int


def frozen_parameters(office: Configuration) -> dict[str, Any]:
    """The settings a quarter is judged by, as they stand when it opens."""
    settings = office.settings
    return {name: getattr(settings, name) for name in PARAMETERS}


def snapshot_of(period: AwardPeriod) -> dict[str, Any]:
    """Inputs, parameters and results of a period, all as plain JSON values; computed from what is stored now."""
    figures = period_figures(period.office_id, period.line, period.starts_on, period.ends_on)
    basis = _basis(period, figures)
    people = _people(period, figures)
    rows = [
        _row(people[officer_id], item, basis, period) for officer_id, item in figures.items() if officer_id in people
    ]
    contenders = {row["officer_id"]: _contender(row, basis) for row in rows if row["is_eligible"]}
    listed = [c.officer_id for c in shortlist(list(contenders.values()))]
    close = {item.officer_id: item for item in closeness(list(contenders.values()))}
    for row in rows:
        row["place"] = listed.index(row["officer_id"]) + 1 if row["officer_id"] in listed else None
        near = close.get(row["officer_id"])
        row["gap"], row["limit"] = (round(near.gap, 6), round(near.limit, 6)) if near else (None, None)
    rows.sort(key=lambda row: (row["place"] or 99, not row["is_eligible"], -row["votes"], row["officer_id"]))
    return {
        "line": period.line,
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "parameters": period.parameters,
        "mean": str(basis.mean),
        "mean_shown": str(round_half_up(25 * basis.mean, 2)),
        "deviation": round(basis.deviation, 6),
        "candidates": rows,
        "shortlist": listed,
    }


def _basis(period: AwardPeriod, figures: dict[int, OfficerFigures]) -> Basis:
    year, quarter = period.year - 1, period.quarter
    first, last = clock.quarter_days(year, quarter)[0], clock.quarter_days(*_before(period))[1]
    past = office_figures(period.office_id, period.line, first, last)
    current = [Tally(item.votes, item.score_sum, item.square_sum) for item in figures.values()]
    pooled = Tally(sum(t.n for t in current), sum(t.total for t in current))
    mean = prior_mean(Tally(past.votes, past.score_sum), pooled)
    return Basis(mean, pooled_deviation(current), period.parameters["prior_votes"])


def _before(period: AwardPeriod) -> tuple[int, int]:
    return (period.year, period.quarter - 1) if period.quarter > 1 else (period.year - 1, 4)


def _people(period: AwardPeriod, figures: dict[int, OfficerFigures]) -> dict[int, Any]:
    start, end = clock.days_range(period.starts_on, period.ends_on, configuration(period.office_id).tz)
    upheld = exists().where(
        Complaint.about_person_id == Person.id,
        Complaint.finding == "upheld",
        Complaint.created_at >= start,
        Complaint.created_at < end,  # a later one belongs to its own quarter, whenever this one is closed
    )
    columns = (
        Person.id,
        Person.name,
        Person.call_name,
        Person.salutation,
        Person.under_sanction,
        upheld.label("upheld"),
    )
    wanted = select(*columns).where(Person.office_id == period.office_id, Person.id.in_(list(figures)))
    winners = recent_winners(period)
    return {row.id: dict(row._mapping) | {"won_lately": row.id in winners} for row in session().execute(wanted)}


def recent_winners(period: AwardPeriod) -> set[int]:
    """Who won this line in one of the last two quarters."""
    quarters = []
    year, quarter = period.year, period.quarter
    for _ in range(2):
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        quarters.append((year, quarter))
    wanted = (
        select(Decision.winner_id, AwardPeriod.year, AwardPeriod.quarter)
        .join(AwardPeriod, AwardPeriod.id == Decision.period_id)
        .where(
            AwardPeriod.office_id == period.office_id,
            AwardPeriod.line == period.line,
            AwardPeriod.state != State.CANCELLED,
            Decision.winner_id.is_not(None),
        )
    )
    return {row.winner_id for row in session().execute(wanted) if (row.year, row.quarter) in quarters}


def _row(person: dict[str, Any], item: OfficerFigures, basis: Basis, period: AwardPeriod) -> dict[str, Any]:
    limits = period.parameters
    evidence = Evidence(
        votes=item.votes,
        coverage=item.coverage,
        weeks=item.weeks,
        contact_share=item.contact_share,
        has_upheld_complaint=person["upheld"],
        is_under_sanction=person["under_sanction"],
    )
    checked = gates(
        evidence,
        GateSettings(
            votes=limits["gate_votes"],
            coverage_percent=limits["gate_coverage_percent"],
            weeks=limits["gate_weeks"],
            contact_percent=limits["gate_contact_percent"],
        ),
    )
    score = _score(item.votes, item.score_sum, basis)
    return {
        "officer_id": person["id"],
        "name": person["name"],
        "call_name": person["call_name"],
        "salutation": person["salutation"],
        "won_lately": person["won_lately"],
        **{name: getattr(item, name) for name in FIGURES},
        "score": str(score.value),
        "score_shown": float(round_half_up(score.shown, 2)),
        "low_shown": round(25 * score.low, 2),
        "high_shown": round(25 * score.high, 2),
        "error": round(score.error, 6),
        "fours_lower": round(_contender_of(person["id"], score, item).fours_lower, 6),
        "gates": [{"code": g.code, "passed": g.passed, "words": g.words, "is_soft": g.is_soft} for g in checked],
        "is_eligible": is_eligible(checked),
        "is_weak": is_weak(checked),
    }


def _score(n: int, total: int, basis: Basis) -> Score:
    return officer_score(n, total, mean=basis.mean, prior_votes=basis.prior_votes, deviation=basis.deviation)


def _contender_of(officer_id: int, score: Score, item: OfficerFigures) -> Contender:
    return Contender(officer_id, score, item.fours, item.within_share, won_lately=False)


def _contender(row: dict[str, Any], basis: Basis) -> Contender:
    within = Fraction(row["within_standard"], row["with_standard"]) if row["with_standard"] else None
    score = _score(row["votes"], row["score_sum"], basis)
    return Contender(row["officer_id"], score, row["fours"], within, row["won_lately"])
