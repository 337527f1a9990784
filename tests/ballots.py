"""A served visit, a ballot for it, and the vote that is stored."""

from datetime import timedelta

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.ratings.ballots import Ballot, client_key
from pstku.ratings.models import Vote
from tests.factories import make_visit


def served(cast, **fields):
    """A visit closed a minute ago by the officer."""
    return make_visit(
        cast.office_id,
        state="done",
        at=clock.now() - timedelta(minutes=13),
        **{"officer_id": cast.officer.person_id, **fields},
    )


def ballot(visit, **fields):
    now = clock.now()
    values = {"id": uuid7(), "score": 4, "revision": 1, "first_at": now, "at": now, "given_on": "tablet"}
    return Ballot(**{**values, "visit_id": visit.id if visit else None, **fields})


def stored(ballot_id):
    """The vote of a ballot; both offices of a test have different numbers, so any of them finds it."""
    keys = [client_key(office_id, ballot_id) for office_id in range(1, 9)]
    query = select(Vote).where(Vote.client_key.in_(keys))
    return session().scalar(query.execution_options(populate_existing=True))
