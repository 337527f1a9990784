"""Jobs: one at a time, taken up where they were broken off, and never deleting on a day nobody believes."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

import pstku.nightly
from pstku.audit.operations import record
from pstku.core import batches, clock
from pstku.core.db import atomic, database_now, session
from pstku.core.errors import Conflict, NotAllowed
from pstku.guestbook.models import Guest, Visit
from pstku.jobs import checking, operations
from pstku.jobs.checking import check_trail
from pstku.jobs.models import Job
from pstku.jobs.operations import LostLeaseError, ask_for_job, confirm_clock, running, trust_clock
from pstku.jobs.queries import (
    BACKUP,
    BEGINS_WITHIN,
    CHECK_AUDIT,
    NIGHTLY,
    doubt_about_clock,
    find_job,
    is_running,
    newest_act,
    unfinished_jobs,
)
from pstku.jobs.rules import Doubt
from pstku.nightly import NightFailedError, night_may_begin, run_night
from pstku.ratings.models import Vote, VoteQuarter, VoteTally
from pstku.ratings.operations import cutting
from pstku.ratings.operations.cutting import cut_quarter
from pstku.ratings.queries import office_figures, office_scores, period_figures
from pstku.rewards.operations.settling import cut_settled_quarters
from tests.awards import serve_and_rate
from tests.factories import make_guest, make_visit
from tests.races import overtaken

NOW = datetime(2026, 11, 30, 17, 15, tzinfo=UTC)  # 01.15 WITA, Tuesday 1 December
SUMMER = (datetime(2026, 7, 1).date(), datetime(2026, 9, 30).date())


@pytest.fixture(autouse=True)
def december():
    with clock.at(NOW):
        yield


def job(cast, name=NIGHTLY) -> Job:
    session().rollback()
    return find_job(cast.office_id, name)


def end_lease(cast) -> None:
    """The process that held it was killed, and its time is over."""
    with atomic() as s:
        s.execute(update(Job).values(lease_until=database_now() - timedelta(seconds=1)))


def test_a_second_starter_is_told_since_when_and_where_it_runs(app, cast):
    ask_for_job(cast.admin, NIGHTLY)
    with running(cast.office_id, NIGHTLY, asked=True):
        with pytest.raises(Conflict, match=r"sejak 01\.15 WITA \(.+ proses \d+\)"), running(cast.office_id, NIGHTLY):
            pass
        with running(cast.office_id, CHECK_AUDIT), running(cast.other_office_id, NIGHTLY):
            pass
    held = job(cast)
    assert (held.state, held.holder, held.started_by_id) == ("done", None, cast.admin.person_id)


def test_of_two_who_begin_at_once_one_runs(app, cast):
    ran = []

    def begin() -> None:
        with running(cast.office_id, NIGHTLY):
            ran.append(1)
            if len(ran) == 1:
                with pytest.raises(Conflict), running(cast.office_id, NIGHTLY):
                    pass

    session().commit()
    with overtaken(app, begin, "jobs"):
        begin()  # the other had ended by then
    assert len(ran) == 2


def test_what_an_admin_asked_for_is_done_once_whoever_comes_first(app, cast):
    assert ask_for_job(cast.admin, CHECK_AUDIT) and not ask_for_job(cast.admin2, CHECK_AUDIT)
    assert unfinished_jobs(cast.office_id) == [CHECK_AUDIT] and unfinished_jobs(cast.other_office_id) == []
    with running(cast.office_id, CHECK_AUDIT, asked=True):
        assert not ask_for_job(cast.admin2, CHECK_AUDIT) and unfinished_jobs(cast.office_id) == []
    with pytest.raises(Conflict, match="sudah dikerjakan"), running(cast.office_id, CHECK_AUDIT, asked=True):
        pass
    assert job(cast, CHECK_AUDIT).started_by_id == cast.admin.person_id
    assert ask_for_job(cast.admin2, CHECK_AUDIT)
    with pytest.raises(NotAllowed):
        ask_for_job(cast.officer, CHECK_AUDIT)


def test_what_was_asked_for_and_killed_is_wanted_again_and_what_the_timetable_began_is_not(app, cast):
    ask_for_job(cast.admin, CHECK_AUDIT)
    with pytest.raises(LostLeaseError), running(cast.office_id, CHECK_AUDIT, asked=True) as killed:
        end_lease(cast)
        assert unfinished_jobs(cast.office_id) == [CHECK_AUDIT]
        with running(cast.office_id, CHECK_AUDIT, asked=True):
            pass
        killed.at("Memeriksa")
    with running(cast.office_id, NIGHTLY):
        end_lease(cast)
        assert unfinished_jobs(cast.office_id) == []


def test_a_job_that_a_restart_ends_gives_its_lease_back_and_what_was_asked_for_is_wanted_again(app, cast):
    ask_for_job(cast.admin, BACKUP)
    with pytest.raises(SystemExit), running(cast.office_id, BACKUP, asked=True):
        raise SystemExit(143)
    assert unfinished_jobs(cast.office_id) == [BACKUP] and job(cast, BACKUP).holder is None
    with pytest.raises(SystemExit), running(cast.office_id, NIGHTLY):
        raise SystemExit(143)
    assert unfinished_jobs(cast.office_id) == [BACKUP] and not is_running(job(cast))


def test_what_nobody_begins_may_be_asked_for_again(app, cast):
    ask_for_job(cast.admin, BACKUP)
    with clock.at(NOW + BEGINS_WITHIN):
        assert ask_for_job(cast.admin, BACKUP)
        assert unfinished_jobs(cast.office_id) == [BACKUP]


def test_a_long_step_that_says_nothing_keeps_its_lease(app, cast, monkeypatch):
    monkeypatch.setattr(operations, "BREATH_SECONDS", 0.01)
    with running(cast.office_id, NIGHTLY) as held:
        end_lease(cast)
        with held.breathing():
            wait_until(lambda: is_running(job(cast)))
        end_lease(cast)
    assert job(cast).state == "done"


def wait_until(happens) -> None:
    end = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < end, "it did not happen"


def test_who_was_silent_too_long_writes_nothing_more(app, cast):
    with pytest.raises(LostLeaseError), running(cast.office_id, NIGHTLY) as first:
        end_lease(cast)
        with running(cast.office_id, NIGHTLY) as second:
            first.at("Menerbitkan skor")
    assert job(cast).holder == second.holder  # the one that was pushed out wrote nothing on the other's row
    assert is_running(job(cast))


def test_a_lease_that_a_wrong_clock_left_in_the_far_future_holds_nothing(app, cast):
    with running(cast.office_id, NIGHTLY):
        with atomic() as s:
            s.execute(update(Job).values(lease_until=database_now() + timedelta(days=700)))
        assert not is_running(job(cast))


def test_a_night_that_was_killed_does_not_repeat_what_it_did(app, cast, tmp_path, monkeypatch):
    done = []

    def counted(key):
        def act(_office_id, _after):
            done.append(key)
            if key == "senders" and done.count(key) == 1:
                raise KeyboardInterrupt  # as a kill: nobody catches it on the way
            return 0

        return act

    few = ("scores", "codes", "senders", "guests")
    steps = [replace(step, act=counted(step.key)) for step in pstku.nightly.STEPS if step.key in few]
    monkeypatch.setattr(pstku.nightly, "STEPS", steps)
    with pytest.raises(KeyboardInterrupt):
        run_night(cast.office_id, tmp_path)
    assert job(cast).state == "failed"
    run_night(cast.office_id, tmp_path)
    assert done == ["scores", "codes", "senders", "senders", "guests"]
    assert (job(cast).state, job(cast).position) == ("done", {})
    run_night(cast.office_id, tmp_path)
    assert done[5:] == ["scores", "codes", "senders", "guests"]


def test_a_step_that_fails_is_named_and_tried_again_and_the_others_are_done(app, cast, tmp_path, monkeypatch):
    def refuse(*_):
        raise RuntimeError("a score would change")

    monkeypatch.setattr(
        pstku.nightly, "STEPS", [replace(s, act=refuse) if s.key == "cut" else s for s in pstku.nightly.STEPS]
    )
    with pytest.raises(NightFailedError, match="cut"):
        run_night(cast.office_id, tmp_path)
    kept = job(cast)
    assert kept.state == "failed" and "cut" not in kept.position["passed"] and "shuffle" in kept.position["passed"]


def test_the_night_waits_for_closing_time_and_is_done_once(app, cast, tmp_path):
    def may_begin(day, hour, minute):
        with clock.at(datetime(2026, 12, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)):
            session().rollback()
            return night_may_begin(cast.office_id)

    run_night(cast.office_id, tmp_path)
    assert not may_begin(1, 16, 15)
    assert may_begin(2, 1, 15)
    assert not may_begin(2, 7, 45), "the computer was off at night and guests are about to come"
    assert not may_begin(2, 10, 0)
    assert may_begin(2, 20, 0)
    assert may_begin(6, 10, 0), "nobody comes on a Sunday"


def test_a_clock_that_jumped_deletes_nobody_until_an_admin_confirms_the_date(app, cast, tmp_path):
    guest_id = make_guest(cast.office_id, created_at=NOW - timedelta(days=30)).id
    run_night(cast.office_id, tmp_path)
    later = NOW + timedelta(days=900)
    with clock.at(later):
        make_visit(cast.office_id)
        record(cast.office_id, "register_visit", "visit", 1)  # a guest of that day does not make the clock right
        said = run_night(cast.office_id, tmp_path)
        assert said[0][0] == pstku.nightly.WAITS and any("Skor bergerak" in line[0] for line in said)
        assert session().get(Guest, guest_id, populate_existing=True).anonymised_at is None
        assert doubt_about_clock(cast.office_id) is Doubt.AHEAD
        with pytest.raises(NotAllowed):
            confirm_clock(cast.editor, later.date())
        with pytest.raises(Conflict):
            confirm_clock(cast.admin, NOW.date())
        confirm_clock(cast.admin, (later + timedelta(hours=8)).date())
        assert run_night(cast.office_id, tmp_path)[0][0] != pstku.nightly.WAITS
        assert session().get(Guest, guest_id, populate_existing=True).anonymised_at is not None


def test_a_night_that_doubts_its_date_lets_no_backup_go_either(app, cast, tmp_path):
    """What the night itself writes is newer than what made it doubt."""
    told = []

    def then(office_id: int, may_delete: bool) -> None:
        record(office_id, "back_up", "backup", 1)
        told.append(may_delete)

    run_night(cast.office_id, tmp_path, then=then)
    with clock.at(NOW + timedelta(days=100)):
        record(cast.office_id, "register_visit", "visit", 1)
    with clock.at(NOW + timedelta(days=1)):
        run_night(cast.office_id, tmp_path, then=then)
        assert doubt_about_clock(cast.office_id) is None
    assert told == [True, False]


def test_a_clock_set_back_to_right_needs_one_word_and_then_is_believed(app, cast, tmp_path):
    run_night(cast.office_id, tmp_path)
    with clock.at(NOW + timedelta(days=900)):
        record(cast.office_id, "register_visit", "visit", 1)
    assert trust_clock(cast.office_id) is Doubt.BEHIND
    assert newest_act(cast.office_id) > NOW
    confirm_clock(cast.admin, (NOW + timedelta(hours=8)).date())
    with clock.at(NOW + timedelta(days=1)):
        assert trust_clock(cast.office_id) is None


@pytest.fixture
def small_bites(monkeypatch):
    monkeypatch.setattr(batches.in_batches, "__kwdefaults__", {"size": 3})


def test_a_cut_that_was_killed_among_its_batches_shows_the_same_figures_and_goes_on(app, cast, small_bites):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4, 4, 3, 2, 4, 4, 1, 4], unrated=2)

    def figures():
        session().rollback()
        lines = {line: period_figures(cast.office_id, line, *SUMMER) for line in ("desk", "field")}
        return lines, office_figures(cast.office_id, "desk", *SUMMER), office_scores(cast.office_id, *SUMMER)

    before, bites = figures(), []

    def killed(count):
        bites.append(count)
        assert figures() == before
        if len(bites) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_quarter(cast.office_id, 2026, 3, killed)
    session().rollback()
    assert bites == [3, 3] and session().scalar(select(func.count(Vote.id))) == 2
    assert figures() == before
    assert cut_settled_quarters(cast.office_id) == 2
    assert figures() == before
    assert session().scalar(select(func.count(Vote.id))) == 0
    assert session().scalar(select(func.count(Visit.id)).where(Visit.rated_at.is_not(None))) == 0
    assert (
        session()
        .scalars(select(VoteQuarter.emptied_at).where(VoteQuarter.year == 2026, VoteQuarter.quarter == 3))
        .one()
        == NOW
    )


def test_a_vote_that_moves_while_it_is_counted_is_counted_again(app, cast, monkeypatch):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 6)
    count, seen = cutting._count, []

    def counted(*arguments):
        found = count(*arguments)
        seen.append(found.votes)
        if len(seen) == 1:
            session().rollback()
            serve_and_rate(cast.office_id, cast.officer.person_id, [1])
        return found

    monkeypatch.setattr(cutting, "_count", counted)
    assert cut_quarter(cast.office_id, 2026, 3) == 7
    assert seen == [6, 7]
    tally = session().scalars(select(VoteTally)).one()
    assert (tally.n1, tally.n4) == (1, 6)


def test_the_trail_is_checked_in_parts_and_on_from_where_it_was_broken_off(app, cast, tmp_path, monkeypatch):
    for number in range(7):
        record(cast.office_id, "lock_award", "award_period", number)
    real, places = checking.verify_part, []

    def verify(office_id, place):
        places.append(place.seq)
        if len(places) == 3:
            raise KeyboardInterrupt
        return real(office_id, place, 4)

    monkeypatch.setattr(checking, "verify_part", verify)
    with pytest.raises(KeyboardInterrupt):
        check_trail(cast.office_id, Path(app.config["DATA"]))
    assert job(cast, CHECK_AUDIT).position["seq"] == 8
    with atomic() as s:  # whoever moves the place without the key makes it begin anew
        s.execute(update(Job).values(position=job(cast, CHECK_AUDIT).position | {"seq": 99}))
    check_trail(cast.office_id, Path(app.config["DATA"]))
    assert places[3] == 0
    assert job(cast, CHECK_AUDIT).state == "done"
