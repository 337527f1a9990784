"""A vote looks only at those beside it, however many visits the day has and votes the quarter: on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from pstku.core import clock
from pstku.core.db import atomic, db
from pstku.core.tokens import uuid7
from pstku.guestbook.operations.agencies import agency_named
from pstku.ratings.ballots import Ballot
from pstku.ratings.operations.voting import cast_vote
from tests.factories import make_device, make_guest, new_visit, new_vote
from tests.listening import each_statement

DAY_OF_GUESTS, VOTES_BEFORE = 300, 1_500


@pytest.fixture
def busy_officer(cast):
    """The visits of a full day, each for another agency, and many votes that guests of these gave the same officer before."""
    now, guest = clock.now(), make_guest(cast.office_id)
    served = {"state": "done", "officer_id": cast.officer.person_id}
    with atomic() as s:
        agencies = [agency_named(cast.office_id, f"Dinas {number}", None) for number in range(DAY_OF_GUESTS)]
        today = [new_visit(cast.office_id, guest, **served, at=now, agency_id=agency) for agency in agencies]
        before = [(now - timedelta(days=1 + n % 60), agencies[n % DAY_OF_GUESTS]) for n in range(VOTES_BEFORE)]
        rated = [new_visit(cast.office_id, guest, **served, at=at, agency_id=agency) for at, agency in before]
        s.add_all([*today, *rated])
        s.flush()
        s.add_all([new_vote(visit, given_on="own_phone") for visit in rated])
    if db.engine.dialect.name == "postgresql":  # which looks at its tables by itself, but not at once
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return today


def _plan_of_a_vote(office_id, visit, **fields):
    """How the engine finds what the vote's look around asks for."""
    asked, now = [], clock.now()
    with each_statement(lambda *call: asked.append(call)):
        cast_vote(office_id, Ballot(id=uuid7(), visit_id=visit.id, score=4, revision=1, first_at=now, at=now, **fields))
    ((statement, values),) = [call for call in asked if "is_staff_phone" in call[0]]
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        is_sqlite = db.engine.dialect.name == "sqlite"
        rows = driver.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}", values).fetchall()
    return "\n".join(row[3] if is_sqlite else row[0] for row in rows)


def test_a_vote_on_a_phone_walks_through_no_quarter_and_no_day(cast, busy_officer):
    plan = _plan_of_a_vote(cast.office_id, busy_officer[0], given_on="own_phone")
    assert "ix_votes_officer_id_received_at" in plan, plan
    assert "ix_visits_office_id_day_agency_id" in plan, plan


def test_a_vote_on_a_tablet_walks_through_no_day(cast, busy_officer):
    plan = _plan_of_a_vote(cast.office_id, busy_officer[0], given_on="tablet", device_id=make_device(cast.office_id))
    assert "ix_votes_device_id_received_at" in plan, plan
    assert "ix_visits_office_id_day_agency_id" in plan, plan
