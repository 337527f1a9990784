"""What moves, when, and what is forgotten afterwards."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration
from pstku.ratings.models import Appeal, Comment, Vote
from pstku.ratings.operations.appeals import appeal_comment, decide_appeal
from pstku.ratings.operations.cutting import lock_quarter
from pstku.ratings.operations.forgetting import close_voting
from pstku.ratings.operations.publishing import publish_scores, quarter_scores
from pstku.ratings.queries import (
    appeals_to_decide,
    office_figures,
    period_figures,
    published_scores,
    unattributed_count,
    votes_to_review,
)
from pstku.ratings.queries.published import released_comments
from pstku.ratings.queries.review import officers_with_gap
from tests.factories import make_visit, make_vote
from tests.listening import each_statement, statements

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
QUARTER = (date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def rated(cast, count, score=4, *, days_ago=3, officer=None, **fields):
    """Visits of an officer, each with its vote."""
    made = []
    for _ in range(count):
        visit = make_visit(
            cast.office_id,
            state="done",
            at=NOW - timedelta(days=days_ago),
            officer_id=(officer or cast.officer).person_id,
        )
        made.append(make_vote(visit, score, **fields))
    return made


def published(cast, officer=None):
    session().rollback()
    return published_scores(cast.office_id, (officer or cast.officer).person_id)


def comments_of(cast):
    """The words the officer may read."""
    session().rollback()
    return sorted(comment.text for comment in released_comments(cast.office_id, cast.officer.person_id))


def test_four_votes_show_nothing_and_five_show_a_score(cast):
    rated(cast, 4)
    assert publish_scores(cast.office_id) == 0
    assert published(cast) == []
    rated(cast, 1)
    assert publish_scores(cast.office_id) == 1
    (row,) = published(cast)
    # (20 + 10·3,00)/(5 + 10) = 3,333 → 83 of 100; s = 0,60 for few votes, SE = 0,60/√15 = 0,155
    assert (row.vote_count, row.figures) == (5, {"score": "83", "low": "78", "high": "88", "is_provisional": True})


def test_figures_wait_for_five_new_votes(cast):
    rated(cast, 5)
    publish_scores(cast.office_id)
    rated(cast, 4, score=1)
    assert publish_scores(cast.office_id) == 0
    assert published(cast)[0].vote_count == 5
    rated(cast, 1, score=1)
    assert publish_scores(cast.office_id) == 1
    assert published(cast)[0].vote_count == 10


def test_todays_votes_are_never_shown_today(cast):
    rated(cast, 5, days_ago=0)
    assert publish_scores(cast.office_id) == 0
    with clock.at(NOW + timedelta(days=1)):
        assert publish_scores(cast.office_id) == 1


def test_publishing_twice_changes_nothing(cast):
    rated(cast, 7, comment="Baik")
    publish_scores(cast.office_id)
    before = [row.figures for row in published(cast)], comments_of(cast)
    assert publish_scores(cast.office_id) == 0
    assert ([row.figures for row in published(cast)], comments_of(cast)) == before


def test_comments_come_in_batches_of_five(cast):
    rated(cast, 6)
    rated(cast, 4, comment="Ramah")
    publish_scores(cast.office_id)
    assert comments_of(cast) == []
    rated(cast, 1, comment="Cepat")
    publish_scores(cast.office_id)
    assert comments_of(cast) == ["Cepat"] + ["Ramah"] * 4
    rated(cast, 4, comment="Jelas")
    publish_scores(cast.office_id)
    assert len(comments_of(cast)) == 5


def test_words_leave_their_vote_in_the_night(cast):
    rated(cast, 2, comment="Ramah")
    rated(cast, 1, comment="Hari ini", days_ago=0)
    publish_scores(cast.office_id)
    session().rollback()
    assert sorted(session().scalars(select(Vote.comment))) == ["", "", "Hari ini"]
    rows = session().scalars(select(Comment)).all()
    assert [(row.text, row.officer_id, row.year, row.quarter, row.released_on, row.id.version) for row in rows] == [
        ("Ramah", cast.officer.person_id, 2026, 4, None, 4)
    ] * 2


def test_service_outside_has_its_own_line(cast):
    for _ in range(5):
        visit = make_visit(
            cast.office_id, state="done", at=NOW - timedelta(days=2), channel="field", officer_id=cast.officer.person_id
        )
        make_vote(visit, 4, line="field")
    publish_scores(cast.office_id)
    assert [(row.line, row.vote_count, row.served_count) for row in published(cast)] == [("field", 5, 5)]


def test_the_figures_of_a_period_count_what_the_rules_count(cast):
    rated(cast, 3, score=4, contact_index="a", days_ago=3)
    rated(cast, 1, score=2, days_ago=12)
    message = make_visit(
        cast.office_id, state="done", at=NOW - timedelta(days=3), channel="whatsapp", officer_id=cast.officer.person_id
    )
    make_vote(message, 3, line="remote")
    make_visit(
        cast.office_id, state="done", at=NOW - timedelta(days=3), officer_id=cast.officer.person_id,
        started_at=NOW - timedelta(days=3) + timedelta(minutes=11),
    )  # fmt: skip
    excluded = rated(cast, 1, score=1)[0]
    with atomic() as s:
        s.get_one(Vote, excluded.id).excluded_at = NOW
    figures = period_figures(cast.office_id, "desk", *QUARTER)[cast.officer.person_id]
    assert (figures.votes, figures.score_sum, figures.square_sum, figures.fours) == (5, 17, 61, 3)
    assert (figures.served, figures.rated, figures.weeks, figures.most_from_contact) == (6, 5, 2, 3)
    assert (figures.with_standard, figures.within_standard) == (6, 5)
    assert (figures.coverage, figures.contact_share) == (Fraction(5, 6), Fraction(3, 5))


def test_the_standard_is_judged_by_opening_hours_alone(cast):
    early = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)  # 07.30 WITA, half an hour before the counter opens
    for minutes, day in ((39, 0), (41, 1)):  # the standard of a consultation is ten minutes
        came = early + timedelta(days=3 + day)
        started = came + timedelta(minutes=minutes)
        make_visit(
            cast.office_id, state="done", at=came, day=date(2026, 11, 23 + day), started_at=started,
            officer_id=cast.officer.person_id,
        )  # fmt: skip
    figures = period_figures(cast.office_id, "desk", *QUARTER)[cast.officer.person_id]
    assert (figures.with_standard, figures.within_standard) == (2, 1)


def test_the_office_is_the_sum_of_its_officers_and_of_nobody_elses(cast):
    rated(cast, 2)
    rated(cast, 3, score=2, officer=cast.officer2)
    foreign = make_visit(
        cast.other_office_id, state="done", at=NOW - timedelta(days=3), officer_id=cast.stranger.person_id
    )
    make_vote(foreign, 1)
    total = office_figures(cast.office_id, "desk", *QUARTER)
    assert (total.votes, total.score_sum, total.served, total.weeks) == (5, 14, 5, 1)


def test_the_number_of_statements_does_not_grow_with_votes(app, cast):
    rated(cast, 3)
    rated(cast, 3, officer=cast.officer2)
    with statements() as seen:
        period_figures(cast.office_id, "desk", *QUARTER)
    assert len([statement for statement in seen if not statement.startswith("BEGIN")]) == 7


def test_votes_by_an_officers_link_weigh_a_fifth_and_open_no_gate(cast):
    rated(cast, 11, score=3)
    rated(cast, 8, score=4, held_by="officer", contact_index="a", days_ago=20)
    figures = period_figures(cast.office_id, "desk", *QUARTER)[cast.officer.person_id]
    assert (figures.votes, figures.score_sum, figures.weeks, figures.most_from_contact) == (11, 33, 1, 0)
    assert (figures.held_votes, figures.held_sum) == (8, 32)
    score = quarter_scores(configuration(cast.office_id), "desk", *QUARTER)[cast.officer.person_id]
    # n_e = min(8, ⌊11/5⌋) = 2 at their mean 4; μ0 = 33/11 of what guests held; (33 + 8 + 30)/(11 + 2 + 10)
    assert (score.value, score.n) == (Fraction(71, 23), 11)


def test_outside_the_office_every_vote_counts_whoever_held_the_link(cast):
    visit = make_visit(
        cast.office_id, state="done", at=NOW - timedelta(days=2), channel="field", officer_id=cast.officer.person_id
    )
    make_vote(visit, 4, line="field", held_by="officer")
    figures = period_figures(cast.office_id, "field", *QUARTER)[cast.officer.person_id]
    assert (figures.votes, figures.held_votes) == (1, 0)


def released(cast):
    rated(cast, 5, comment="AC panas")
    publish_scores(cast.office_id)
    session().rollback()
    return released_comments(cast.office_id, cast.officer.person_id)


def test_an_upheld_appeal_takes_the_vote_out_and_a_rejected_one_does_not(cast):
    first, second = released(cast)[:2]
    appeal_comment(cast.officer, first.id, "Ini tentang ruangan")
    appeal_comment(cast.officer, second.id, "Ini juga tentang ruangan")
    one, two = appeals_to_decide(cast.admin)
    decide_appeal(cast.admin, one.id, upheld=True, reason="Benar, tentang ruangan")
    decide_appeal(cast.admin, two.id, upheld=False, reason="Tidak dapat dipastikan")
    assert period_figures(cast.office_id, "desk", *QUARTER)[cast.officer.person_id].votes == 4
    assert appeals_to_decide(cast.admin) == []


def test_an_appeal_needs_a_reason_and_is_made_and_decided_once(cast):
    comment = released(cast)[0]
    with pytest.raises(InvalidInput):
        appeal_comment(cast.officer, comment.id, " ")
    appeal_comment(cast.officer, comment.id, "Tentang ruangan")
    with pytest.raises(Conflict):
        appeal_comment(cast.officer, comment.id, "Tentang ruangan lagi")
    (appeal,) = appeals_to_decide(cast.admin)
    with pytest.raises(InvalidInput):
        decide_appeal(cast.admin, appeal.id, upheld=True, reason="")
    decide_appeal(cast.admin, appeal.id, upheld=True, reason="Benar")
    with pytest.raises(Conflict):
        decide_appeal(cast.admin2, appeal.id, upheld=False, reason="Tidak benar")
    assert session().scalars(select(Appeal.upheld)).all() == [True]


def test_words_are_appealed_for_seven_working_days_and_before_the_quarter_is_locked(cast):
    first, second, third = released(cast)[:3]
    assert first.appeal_until == date(2026, 12, 2)  # Monday 23 November and seven working days
    with clock.at(NOW + timedelta(days=9)):
        appeal_comment(cast.officer, first.id, "Tentang ruangan")
    with clock.at(NOW + timedelta(days=10)), pytest.raises(Conflict, match="sudah lewat"):
        appeal_comment(cast.officer, second.id, "Tentang ruangan")
    lock_quarter(cast.office_id, 2026, 4)
    with pytest.raises(Conflict, match="sudah lewat"):
        appeal_comment(cast.officer, third.id, "Tentang ruangan")


def test_nobody_appeals_for_others_nor_decides_about_themselves(cast):
    from dataclasses import replace

    comment = released(cast)[0]
    with pytest.raises(NotFound):
        appeal_comment(cast.officer2, comment.id, "Bukan milik saya")
    appeal_comment(cast.officer, comment.id, "Tentang ruangan")
    (appeal,) = appeals_to_decide(cast.admin)
    herself = replace(cast.officer, roles=frozenset({"petugas", "admin"}))
    assert appeals_to_decide(herself) == []
    for actor, error in ((herself, NotAllowed), (cast.officer2, NotAllowed), (cast.stranger, NotFound)):
        with pytest.raises(error):
            decide_appeal(actor, appeal.id, upheld=True, reason="Benar sekali")


def test_nobody_waits_while_the_figures_are_counted(cast):
    rated(cast, 6)
    within = []
    with each_statement(lambda statement, _values: within.append((session().is_in_act, statement))):
        assert publish_scores(cast.office_id) == 1
    counting = [is_in_act for is_in_act, statement in within if "FROM visits" in statement]
    assert counting and not any(counting)


def test_flagged_votes_are_listed_without_those_about_the_reader(cast):
    from dataclasses import replace

    rated(cast, 1, flags=["fast"])
    rated(cast, 1, officer=cast.officer2, flags=["burst"])
    rated(cast, 1)
    assert len(votes_to_review(cast.admin, *QUARTER)) == 2
    herself = replace(cast.officer, roles=frozenset({"petugas", "admin"}))
    assert [vote.flags for vote in votes_to_review(herself, *QUARTER)] == [("burst",)]
    assert unattributed_count(cast.office_id, *QUARTER) == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_only_flagged_votes_are_read_to_list_them_and_no_row_to_find_a_gap(cast):
    asked = []
    with each_statement(lambda statement, values: asked.append((statement, values))):
        votes_to_review(cast.admin, *QUARTER)
        officers_with_gap(cast.admin, *QUARTER)
    plans = []
    with db.engine.connect() as connection:
        for statement, values in asked:
            if "FROM votes" in statement:
                steps = connection.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
                plans.append(" ".join(step[3] for step in steps))
    flagged, gap = plans
    assert "USING INDEX ix_votes_flagged" in flagged
    assert "USING COVERING INDEX ix_votes_office_id_day" in gap


def test_a_gap_between_tablet_and_own_phone_is_named_without_figures(cast):
    rated(cast, 5, score=2)
    rated(cast, 4, score=4, given_on="own_phone")
    assert officers_with_gap(cast.admin, *QUARTER) == []
    rated(cast, 1, score=4, given_on="own_phone")
    assert officers_with_gap(cast.admin, *QUARTER) == ["Nurain Lestari, SST"]
    rated(cast, 10, score=4)
    assert officers_with_gap(cast.admin, *QUARTER) == ["Nurain Lestari, SST"]
    rated(cast, 10, score=4)
    assert officers_with_gap(cast.admin, *QUARTER) == []


def test_codes_end_with_the_voting_window_and_not_before(cast):
    old = make_visit(cast.office_id, state="done", at=NOW - timedelta(days=8), code="C7QF")
    fresh = make_visit(cast.office_id, state="done", at=NOW - timedelta(days=6), code="GGGG")
    waiting = make_visit(cast.office_id, at=NOW - timedelta(days=9), code="HHHH")
    assert close_voting(cast.office_id) == 1
    assert close_voting(cast.office_id) == 0
    codes = {row.id: row.code for row in session().execute(select(Visit.id, Visit.code))}
    assert codes == {old.id: None, fresh.id: "GGGG", waiting.id: "HHHH"}
