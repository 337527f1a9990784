"""A quarter is settled, lapses, or waits for what is still open."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict
from pstku.offices.queries import configuration
from pstku.ratings.models import Comment, Vote, VoteQuarter
from pstku.ratings.operations.appeals import appeal_comment, decide_appeal
from pstku.ratings.queries import appeals_to_decide
from pstku.rewards.operations.periods import cancel_period, lock_period, open_period
from pstku.rewards.operations.settling import close_lapsed_periods, cut_settled_quarters
from pstku.rewards.queries import (
    get_period,
    near_deadlines,
    settled_quarters,
)
from tests.awards import AFTER, QUARTER


def settled(cast, today: date) -> list[tuple[int, int]]:
    session().rollback()
    return [each for each in settled_quarters(configuration(cast.office_id), today) if each >= (2026, 1)]


def test_every_quarter_is_settled_by_itself(cast, checked, officers):
    assert settled(cast, AFTER.date()) == [(2026, 1)]  # nobody opened April to June, and it is not 180 days ago
    assert settled(cast, date(2026, 12, 31)) == [(2026, 1), (2026, 2)]
    assert settled(cast, date(2027, 7, 31)) == [(2026, 1), (2026, 2), (2026, 4)]  # July to September is not finished
    cancel_period(cast.admin, checked.id, "Dibatalkan untuk uji.")
    assert settled(cast, date(2026, 12, 31)) == [(2026, 1), (2026, 2), (2026, 3)]


def test_a_cancelled_quarter_is_not_settled_while_guests_may_vote(cast, now):
    opened = open_period(cast.admin, *QUARTER, "desk")
    cancel_period(cast.admin, opened.id, "Salah triwulan.")
    last_to_vote = opened.ends_on + timedelta(days=7)
    assert QUARTER not in settled(cast, last_to_vote)
    assert QUARTER in settled(cast, last_to_vote + timedelta(days=1))


def test_a_period_nobody_establishes_lapses_after_180_days_and_is_cut(cast, checked):
    ends = checked.ends_on
    told = {days: near_deadlines(cast.office_id, ends + timedelta(days=days)) for days in (119, 120, 180)}
    assert {days: [item.days_left for item in items] for days, items in told.items()} == {119: [], 120: [60], 180: [0]}
    with clock.at(AFTER + timedelta(days=180)):
        assert close_lapsed_periods(cast.office_id) == 1
        assert close_lapsed_periods(cast.office_id) == 0
        period = get_period(cast.office_id, checked.id)
        assert (period.state, period.cancel_reason[:17]) == ("cancelled", "Tidak ditetapkan:")
        assert cut_settled_quarters(cast.office_id) > 0
        with pytest.raises(Conflict, match="hitungan"):
            open_period(cast.admin, *QUARTER, "field")
    session().rollback()
    assert session().scalar(select(func.count(Vote.id)).where(Vote.day <= ends)) == 0


def test_a_quarter_is_closed_when_nobody_can_vote_any_more(cast, officers):
    opened = open_period(cast.admin, *QUARTER, "desk")
    with clock.at(datetime(2026, 10, 7, 12, tzinfo=UTC)), pytest.raises(Conflict, match="menilai sampai"):
        lock_period(cast.admin, opened.id)
    lock_period(cast.admin, opened.id)
    assert session().get(VoteQuarter, (cast.office_id, *QUARTER)).locked_at == AFTER


def test_a_quarter_is_not_closed_over_an_open_appeal(cast, officers):
    opened = open_period(cast.admin, *QUARTER, "desk")
    with atomic() as s:
        comment = Comment(
            id=uuid4(), office_id=cast.office_id, officer_id=cast.officer.person_id, year=2026, quarter=3,
            line="desk", text="AC panas", released_on=AFTER.date(),
        )  # fmt: skip
        s.add(comment)
    appeal_comment(cast.officer, comment.id, "Tentang ruangan")
    with pytest.raises(Conflict, match="sanggahan"):
        lock_period(cast.admin, opened.id)
    decide_appeal(cast.admin, appeals_to_decide(cast.admin)[0].id, upheld=False, reason="Tidak dapat dipastikan")
    assert lock_period(cast.admin, opened.id).state == "locked"


def test_the_nightly_job_runs_and_may_run_again(app, cast, checked):
    runner = app.test_cli_runner()
    session().commit()
    for _ in range(2):
        answer = runner.invoke(args=["pstku", "nightly"])
        assert answer.exit_code == 0, answer.output
