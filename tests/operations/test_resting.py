"""A thread's connection rests between its requests on SQLite; what could be wrong with it never reaches the next one."""

import os
import shutil
from threading import Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from pstku.core import resting
from pstku.core.db import atomic, db, session, sqlite_driver
from pstku.core.statements import Prepared
from pstku.offices.models import Office

READ = Prepared(select(Office.name))


@pytest.fixture
def on_sqlite(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("on PostgreSQL the pool asks each connection whether it still lives, so none rests")
    db.session.remove()


def _driver():
    return session().hold().connection.driver_connection


def _over_what():
    """The driver's connection that one request goes over."""
    READ.rows({})
    found = _driver()
    db.session.remove()
    return found


def test_the_next_request_goes_over_the_same_connection_on_sqlite_and_asks_the_pool_on_postgres(app):
    db.session.remove()
    _over_what()
    assert db.engine.pool.checkedout() == (1 if db.engine.dialect.name == "sqlite" else 0)
    with atomic():
        READ.rows({})
    assert session().held is None


def test_it_is_the_same_one_until_the_pool_is_emptied(on_sqlite):
    first = _over_what()
    assert _over_what() is first
    db.engine.dispose()
    with pytest.raises(first.ProgrammingError, match="closed"):
        first.execute("SELECT 1")
    assert _over_what() is not first


def test_a_replaced_file_is_read_by_a_new_connection(on_sqlite, tmp_path):
    first = _over_what()
    file = db.engine.url.database
    first.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(file, tmp_path / "restored")
    (tmp_path / "restored").rename(file)
    assert _over_what() is not first


def test_options_and_open_transactions_never_rest(on_sqlite):
    session().connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    db.session.remove()
    assert resting._thread.link is None
    with pytest.raises(OperationalError), atomic() as s:
        s.execute(text("UPDATE offices SET nothing = 1"))
    assert not _driver().in_transaction
    _driver().execute("BEGIN")
    db.session.remove()
    assert resting._thread.link is None and not _driver().in_transaction


def test_an_act_that_finds_the_disk_full_when_it_ends_leaves_nothing_to_the_next(on_sqlite, monkeypatch):
    def full(driver):
        driver.rollback()  # as SQLite does by itself
        raise sqlite_driver().OperationalError("database or disk is full")

    with monkeypatch.context() as patch, pytest.raises(OperationalError), atomic():
        READ.rows({})
        patch.setattr(db.engine.dialect, "do_commit", full)
    assert session().scalar(select(Office.name))
    db.session.remove()
    with atomic():
        READ.rows({})


def test_the_begin_of_an_act_is_not_that_of_the_next_reading(on_sqlite):
    with atomic() as s:
        s.execute(text("UPDATE offices SET name = name"))
    with db.engine.connect() as other:
        session().scalar(select(Office.name))  # a deferred transaction keeps no writer out
        other.execute(text("UPDATE offices SET name = name"))
        other.rollback()


def test_a_thread_that_ends_leaves_its_connection_to_the_pool(app, on_sqlite):
    def read():
        with app.app_context():
            _over_what()

    for _ in range(2 * db.engine.pool.size()):
        thread = Thread(target=read)
        thread.start()
        thread.join()
    assert db.engine.pool.checkedout() == 0


def test_a_forked_process_does_not_share_it(on_sqlite):
    first = _over_what()
    child = os.fork()
    if not child:
        os._exit(0 if resting._thread.link is None and _over_what() is not first else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert _over_what() is first
