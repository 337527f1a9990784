"""A vote and the lock of its quarter at one moment: it stands in the evidence, or it is late. Never neither."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError, TimeoutError

from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.ratings.ballots import Words
from pstku.ratings.models import Vote
from pstku.ratings.operations.cutting import cut_quarter, lock_quarter
from pstku.ratings.operations.voting import cast_vote
from pstku.ratings.queries import office_figures
from pstku.rewards.operations.periods import lock_period, open_period
from pstku.rewards.queries import get_period
from tests.awards import AFTER, QUARTER, serve_and_rate
from tests.ballots import ballot, stored
from tests.factories import make_visit
from tests.races import overtaken

LAST_DAY = date(2026, 9, 30)
BUSY = (OperationalError, TimeoutError)  # a 503, after which it is sent again


@pytest.fixture
def period(cast):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4, 3, 4, 2, 4, 4])
    with clock.at(AFTER):
        yield open_period(cast.admin, *QUARTER, "desk")


@pytest.fixture
def late_tap(cast, period):
    """A tap for a visit of the last day that was closed a week later, when the quarter may be locked already."""
    at = datetime(2026, 9, 30, 2, tzinfo=UTC)
    visit = make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id)
    with atomic():
        visit.closed_at = AFTER
    assert visit.day == LAST_DAY
    return ballot(visit, score=1)


def counted_votes() -> int:
    """Votes that count somewhere, by what is stored."""
    session().rollback()
    return session().scalar(select(func.count(Vote.id)).where(Vote.officer_id.is_not(None)))


def frozen_votes(period) -> int:
    return sum(candidate.votes for candidate in period.evidence.candidates)


def test_a_vote_that_is_under_way_is_waited_for(app, cast, period, late_tap):
    is_postgres = db.engine.dialect.name == "postgresql"
    try:
        with overtaken(app, lambda: lock_period(cast.admin, period.id), "votes"):
            receipt = cast_vote(cast.office_id, late_tap)
    except BUSY:
        assert is_postgres, "the lock is refused until the vote is done"
    locked = lock_period(cast.admin, period.id) if is_postgres else get_period(cast.office_id, period.id)
    assert receipt.counted is is_postgres
    assert frozen_votes(locked) == counted_votes() == 6 + receipt.counted


def test_a_vote_that_comes_while_the_quarter_is_being_locked_waits(app, cast, period, late_tap):
    is_postgres = db.engine.dialect.name == "postgresql"
    locked = []
    try:
        with overtaken(app, lambda: cast_vote(cast.office_id, late_tap), "vote_quarters"):
            locked.append(lock_period(cast.admin, period.id))
    except BUSY:
        assert is_postgres
    receipt = cast_vote(cast.office_id, late_tap)
    assert (receipt.counted, receipt.reason) == ((False, "late") if is_postgres else (True, None))
    assert frozen_votes(locked[0]) == counted_votes() == 6 + receipt.counted


def test_a_vote_that_is_under_way_when_its_quarter_is_cut_is_waited_for(app, cast, late_tap):
    def cut():
        cut_quarter(cast.office_id, *QUARTER)

    is_postgres = db.engine.dialect.name == "postgresql"
    try:
        with overtaken(app, cut, "votes"):
            receipt = cast_vote(cast.office_id, late_tap)
    except BUSY:
        assert is_postgres
        cut()
    session().rollback()
    figures = office_figures(cast.office_id, "desk", *clock.quarter_days(*QUARTER))
    assert (figures.votes, receipt.counted) == ((7, True) if is_postgres else (6, False))


def test_no_score_moves_once_its_quarter_is_locked_but_words_are_kept(cast, late_tap):
    assert cast_vote(cast.office_id, late_tap).counted
    lock_quarter(cast.office_id, *QUARTER)
    words = Words(comment="Ruangannya panas.")
    changed = {**{name: getattr(late_tap, name) for name in ("id", "first_at", "at")}, "score": 4, "revision": 2}
    assert cast_vote(cast.office_id, ballot(None, **changed, visit_id=late_tap.visit_id, words=words)).counted
    vote = stored(late_tap.id)
    assert (vote.score, vote.revision, vote.comment) == (1, 1, "Ruangannya panas.")
