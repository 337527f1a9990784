"""PostgreSQL stands still without a word, on the same machine, where no network notices it: nobody waits for it long."""

import mmap
import os
import signal
import socket
import threading
import time
from contextlib import contextmanager, suppress

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from pstku.app import create_app
from pstku.core import probe, shared, silence
from pstku.core.db import REQUEST_STATEMENT, db
from pstku.core.outage import is_away
from tests.conftest import POSTGRES, config_for
from tests.page import PageClient

pytestmark = [
    pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL"),
    pytest.mark.parametrize("engine", ["postgresql"], indirect=True),
]
NO_TIME = 0.1  # seconds


@pytest.fixture
def worker(database_url, tmp_path, monkeypatch):
    """The application as a worker runs it, with a memory of its own for what it notes."""
    monkeypatch.setattr(shared, "_memory", mmap.mmap(-1, shared.SIZE))
    app = create_app(config_for(database_url, tmp_path), with_commands=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def stopped(connection):
    """The process that serves this connection, alone."""
    backend = connection.scalar(text("SELECT pg_backend_pid()"))
    os.kill(backend, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(backend, signal.SIGCONT)


def test_an_answer_that_never_comes_is_given_up(worker, monkeypatch):
    monkeypatch.setattr(silence, "LOOK", NO_TIME)
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert REQUEST_STATEMENT / 1000 < driver.longest < 20, "the server's own limit speaks first"
        driver.longest = NO_TIME
        with stopped(connection), pytest.raises(OperationalError) as given_up:
            connection.execute(text("SELECT 1"))
    assert is_away(given_up.value) and driver.closed
    assert PageClient(worker).get("/masuk").status_code == 200, "others are served: the server greets them"


@pytest.mark.both_engines
def test_a_server_that_greets_nobody_is_given_up_long_before_that(worker, monkeypatch):
    monkeypatch.setattr(silence, "LOOK", NO_TIME)

    def greet_nobody(*_where, **_settings):
        raise psycopg.errors.ConnectionTimeout("connection timeout expired")

    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        monkeypatch.setattr(driver, "longest", 3600.0)
        with stopped(connection), monkeypatch.context() as patch:
            patch.setattr(silence.Connection, "connect", greet_nobody)
            with pytest.raises(OperationalError) as given_up:
                connection.execute(text("SELECT 1"))
    assert is_away(given_up.value) and driver.closed


@pytest.mark.both_engines
def test_a_server_that_works_long_gives_its_answer(worker, monkeypatch):
    monkeypatch.setattr(silence, "LOOK", NO_TIME)
    with db.engine.connect() as connection:
        told = connection.execute(text("SELECT n, pg_sleep(0.2) FROM generate_series(1, 3) AS n")).scalars().all()
        assert told == [1, 2, 3]
        assert connection.scalar(text("SELECT 4")) == 4


@pytest.mark.both_engines
def test_the_limit_of_the_server_itself_is_heard_after_a_look(worker, monkeypatch):
    monkeypatch.setattr(silence, "LOOK", NO_TIME)
    with db.engine.connect() as connection:
        connection.execute(text("SET LOCAL statement_timeout = '300ms'"))
        with pytest.raises(OperationalError, match="statement timeout"):
            connection.execute(text("SELECT pg_sleep(60)"))
        connection.rollback()
        assert connection.scalar(text("SELECT 5")) == 5


@pytest.mark.both_engines
def test_a_connection_that_rested_must_greet_and_then_nobody_tries_for_a_while(worker, monkeypatch):
    monkeypatch.setattr(silence, "GREETING", NO_TIME)
    browser, tries = PageClient(worker), []
    assert browser.get("/masuk").status_code == 200
    db.session.remove()
    with db.engine.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
    connect = silence.Connection.connect
    os.kill(backend, signal.SIGSTOP)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(
                silence.Connection, "connect", lambda *where, **how: tries.append(1) or connect(*where, **how)
            )
            assert [browser.get("/masuk").status_code for _ in range(3)] == [503, 503, 503] and not tries
    finally:
        os.kill(backend, signal.SIGCONT)
    monkeypatch.setattr(silence, "REMEMBERED", 0.0)
    assert browser.get("/masuk").status_code == 200


@pytest.mark.both_engines
def test_a_job_tries_whatever_others_met(database_url):
    shared.note_moment(shared.SILENCE)
    try:
        at = database_url.replace("postgresql+psycopg", "postgresql")
        silence.Connection.open(None, at).close()
        with pytest.raises(psycopg.OperationalError, match="has just given no answer"):
            silence.Connection.open(17.0, at)
    finally:
        shared._memory[: shared.MOMENTS] = b"\0" * shared.MOMENTS


def test_a_server_that_lives_but_writes_nothing_any_more_is_given_up_after_a_look(worker, monkeypatch):
    monkeypatch.setattr(silence, "LOOK", NO_TIME)
    monkeypatch.setattr(silence, "GREETING", 2 * NO_TIME)
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        monkeypatch.setattr(silence, "AN_ACT", "SELECT pg_sleep(60)")
        monkeypatch.setattr(driver, "longest", 3600.0)
        with pytest.raises(OperationalError) as given_up:
            connection.execute(text("SELECT pg_sleep(60)"))
    assert is_away(given_up.value) and driver.closed


@pytest.mark.both_engines
def test_what_a_look_asks_for_is_written_to_the_disk(worker):
    with db.engine.connect() as connection:
        before = connection.scalar(text("SELECT pg_current_wal_insert_lsn()"))
        connection.commit()
        connection.execute(text(silence.AN_ACT))
        connection.commit()
        assert connection.scalar(text("SELECT pg_current_wal_insert_lsn() > :before"), {"before": before})


@contextmanager
def only_greeting(database_url, folder):
    """The address of the same database behind somebody who lets a client sign in and then passes nothing on."""
    address = make_url(database_url)
    place = folder / ".s.PGSQL.5432"
    host = address.query.get("host") or address.host

    def serve():
        with suppress(OSError):
            while True:
                client, _ = door.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(f"{host}/.s.PGSQL.{address.port or 5432}")
                kept.extend((client, server))
                server.sendall(client.recv(8192))
                threading.Thread(target=pass_on, args=(server, client), daemon=True).start()

    def pass_on(server, client):
        with suppress(OSError):
            while words := server.recv(8192):
                client.sendall(words)

    kept = []
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(place))
        door.listen()
        threading.Thread(target=serve, daemon=True).start()
        yield address.update_query_dict({"host": str(folder)}).render_as_string(hide_password=False)
        for each in kept:
            each.shutdown(socket.SHUT_RDWR)
            each.close()


def test_a_server_that_greets_and_then_answers_no_statement_is_found_within_the_time_of_a_greeting(
    database_url, tmp_path, monkeypatch
):
    monkeypatch.setattr(shared, "_memory", mmap.mmap(-1, shared.SIZE))
    with only_greeting(database_url, tmp_path) as address:
        began = time.monotonic()
        assert probe.faults(address, tmp_path) == [probe.AWAY]
        assert time.monotonic() - began < probe.LONGEST / 1000 + silence.SLACK + 1
        assert shared.seconds_since(shared.SILENCE) < 1, "and every worker knows"
        app = create_app(config_for(address, tmp_path), with_commands=False)
        assert app.test_client().get("/masuk").status_code == 503
