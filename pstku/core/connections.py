"""How connections to the database are opened, and when they are of no use any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

from pstku.core import db as database
from pstku.core.db import JOB_WAIT, begin_sqlite, configure_sqlite, db, sqlite_driver

MODE = "rw"  # of SQLite files; never rwc, as a lost database is not answered with a new one
# Seconds and milliseconds after which a server that has vanished without a word is given up.
POSTGRES = {"connect_timeout": 2, "tcp_user_timeout": 4000, "keepalives_idle": 5, "keepalives_interval": 2}


def connect_database(app: Flask, *, is_served: bool) -> None:
    """Bind `db` to the address in the application's configuration, with the settings its engine needs.

    A worker (`is_served`) waits for little; a job may take its time.
    """
    is_sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    options = {"module": sqlite_driver()} if is_sqlite else {"pool_pre_ping": True, "connect_args": POSTGRES}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options | {"hide_parameters": True})
    db.init_app(app)
    with app.app_context():
        _listen_to_sqlite(db.engine, is_served) if is_sqlite else _listen_to_postgres(db.engine, is_served)


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


def _listen_to_sqlite(engine: Engine, is_served: bool) -> None:
    """No connection makes a new file, and none is used once the file is another one or gone."""
    file = Path(engine.url.database or "")

    def connect(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> Any:
        return sqlite_driver().connect(f"file:{quote(str(file))}?mode={MODE}", uri=True, **options)

    def prepare(connection: Any, record: Any) -> None:
        configure_sqlite(connection, wait=database.REQUEST_WAIT if is_served else JOB_WAIT)
        record.info["file"] = _identity(file)

    def check(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != _identity(file):
            raise DisconnectionError("the database file was replaced")

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "checkout", check)
    event.listen(engine, "begin", begin_sqlite)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _listen_to_postgres(engine: Engine, is_served: bool) -> None:
    """Limits of a worker, per connection; behind a pooler, where a connection is everybody's, per transaction.

    A pooler that hands connections on after each transaction also mixes up prepared statements: psycopg 3.3 was seen to
    get another statement's rows, without an error.
    """
    wait, longest = (database.REQUEST_WAIT, database.REQUEST_STATEMENT) if is_served else (0, 0)

    def limits(is_local: bool) -> str:
        local = str(is_local).lower()
        return f"SELECT set_config('lock_timeout', '{wait}', {local}), set_config('statement_timeout', '{longest}', {local})"

    def prepare(connection: Any, record: Any) -> None:
        connection.autocommit = True
        server = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
        record.info["pooled"] = server != connection.info.backend_pid  # a pooler answers for a server of its own
        if record.info["pooled"]:
            connection.prepare_threshold = None
        else:
            connection.execute(limits(is_local=False))
        connection.autocommit = False

    def begin(connection: Connection) -> None:
        if connection.info.get("pooled"):
            connection.exec_driver_sql(limits(is_local=True))

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)


def forget_connections() -> None:
    """After an outage: whatever is open may be read-only, cut off, or of a file that is gone. The next act opens anew."""
    db.session.rollback()
    db.session.remove()
    db.engine.dispose()
