"""From the figures of a quarter to candidates, gates, scores and the shortlist: the evidence that is frozen."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from pstku.accounts.models import Person
from pstku.complaints.models import Complaint
from pstku.core import clock
from pstku.core.db import session
from pstku.core.numbers import round_half_up
from pstku.core.quarters import quarter_before
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.models import VoteQuarter
from pstku.ratings.queries import OfficerFigures, office_figures, office_scores, period_figures
from pstku.ratings.rules.gates import Evidence, Gate, GateSettings, gates, is_eligible, is_weak
from pstku.ratings.rules.lines import FIELD
from pstku.ratings.rules.publication import PublicationSettings, frozen_limits, is_shown_to_self
from pstku.ratings.rules.score import Score, Tally, officer_score, pooled_deviation, prior_mean
from pstku.ratings.rules.shortlist import Closeness, Contender, closeness, shortlist
from pstku.rewards.evidence import Candidate, GateResult, Snapshot
from pstku.rewards.models import AwardPeriod, Decision
from pstku.rewards.rules import State

EARLIER_QUARTERS = 8  # a complaint is answered within sixty days; two years leave room for the latest

PARAMETERS = (
    "prior_votes",
    "gate_votes",
    "gate_coverage_percent",
    "gate_weeks",
    "gate_contact_percent",
    "publish_self_votes",
    "publish_votes",
    "publish_step",
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
    "held_votes",
    "held_sum",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What every score of the quarter rests on: μ0, s and m."""

    mean: Fraction
    deviation: float
    prior_votes: int

    def score(self, item: OfficerFigures) -> Score:
        """The score of an officer's votes."""
        return officer_score(
            item.votes,
            item.score_sum,
            mean=self.mean,
            prior_votes=self.prior_votes,
            deviation=self.deviation,
            held_votes=item.held_votes,
            held_sum=item.held_sum,
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """An officer's figures with what follows from them, before anybody is compared."""

    person: dict[str, Any]
    figures: OfficerFigures
    gates: list[Gate]
    contender: Contender


def frozen_parameters(office: Configuration) -> dict[str, Any]:
    """The settings a quarter is judged by, as they stand when it opens."""
    settings = office.settings
    return {name: getattr(settings, name) for name in PARAMETERS}


def figures_of(period: AwardPeriod) -> dict[int, OfficerFigures]:
    """The figures of the period's line and days by officer, from what is stored now."""
    return period_figures(period.office_id, period.line, period.starts_on, period.ends_on)


def snapshot_of(period: AwardPeriod, figures: dict[int, OfficerFigures]) -> Snapshot:
    """Inputs, parameters and results of a period from the figures of the votes that are to count."""
    basis = _basis(period, figures)
    people = _people(period, figures)
    office = office_scores(period.office_id, period.starts_on, period.ends_on).get(period.line)
    judged = [_judge(people[number], item, basis, period) for number, item in figures.items() if number in people]
    return Snapshot(
        line=period.line,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        parameters=period.parameters,
        mean=basis.mean,
        deviation=_rounded(basis.deviation, 6),
        candidates=tuple(_withheld(item, basis, frozen_limits(period.parameters)) for item in compared(judged)),
        office_votes=office.n if office else None,
        office_sum=office.total if office else None,
    )


def _withheld(candidate: Candidate, basis: Basis, limits: PublicationSettings) -> Candidate:
    """A candidate with too few votes for anybody to read: their number stays, and nothing that tells their scores.

    A snapshot is kept for good, longer than the votes themselves.
    """
    if is_shown_to_self(candidate.votes, limits):
        return candidate
    rounded = _rounded(25 * basis.mean, 2)
    return replace(
        candidate,
        score_sum=0,
        square_sum=0,
        fours=0,
        held_sum=0,
        score=basis.mean,
        score_shown=rounded,
        low_shown=rounded,
        high_shown=rounded,
        fours_lower=0.0,
        gap=None,
        limit=None,
    )


def compared(judged: list[Judged]) -> tuple[Candidate, ...]:
    """Everybody as a candidate: the shortlist first and in its order, then who is eligible, then the others."""
    contenders = [item.contender for item in judged if is_eligible(item.gates)]
    places = {contender.officer_id: place for place, contender in enumerate(shortlist(contenders), 1)}
    near = {item.officer_id: item for item in closeness(contenders)}
    found = [
        _candidate(item, places.get(item.figures.officer_id), near.get(item.figures.officer_id)) for item in judged
    ]
    return tuple(sorted(found, key=lambda c: (c.place or 99, not c.is_eligible, -c.votes, c.officer_id)))


def _judge(person: dict[str, Any], item: OfficerFigures, basis: Basis, period: AwardPeriod) -> Judged:
    limits = period.parameters
    evidence = Evidence(
        votes=item.votes,
        coverage=item.coverage,
        weeks=item.weeks,
        contact_share=item.contact_share,
        has_upheld_complaint=person["upheld"],
        is_under_sanction=person["under_sanction"],
        is_held_by_officers=period.line == FIELD,
    )
    settings = GateSettings(
        votes=limits["gate_votes"],
        coverage_percent=limits["gate_coverage_percent"],
        weeks=limits["gate_weeks"],
        contact_percent=limits["gate_contact_percent"],
    )
    contender = Contender(person["id"], basis.score(item), item.fours, item.within_share, person["won_lately"])
    return Judged(person, item, gates(evidence, settings), contender)


def _candidate(judged: Judged, place: int | None, near: Closeness | None) -> Candidate:
    person, item, score = judged.person, judged.figures, judged.contender.score
    return Candidate(
        officer_id=person["id"],
        name=person["name"],
        call_name=person["call_name"],
        salutation=person["salutation"],
        won_lately=person["won_lately"],
        **{name: getattr(item, name) for name in FIGURES},
        score=score.value,
        score_shown=_rounded(score.shown, 2),
        low_shown=_rounded(25 * score.low, 2),
        high_shown=_rounded(25 * score.high, 2),
        error=_rounded(score.error, 6),
        fours_lower=_rounded(judged.contender.fours_lower, 6),
        gates=tuple(GateResult(gate.code, gate.passed, gate.words, gate.is_soft) for gate in judged.gates),
        is_eligible=is_eligible(judged.gates),
        is_weak=is_weak(judged.gates),
        place=place,
        gap=_rounded(near.gap, 6) if near else None,
        limit=_rounded(near.limit, 6) if near else None,
    )


def _rounded(value: Fraction | float, places: int) -> float:
    return float(round_half_up(value, places))


def _basis(period: AwardPeriod, figures: dict[int, OfficerFigures]) -> Basis:
    past = office_figures(period.office_id, period.line, *days_before(period))
    current = [Tally(item.votes, item.score_sum, item.square_sum) for item in figures.values()]
    pooled = Tally(sum(t.n for t in current), sum(t.total for t in current))
    mean = prior_mean(Tally(past.votes, past.score_sum), pooled)
    return Basis(mean, pooled_deviation(current), period.parameters["prior_votes"])


def days_before(period: AwardPeriod) -> tuple[date, date]:
    """First and last day of the four quarters before the period."""
    first = clock.quarter_days(period.year - 1, period.quarter)[0]
    return first, clock.quarter_days(*quarter_before(period.year, period.quarter))[1]


def _people(period: AwardPeriod, figures: dict[int, OfficerFigures]) -> dict[int, Any]:
    upheld = exists().where(Complaint.about_person_id == Person.id, Complaint.finding == "upheld", counts_in(period))
    columns = (
        Person.id,
        Person.name,
        Person.call_name,
        Person.salutation,
        Person.under_sanction,
        upheld.label("upheld"),
    )
    query = select(*columns).where(Person.office_id == period.office_id, Person.id.in_(list(figures)))
    winners = recent_winners(period)
    return {row.id: dict(row._mapping) | {"won_lately": row.id in winners} for row in session().execute(query)}


def counts_in(period: AwardPeriod) -> ColumnElement[bool]:
    """The complaint belongs to the quarter: it came in it, or was upheld in it when its own quarter was locked by then.

    A locked quarter's evidence never changes, so a finding that came too late for it counts in the quarter of the
    finding; each finding counts in one quarter.
    """
    tz = configuration(period.office_id).tz
    start, end = clock.days_range(period.starts_on, period.ends_on, tz)
    earlier = (
        select(VoteQuarter.starts_on, VoteQuarter.ends_on, VoteQuarter.locked_at)
        .where(VoteQuarter.office_id == period.office_id, VoteQuarter.ends_on < period.starts_on)
        .where(VoteQuarter.locked_at.is_not(None))
        .order_by(VoteQuarter.starts_on.desc())
        .limit(EARLIER_QUARTERS)
    )
    too_late = [
        and_(Complaint.received_on.between(first, last), Complaint.answered_at > locked_at)
        for first, last, locked_at in session().execute(earlier)
    ]
    return or_(
        Complaint.received_on.between(period.starts_on, period.ends_on),
        and_(Complaint.answered_at >= start, Complaint.answered_at < end, or_(false(), *too_late)),
    )


def recent_winners(period: AwardPeriod) -> set[int]:
    """Who won this line in one of the last two quarters."""
    quarters = []
    year, quarter = period.year, period.quarter
    for _ in range(2):
        year, quarter = quarter_before(year, quarter)
        quarters.append((year, quarter))
    query = (
        select(Decision.winner_id, AwardPeriod.year, AwardPeriod.quarter)
        .join(AwardPeriod, AwardPeriod.id == Decision.period_id)
        .where(
            AwardPeriod.office_id == period.office_id,
            AwardPeriod.line == period.line,
            AwardPeriod.state != State.CANCELLED,
            Decision.winner_id.is_not(None),
        )
    )
    return {row.winner_id for row in session().execute(query) if (row.year, row.quarter) in quarters}
