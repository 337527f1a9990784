"""The cut of a settled quarter: counts stay what they were, and no vote is kept."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from pstku.accounts.models import Person
from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration
from pstku.ratings.models import Comment, ItemTally, MonthTally, Vote, VoteQuarter, VoteTally
from pstku.ratings.operations.appeals import appeal_comment, decide_appeal
from pstku.ratings.operations.comments import drop_old_comments, pool_comments
from pstku.ratings.operations.cutting import cut_quarter, lock_quarter
from pstku.ratings.operations.publishing import publish_scores, quarter_scores
from pstku.ratings.operations.shuffling import shuffle_votes, wipe_storage
from pstku.ratings.queries import appeals_to_decide, office_figures, office_scores, period_figures, unattributed_count
from pstku.ratings.queries.published import released_comments
from pstku.returns.overview.page import overview
from pstku.returns.overview.period import period_of
from tests.factories import make_visit, make_vote

NOW = datetime(2026, 7, 20, 2, 0, tzinfo=UTC)
SPRING = (date(2026, 4, 1), date(2026, 6, 30))
SUMMER = (date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture(autouse=True)
def july():
    with clock.at(NOW):
        yield


def rated(cast, scores, *, officer=None, day=date(2026, 5, 4), channel="tablet", **fields):
    line = {"field": "field", "whatsapp": "remote"}.get(channel, "desk")
    for place, score in enumerate(scores):
        at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC) + timedelta(minutes=20 * place)
        visit = make_visit(
            cast.office_id, state="done", at=at, officer_id=(officer or cast.officer).person_id, channel=channel
        )
        make_vote(visit, score, line=line, **fields)


@pytest.fixture
def spring(cast):
    """A quarter with many votes of one officer, few of another, some by links, one outside, and what did not count."""
    rated(cast, [4, 4, 3, 2, 4, 4], contact_index="a", reasons=["friendly"])
    rated(cast, [3, 1], day=date(2026, 6, 8), reasons=["unclear"], comment="Lama sekali")
    rated(cast, [4] * 6, channel="whatsapp", held_by="officer", day=date(2026, 5, 11))
    rated(cast, [1, 2], officer=cast.officer2, unsur="waktu", unsur_value=2)
    rated(cast, [4] * 5, channel="field", held_by="officer", officer=cast.officer2)
    with atomic() as s:
        lone = s.scalars(select(Vote).where(Vote.score == 2, Vote.officer_id == cast.officer.person_id)).first()
        lone.excluded_at = NOW
    rated(cast, [4], officer_id=None, visit_id=None, unattributed_reason="rated")


def figures(cast, days=SPRING):
    session().rollback()
    return {line: period_figures(cast.office_id, line, *days) for line in ("desk", "field")}


def test_scores_mean_and_deviation_come_out_of_the_tallies_as_they_came_out_of_the_votes(cast, spring):
    before, office = figures(cast), {line: office_figures(cast.office_id, line, *SPRING) for line in ("desk", "field")}
    summer = quarter_scores(configuration(cast.office_id), "desk", *SUMMER)
    scores = office_scores(cast.office_id, *SPRING)
    assert cut_quarter(cast.office_id, 2026, 2) == 22
    after = figures(cast)
    assert after["desk"] == {cast.officer.person_id: before["desk"][cast.officer.person_id]}
    assert after["field"] == before["field"]
    assert {line: office_figures(cast.office_id, line, *SPRING) for line in ("desk", "field")} == office
    assert office_scores(cast.office_id, *SPRING) == scores
    assert quarter_scores(configuration(cast.office_id), "desk", *SUMMER) == summer
    assert unattributed_count(cast.office_id, *SPRING) == 1
    mine = after["desk"][cast.officer.person_id]
    assert (mine.votes, mine.held_votes, mine.coverage) == (7, 6, Fraction(8, 8))


def test_no_vote_is_left_and_no_visit_says_whether_it_was_rated(cast, spring):
    cut_quarter(cast.office_id, 2026, 2)
    session().rollback()
    assert session().scalar(select(func.count(Vote.id))) == 0
    assert session().scalar(select(func.count(Visit.id)).where(Visit.rated_at.is_not(None))) == 0
    assert session().scalars(select(Comment.vote_id)).all() == [None, None]
    assert cut_quarter(cast.office_id, 2026, 2) == 0


def test_fewer_than_five_stand_under_no_name(cast, spring):
    cut_quarter(cast.office_id, 2026, 2)
    rows = {(row.officer_id, row.line, row.held_by): row for row in session().scalars(select(VoteTally))}
    assert set(rows) == {
        (cast.officer.person_id, "desk", "guest"),
        (cast.officer.person_id, "desk", "officer"),
        (None, "desk", "guest"),
        (cast.officer2.person_id, "field", "officer"),
    }
    mine = rows[(cast.officer.person_id, "desk", "guest")]
    assert (mine.n1, mine.n2, mine.n3, mine.n4, mine.excluded, mine.most_from_contact) == (1, 0, 2, 4, 1, 5)
    items = {(row.kind, row.key, row.value): row.n for row in session().scalars(select(ItemTally))}
    assert items == {
        ("reason", "friendly", None): 6,
        ("reason", "lainnya", None): 2,
        ("unsur", "lainnya", None): 2,
        ("uncounted", "rated", None): 1,
    }


def test_a_month_with_few_votes_is_not_found_by_subtraction(cast):
    for month, n in ((4, 6), (5, 9), (6, 3)):
        rated(cast, [4] * n, day=date(2026, month, 6))
    cut_quarter(cast.office_id, 2026, 2)
    assert [(row.month, row.n, row.total) for row in session().scalars(select(MonthTally))] == [(5, 9, 36)]


def test_every_quarter_is_cut_by_itself(cast, spring):
    rated(cast, [4] * 5, day=date(2026, 7, 6))
    before = figures(cast, SUMMER)
    cut_quarter(cast.office_id, 2026, 2)
    assert figures(cast, SUMMER) == before
    assert session().scalar(select(func.count(Vote.id))) == 5


def test_the_overview_of_the_year_stays_what_it_was(cast, spring):
    office, year = configuration(cast.office_id), period_of("2026", NOW.date())
    rated(cast, [4] * 3, day=date(2026, 7, 6))

    def shown():
        session().rollback()
        page = overview(office, year)
        return page.coverage, page.coverage_by_quarter, page.score, page.votes, page.field_votes

    before = shown()
    cut_quarter(cast.office_id, 2026, 2)
    assert shown() == before


def test_a_tally_that_would_differ_changes_nothing(cast, spring, monkeypatch):
    from pstku.ratings.operations import cutting

    monkeypatch.setattr(cutting, "folded", lambda cells: cells[1:])
    with pytest.raises(RuntimeError):
        cut_quarter(cast.office_id, 2026, 2)
    session().rollback()
    assert session().scalar(select(func.count(Vote.id))) == 22
    assert session().scalar(select(func.count(VoteTally.id))) == 0
    assert session().get(VoteQuarter, (cast.office_id, 2026, 2)) is None


def test_votes_of_somebody_who_tries_the_demo_stay_with_those_of_the_demo(cast):
    with atomic() as s:
        s.get_one(Person, cast.officer.person_id).is_demo = True
    rated(cast, [4, 4, 3, 2, 4, 4, 4], is_demo=True)
    rated(cast, [3, 1], day=date(2026, 6, 8))
    assert cut_quarter(cast.office_id, 2026, 2) == 9
    tally = session().scalars(select(VoteTally).where(VoteTally.officer_id == cast.officer.person_id)).one()
    assert (tally.is_demo, tally.n1, tally.n2, tally.n3, tally.n4) == (True, 1, 1, 2, 5)


def test_an_appealed_comment_keeps_its_appeal_and_loses_its_vote(cast):
    rated(cast, [4] * 5, day=date(2026, 6, 15), comment="AC panas")
    publish_scores(cast.office_id)
    comment = released_comments(cast.office_id, cast.officer.person_id)[0]
    appeal_comment(cast.officer, comment.id, "Tentang ruangan")
    decide_appeal(cast.admin, appeals_to_decide(cast.admin)[0].id, upheld=True, reason="Benar, tentang ruangan")
    cut_quarter(cast.office_id, 2026, 2)
    session().rollback()
    kept = released_comments(cast.office_id, cast.officer.person_id)
    assert [item.appeal.upheld for item in kept if item.appeal] == [True]
    assert {row.released_on for row in session().scalars(select(Comment))} == {
        SPRING[1]
    }  # no batch is told from another
    assert period_figures(cast.office_id, "desk", *SPRING) == {}  # four are left, and stand under no name


def test_words_no_batch_took_go_to_the_office_once_five_wait(cast, spring):
    cut_quarter(cast.office_id, 2026, 2)
    assert pool_comments(cast.office_id) == 0
    rated(cast, [3] * 3, officer=cast.officer2, day=date(2026, 3, 2), comment="Ruang sempit")
    cut_quarter(cast.office_id, 2026, 1)
    assert pool_comments(cast.office_id) == 5
    assert pool_comments(cast.office_id) == 0
    session().rollback()
    assert set(session().scalars(select(Comment.officer_id))) == {None}


def test_words_go_after_twelve_months(cast, spring):
    cut_quarter(cast.office_id, 2026, 2)
    with clock.at(datetime(2027, 6, 30, tzinfo=UTC)):
        assert drop_old_comments(cast.office_id) == 0
    with clock.at(datetime(2027, 7, 2, tzinfo=UTC)):
        assert drop_old_comments(cast.office_id) == 2


def test_a_locked_quarter_stays_locked_at_its_first_moment(cast):
    lock_quarter(cast.office_id, 2026, 2)
    with clock.at(NOW + timedelta(days=1)):
        lock_quarter(cast.office_id, 2026, 2)
    assert session().scalars(select(VoteQuarter.locked_at)).one() == NOW


def test_the_nightly_rewriting_changes_no_row(cast, spring):
    publish_scores(cast.office_id)
    read = [sorted(map(str, session().execute(select(table.__table__)).all())) for table in (Vote, Comment)]
    session().commit()
    assert shuffle_votes() == 24
    wipe_storage()
    assert [sorted(map(str, session().execute(select(table.__table__)).all())) for table in (Vote, Comment)] == read


def test_the_trail_names_no_vote_and_no_comment(cast, spring):
    ids = [str(found) for found in session().scalars(select(Vote.id))]
    cut_quarter(cast.office_id, 2026, 2)
    publish_scores(cast.office_id)
    ids += [str(found) for found in session().scalars(select(Comment.id))]
    said = [f"{entry.entity_id} {entry.detail}" for entry in session().scalars(select(AuditEntry))]
    assert not [known for known in ids for line in said if known in line]
    assert [e.action for e in session().scalars(select(AuditEntry))].count("cut_votes") == 1
