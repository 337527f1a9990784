"""The guard that what pages ask SQLite for is put to PostgreSQL: what it hears of, and what it sees."""

import pytest
from sqlalchemy import func, insert, literal_column, select, text, update
from sqlalchemy.dialects import sqlite

from pstku.core.db import db, session
from pstku.guestbook.models import Guest, QueueCounter, Visit
from tests.meeting import Meeting, refusal
from tests.server import POSTGRES, connection_to

pytestmark = pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL")

PASSED = {
    "a list": select(Visit.id).where(Visit.state.in_(["done", "open"])).order_by(Visit.day).limit(3),
    "an object": select(Visit).where(Visit.office_id == 1),
    "a sum by day": select(Visit.day, func.sum(Visit.party_size)).group_by(Visit.day),
    "a change": update(Visit).where(Visit.office_id == 1).values(state="done"),
    "a row": insert(QueueCounter),
    "a percent sign": select(Guest.id).where(Guest.name.like("%Ani%")),
    "SQLite's own INSERT": sqlite.insert(QueueCounter).on_conflict_do_nothing(),
}
REFUSED = {
    "a function of SQLite's": select(func.strftime("%Y", Visit.created_at)),
    "a sum of booleans": select(func.sum(Visit.needs_help)),
    "a column outside its group": select(Visit.day, Visit.letter).group_by(Visit.day),
    "an order outside what is told apart": select(Visit.day).distinct().order_by(Visit.number),
    "text where a number is": select(Visit.id).where(Visit.number == literal_column("'A'")),
    "words of SQLite's": text("SELECT name FROM sqlite_master"),
}


@pytest.fixture
def server(put_back):
    return connection_to(put_back.name)


@pytest.mark.parametrize("what", PASSED)
def test_what_postgres_can_run_passes(server, what):
    assert refusal(server, (PASSED[what], None)) is None


@pytest.mark.parametrize("what", REFUSED)
def test_what_postgres_cannot_run_is_told_with_its_sql(server, what):
    words = refusal(server, (REFUSED[what], None))
    assert words and "\n" in words
    assert refusal(server, (PASSED["a list"], None)) is None  # the connection goes on


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_only_requests_are_heard_and_each_statement_once(app, cast):
    meeting = Meeting()
    with meeting.listening():
        session().execute(PASSED["a sum by day"])
        assert meeting.asked == {}
        with app.test_request_context():
            for _ in range(2):
                session().execute(PASSED["an object"])
            session().execute(PASSED["a sum by day"])
            db.session.remove()
    assert [sql.split()[0] for sql in meeting.asked] == ["SELECT", "SELECT"]


def test_each_is_asked_once_and_the_refused_are_named(server):
    meeting, known = Meeting(), set()
    meeting.asked = {"good": (PASSED["an object"], None), "bad": (REFUSED["a sum of booleans"], None)}
    (fault,) = meeting.put_to(server, known)
    assert "sum(boolean)" in fault and len(known) == 2
    assert meeting.put_to(server, known) == []
