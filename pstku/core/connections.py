"""How connections to the database are opened, and when they are thrown away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

from pstku.core import db as database
from pstku.core import resting
from pstku.core.db import begin_sqlite, configure_sqlite, db, queue_writers, sqlite_driver
from pstku.core.one_connection import ACT
from pstku.core.patience import patience
from pstku.core.resting import IS_CURRENT
from pstku.core.write_queue import Line

MODE = "rw"  # of SQLite files; never rwc, as a lost database is not answered with a new one
# Seconds and milliseconds after which a server that has vanished without a word is given up.
POSTGRES = {"connect_timeout": 2, "tcp_user_timeout": 4000, "keepalives_idle": 5, "keepalives_interval": 2}


def connect_database(app: Flask, *, is_served: bool) -> None:
    """Bind `db` to the address in the application's configuration, with the settings its engine needs.

    A worker (`is_served`) waits for little; a job may take its time.
    """
    options = options_for(app.config["SQLALCHEMY_DATABASE_URI"])
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options | {"hide_parameters": True})
    db.init_app(app)
    with app.app_context():
        if is_served:
            listen(db.engine, wait=database.REQUEST_WAIT, longest=database.REQUEST_STATEMENT)
        else:
            listen(db.engine, wait=database.JOB_WAIT, longest=0)


@contextmanager
def database_at(url: str, data: Path) -> Iterator[None]:
    """Work on another database than the application's for a while, with a data folder of its own: a copy, a restore."""
    app = Flask("pstku.copy")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, DATA=data)
    connect_database(app, is_served=False)
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def options_for(url: str) -> dict[str, Any]:
    """What `create_engine` needs to know for an address."""
    if url.startswith("sqlite"):
        return {"module": sqlite_driver()}
    return {"pool_pre_ping": True, "connect_args": POSTGRES}


def listen(engine: Engine, *, wait: int, longest: int) -> None:
    """Set each connection up; `wait` and `longest` are milliseconds for a lock and (PostgreSQL) one statement, 0 for ever."""
    if engine.dialect.name == "sqlite":
        _listen_to_sqlite(engine, wait, is_patient=not longest)
    else:
        _listen_to_postgres(engine, wait if longest else 0, longest)


def _listen_to_sqlite(engine: Engine, wait: int, is_patient: bool) -> None:
    """A connection never creates the file, and is dropped once the file was replaced or deleted."""
    file = Path(engine.url.database or "")
    queue_writers(engine, Line(file.parent, wait, is_patient))

    def connect(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> Any:
        return sqlite_driver().connect(f"file:{quote(str(file))}?mode={MODE}", uri=True, **options)

    def prepare(connection: Any, record: Any) -> None:
        configure_sqlite(connection, wait=wait)
        opened, pool = _identity(file), engine.pool
        record.info |= {"wait": wait, IS_CURRENT: lambda: pool is engine.pool and opened == _identity(file)}

    def check(_connection: Any, record: Any, _proxy: Any) -> None:
        if not record.info[IS_CURRENT]():
            raise DisconnectionError("the database file was replaced")

    def begin(connection: Connection) -> None:
        info = connection.info
        left = info.get(ACT, wait)  # of an act that has stood in line
        _wait_at_most(connection, info, max(0, min(patience(wait), left)))
        begin_sqlite(connection)

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "checkout", check)
    event.listen(engine, "begin", begin_sqlite if is_patient else begin)
    event.listen(engine, "engine_disposed", lambda _engine: resting.forget())


def _wait_at_most(connection: Connection, info: Any, milliseconds: int) -> None:
    if info.get("wait") != milliseconds:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={milliseconds}")
        info["wait"] = milliseconds


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file)  # noqa: PTH116  (every act asks, and Path.stat takes twice as long)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _listen_to_postgres(engine: Engine, wait: int, longest: int) -> None:
    """Limits of a worker, per connection; behind a pooler, where a connection is everybody's, per transaction.

    No statement is compiled to machine code (`jit`): that takes 50 ms or more, and ours take a few.

    A pooler that hands connections on after each transaction also mixes up prepared statements: psycopg 3.3 was seen to
    get another statement's rows, without an error.
    """

    def limits(lock: int, is_local: bool) -> str:
        local = str(is_local).lower()
        values = {"lock_timeout": lock, "statement_timeout": longest, "jit": "off"}
        return "SELECT " + ", ".join(f"set_config('{name}', '{value}', {local})" for name, value in values.items())

    def connect(_dialect: object, _record: object, where: list[Any], settings: dict[str, Any]) -> Any:
        from pstku.core import silence  # here: SQLite needs no driver of PostgreSQL

        return silence.Connection.open(longest / 1000 + silence.SLACK if longest else None, *where, **settings)

    def prepare(connection: Any, record: Any) -> None:
        connection.autocommit = True
        server = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
        record.info["pooled"] = server != connection.info.backend_pid  # a pooler answers for a server of its own
        if record.info["pooled"]:
            connection.prepare_threshold = None
        else:
            connection.execute(limits(wait, is_local=False))
        connection.autocommit = False

    def rest(connection: Any, _record: Any) -> None:
        if connection is not None:
            connection.is_resting = True

    def use(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.is_resting = False

    def begin(connection: Connection) -> None:
        now = patience(wait)
        if connection.info.get("pooled") or now != wait:
            connection.exec_driver_sql(limits(now, is_local=True))

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "checkin", rest)
    event.listen(engine, "checkout", use)  # after the pool has greeted it
    event.listen(engine, "begin", begin)


def forget_connections() -> None:
    """After an outage: whatever is open may be read-only, cut off, or of a file that is gone. The next act opens anew."""
    db.session.rollback()
    db.session.remove()
    db.engine.dispose()
