"""Behind a pooler that hands a connection on after every transaction, each caller gets its own rows and limits."""

import os

import pytest
from sqlalchemy import text

from pstku.app import create_app
from pstku.core.db import atomic, db
from tests.conftest import POSTGRES, config_for
from tests.operations.test_atomic import in_threads
from tests.soak.pooler import POOLER, pooled

pytestmark = [
    pytest.mark.skipif(not (POSTGRES and POOLER), reason="no PostgreSQL or no pgbouncer"),
    pytest.mark.parametrize("engine", ["postgresql"], indirect=True),
]


@pytest.fixture
def pooled_url(database_url):
    with pooled(database_url, connections=2) as url:
        yield url


@pytest.fixture
def worker(pooled_url, tmp_path):
    app = create_app(config_for(pooled_url, tmp_path), with_commands=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_statements_with_commits_give_each_caller_its_own_rows(worker):
    wrong = []

    def ask():
        mine = os.urandom(4).hex()
        for number in range(60):
            for kind in range(8):  # more than five times each: from then on psycopg would prepare it
                with atomic() as s:
                    found = s.execute(text(f"SELECT :told AS told_{kind}"), {"told": f"{mine} {number} {kind}"}).one()
                if found._asdict() != {f"told_{kind}": f"{mine} {number} {kind}"}:
                    wrong.append(found)

    assert in_threads(worker, ask) == []
    assert wrong == []


def limits() -> tuple[str, str]:
    with atomic() as s:
        return s.scalar(text("SHOW lock_timeout")), s.scalar(text("SHOW statement_timeout"))


def test_limits_are_those_of_who_asks_and_are_left_to_nobody(worker, pooled_url, tmp_path):
    assert limits() == ("2s", "15s")
    job = create_app(config_for(pooled_url, tmp_path))
    with job.app_context():
        assert limits() == ("0", "0")
        db.session.remove()
        db.engine.dispose()
    assert limits() == ("2s", "15s")
