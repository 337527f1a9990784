"""A worker never waits long for the database, and says so in a way that may be tried again."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from pstku.app import create_app
from pstku.core import db as database
from pstku.core import patience as patience_of
from pstku.core import shared
from pstku.core.db import db
from pstku.core.outage import is_outage
from pstku.core.patience import patience
from pstku.http import errors
from tests.conftest import config_for
from tests.page import PageClient
from tests.people import PASSWORD

ENTRY = {"username": "employee", "password": PASSWORD}


@pytest.fixture
def worker(database_url, tmp_path, monkeypatch):
    """The application as a worker runs it, with a wait that a test can afford."""
    monkeypatch.setattr(database, "REQUEST_WAIT", 50)
    app = create_app(config_for(database_url, tmp_path), with_commands=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def held() -> Iterator[None]:
    """Another writer is at it, for as long as the block lasts."""
    with db.engine.connect() as other:
        if other.dialect.name == "sqlite":
            other.execution_options(sqlite_begin="IMMEDIATE").execute(text("SELECT 1"))
        else:
            other.execute(text("LOCK TABLE attempts IN ACCESS EXCLUSIVE MODE"))
        yield
        other.rollback()


@pytest.mark.both_engines
def test_another_writer_makes_a_503_that_may_be_tried_again(worker):
    browser = PageClient(worker)
    with held():
        answer = browser.post_form("/masuk", ENTRY)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
        assert "masih ada di halaman ini" not in answer.page.get_text(), "a password is on no page"
        assert "Isian Anda belum tersimpan" in answer.page.get_text()
    assert browser.post_form("/masuk", ENTRY).status_code == 303


@pytest.mark.both_engines
def test_after_one_long_wait_in_vain_nobody_else_waits_so_long(worker, monkeypatch):
    monkeypatch.setattr(shared, "seconds_since", lambda _which: 100.0)
    assert patience(2000) == 2000
    monkeypatch.undo()
    monkeypatch.setattr(patience_of, "SHORT", 7)
    noted = []
    monkeypatch.setattr(errors, "waited_in_vain", lambda: noted.append(1) or shared.note_moment(shared.LOCK_HELD))
    browser = PageClient(worker)
    with held():
        assert browser.post_form("/masuk", ENTRY).status_code == 503 and noted
        assert wait_of_a_writer() == "7"
    assert browser.post_form("/masuk", ENTRY).status_code == 303


def wait_of_a_writer() -> str:
    """What the next transaction waits for a lock, in milliseconds."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return str(connection.execute(text("PRAGMA busy_timeout")).scalar())
        return connection.execute(text("SHOW lock_timeout")).scalar().removesuffix("ms")


def test_a_page_that_cannot_be_drawn_is_told_in_a_sentence(worker, monkeypatch):
    browser = PageClient(worker)

    def broken(*_arguments):
        raise ValueError("Rahmawati")

    monkeypatch.setattr("pstku.http.access.configuration", broken)
    answer = browser.get("/", check=False)
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    assert "Ada gangguan" in answer.page.select_one("h1").get_text() and "Rahmawati" not in answer.text


@pytest.mark.both_engines
def test_a_job_may_take_its_time(app):
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA busy_timeout")).scalar() == database.JOB_WAIT
    else:
        with db.engine.connect() as connection:
            assert connection.execute(text("SHOW statement_timeout")).scalar() == "0"


def test_what_would_fail_again_is_not_called_busy():
    assert not is_outage(ValueError("database is locked"))
