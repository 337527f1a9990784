"""A worker never waits long for the database, and says so in a way that may be tried again."""

import pytest
from sqlalchemy import text

from pstku.app import create_app
from pstku.core import db as database
from pstku.core.db import db
from pstku.core.outage import is_outage
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


def test_another_writer_makes_a_503_that_may_be_tried_again(worker):
    browser = PageClient(worker)
    with db.engine.connect() as other:
        is_sqlite = other.dialect.name == "sqlite"
        if is_sqlite:
            other.execution_options(sqlite_begin="IMMEDIATE").execute(text("SELECT 1"))
        else:
            other.execute(text("LOCK TABLE attempts IN ACCESS EXCLUSIVE MODE"))
        answer = browser.post_form("/masuk", ENTRY)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
        assert "masih ada di halaman ini" not in answer.page.get_text(), "a password is on no page"
        assert "Isian Anda belum tersimpan" in answer.page.get_text()
        other.rollback()
    assert browser.post_form("/masuk", ENTRY).status_code == 303


def test_a_page_that_cannot_be_drawn_is_told_in_a_sentence(worker, monkeypatch):
    browser = PageClient(worker)

    def broken(*_arguments):
        raise ValueError("Rahmawati")

    monkeypatch.setattr("pstku.http.access.configuration", broken)
    answer = browser.get("/", check=False)
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    assert "Ada gangguan" in answer.page.h1.get_text() and "Rahmawati" not in answer.text


def test_a_job_may_take_its_time(app):
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA busy_timeout")).scalar() == database.JOB_WAIT
    else:
        with db.engine.connect() as connection:
            assert connection.execute(text("SHOW statement_timeout")).scalar() == "0"


def test_what_would_fail_again_is_not_called_busy():
    assert not is_outage(ValueError("database is locked"))
