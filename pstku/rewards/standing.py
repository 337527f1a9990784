"""Everything that the evidence of a period is drawn from, as one mark: whoever computes first asks it before writing."""

from collections.abc import Iterator
from functools import reduce
from hashlib import sha256
from typing import Any

from sqlalchemy import String, cast, func, select

from pstku.accounts.models import Person
from pstku.complaints.models import Complaint
from pstku.core.db import session
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote, VoteQuarter
from pstku.ratings.queries.office import votes_of
from pstku.ratings.queries.tallies import tallied_figures
from pstku.ratings.rules.lines import LINES
from pstku.rewards.candidates import counts_in, days_before, recent_winners
from pstku.rewards.models import AwardPeriod, SpotCheck, SpotCheckVisit
from pstku.rewards.visits import duty_of, moments_of, visits_of


def standing(period: AwardPeriod) -> str:
    """Differs once anything has changed that the evidence of the period is drawn from.

    The database puts the rows together, in less time than reading them one by one: it is asked while others wait.
    """
    first, last = days_before(period)
    parts = [_as_text(statement) for statement in _statements(period)]
    parts.append(repr(sorted(votes_of(period.office_id, [(first, last)]))))
    parts += [repr(sorted(row.items())) for row in tallied_figures(period.office_id, LINES, first, period.ends_on)]
    parts.append(repr((sorted(recent_winners(period)), configuration(period.office_id).version)))
    return sha256("\n".join(parts).encode()).hexdigest()


def _statements(period: AwardPeriod) -> Iterator[Any]:
    """The rows themselves: the quarter's visits and votes, the people, and what was found of them before."""
    office, (first, _last) = period.office_id, days_before(period)
    yield visits_of(period)
    yield moments_of(period)
    yield duty_of(period)
    votes = (Vote.officer_id, Vote.day, Vote.line, Vote.held_by, Vote.score, Vote.contact_index, Vote.excluded_at)
    yield (
        select(*votes)
        .where(Vote.office_id == office, Vote.day.between(period.starts_on, period.ends_on))
        .order_by(Vote.day, Vote.id)
    )
    quarters = (VoteQuarter.starts_on, VoteQuarter.cut_at, VoteQuarter.emptied_at)
    yield select(*quarters).where(VoteQuarter.office_id == office, VoteQuarter.ends_on >= first).order_by(quarters[0])
    people = (Person.id, Person.name, Person.call_name, Person.salutation, Person.under_sanction)
    yield select(*people).where(Person.office_id == office).order_by(Person.id)
    about = (Complaint.id, Complaint.about_person_id, Complaint.received_on, Complaint.finding)
    yield select(*about).where(Complaint.office_id == office, counts_in(period)).order_by(Complaint.id)
    periods = (AwardPeriod.id, AwardPeriod.state, AwardPeriod.snapshot_hash)
    yield select(*periods).where(AwardPeriod.office_id == office).order_by(AwardPeriod.id)
    yield (
        select(SpotCheckVisit.id, SpotCheckVisit.outcome)
        .join(SpotCheck, SpotCheck.id == SpotCheckVisit.spot_check_id)
        .where(SpotCheck.period_id == period.id)
        .order_by(SpotCheckVisit.id)
    )


def _as_text(statement: Any) -> str:
    """All rows of it, put together by the database."""
    rows = statement.subquery()
    words = [func.coalesce(cast(column, String), "-") for column in rows.c]
    row = reduce(lambda before, word: before.concat("|").concat(word), words[1:], words[0].concat(""))
    return session().scalar(select(func.aggregate_strings(row, ";"))) or ""
