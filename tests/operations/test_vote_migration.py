"""What became of votes when their visits were made impossible to find: nothing is lost, nothing leads back."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, insert, select

from pstku.core.db import db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Visit
from pstku.ratings.ballots import client_key
from pstku.ratings.models import Appeal, Comment, Vote, VoteTally
from pstku.ratings.queries import office_figures, period_figures
from pstku.ratings.queries.published import released_comments
from tests.factories import make_visit

pytestmark = pytest.mark.usefixtures("own_folder")

SPRING = (date(2026, 4, 1), date(2026, 6, 30))


def an_old_vote(office_id, officer_id, score, **fields):
    """A vote as the revision before kept it; forgotten unless it has a visit."""
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    row = {"id": uuid7(), "office_id": office_id, "officer_id": officer_id, "score": score, "revision": 1}
    row |= {"words_revision": 0, "first_client_at": noon, "client_at": noon, "day": noon.date(), "line": "desk"}
    row |= {"given_on": "tablet", "reasons": [], "flags": [], "comment": "", "is_demo": False, "age_group": "17_25"}
    return row | dict.fromkeys(("visit_id", "received_at", "unattributed_reason", "excluded_at")) | fields


@pytest.fixture
def before(app, cast):
    """The revision before, with a settled quarter of two officers and a vote of today; returns the live vote's id."""
    spring = datetime(2026, 5, 4, 2, tzinfo=UTC)
    old = make_visit(cast.office_id, state="done", at=spring, officer_id=cast.officer.person_id, rated_at=spring)
    today = make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id, rated_at=spring)
    session().commit()
    downgrade(revision="0017")
    metadata = MetaData()
    with db.engine.begin() as connection:
        votes = Table("votes", metadata, autoload_with=connection)
        published = Table("published_scores", metadata, autoload_with=connection)
        appeals = Table("appeals", metadata, autoload_with=connection)
        many = [an_old_vote(cast.office_id, cast.officer.person_id, score) for score in (4, 4, 4, 3, 2, 1)]
        few = [an_old_vote(cast.office_id, cast.officer2.person_id, 3, comment="Ramah") for _ in range(2)]
        few += [an_old_vote(cast.office_id, cast.officer.person_id, 1, excluded_at=spring)]
        few += [an_old_vote(cast.office_id, None, 4, unattributed_reason="rated")]
        live = an_old_vote(
            cast.office_id, cast.officer.person_id, 2, visit_id=today.id, received_at=spring, day=today.day
        )
        for row in (*many, *few, live):
            connection.execute(insert(votes).values(adapted(votes, row)))
        known = {"office_id": cast.office_id, "officer_id": cast.officer.person_id, "year": 2026, "quarter": 2}
        said = [{"vote": str(many[0]["id"]), "text": "AC panas"}]
        counts = {"line": "desk", "vote_count": 6, "served_count": 1, "rated_count": 1, "figures": {}}
        connection.execute(insert(published).values(**known, **counts, comments=said, published_at=spring))
        appeal = {"office_id": cast.office_id, "vote_id": adapted(votes, many[0])["id"], "reason": "Tentang ruangan"}
        appeal |= {"officer_id": cast.officer.person_id, "created_at": spring, "decision_reason": ""}
        connection.execute(insert(appeals).values(appeal))
    upgrade()
    return old.id, live["id"]


def adapted(table, row):
    """Keys as the reflected table takes them: SQLite keeps a UUID as 32 letters."""
    as_text = table.c.id.type.python_type is not UUID
    return {name: value.hex if as_text and isinstance(value, UUID) else value for name, value in row.items()}


def test_no_score_is_lost_and_few_votes_stand_under_no_name(cast, before):
    total = office_figures(cast.office_id, "desk", *SPRING)
    assert (total.votes, total.score_sum, total.square_sum, total.fours) == (8, 24, 80, 3)
    figures = period_figures(cast.office_id, "desk", *SPRING)
    mine = figures[cast.officer.person_id]
    assert (mine.votes, mine.score_sum, mine.served, mine.rated) == (6, 18, 1, 1)
    assert cast.officer2.person_id not in figures
    assert (
        session().scalars(select(VoteTally.excluded).where(VoteTally.officer_id == cast.officer.person_id)).one() == 1
    )


def test_nothing_leads_from_a_settled_quarter_to_its_visits(cast, before):
    old_visit, live_id = before
    assert session().get(Visit, old_visit).rated_at is None
    (vote,) = session().scalars(select(Vote))
    assert vote.id.version == 4
    assert (vote.score, vote.held_by, vote.client_key) == (2, "guest", client_key(cast.office_id, live_id))


def test_words_and_their_appeals_follow_under_new_ids(cast, before):
    (comment,) = released_comments(cast.office_id, cast.officer.person_id)
    assert (comment.text, comment.appeal.reason, comment.id.version) == ("AC panas", "Tentang ruangan", 4)
    waiting = session().scalars(select(Comment).where(Comment.released_on.is_(None))).all()
    assert [(row.text, row.officer_id, row.vote_id) for row in waiting] == [
        ("Ramah", cast.officer2.person_id, None)
    ] * 2
    assert session().scalars(select(Appeal.comment_id)).one() == comment.id


def test_going_back_keeps_every_vote(cast, before):
    session().commit()
    downgrade(revision="0017")
    with db.engine.connect() as connection:
        votes = Table("votes", MetaData(), autoload_with=connection)
        scores = sorted(connection.scalars(select(votes.c.score)))
    upgrade()
    assert scores == [1, 2, 2, 3, 3, 3, 4, 4, 4]
