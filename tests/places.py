"""Faults of the place where a database is stored, done for real to a test's database and undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from pstku.core import connections
from pstku.core.connections import forget_connections
from pstku.core.db import db
from tests.conftest import run_on_server


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _file() -> Path:
    return Path(db.engine.url.database)


def _throw_out() -> None:
    """End every connection to the test's PostgreSQL database."""
    name = db.engine.url.database
    run_on_server(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def _alter(setting: str) -> None:
    run_on_server(f"ALTER DATABASE {db.engine.url.database} {setting}")


@contextmanager
def gone() -> Iterator[None]:
    """The file is not there; the server takes no connection."""
    if is_sqlite():
        file = _file()
        aside = file.rename(file.with_suffix(".aside"))
        yield
        assert not file.exists(), "nobody made a new one"
        aside.rename(file)
        return
    _alter("WITH ALLOW_CONNECTIONS false")
    _throw_out()
    yield
    _alter("WITH ALLOW_CONNECTIONS true")


@contextmanager
def read_only() -> Iterator[None]:
    """Everything can be read and nothing written."""
    if is_sqlite():  # whoever runs the tests as root writes whatever the mode of a file says
        connections.MODE = "ro"
        forget_connections()
        yield
        connections.MODE = "rw"
        return
    _alter("SET default_transaction_read_only = on")
    _throw_out()
    yield
    _alter("RESET default_transaction_read_only")
    _throw_out()


@contextmanager
def full() -> Iterator[None]:
    """Not one page more than there are (SQLite; for PostgreSQL a disk would have to be filled).

    SQLite keeps the limit with the connection: the next request gets this one, and none of those that rest.
    """
    forget_connections()
    with db.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    yield
    forget_connections()


@contextmanager
def behind() -> Iterator[None]:
    """A table the program knows is not there."""
    _rename("desks", "desks_of_before")
    yield
    _rename("desks_of_before", "desks")


def _rename(old: str, new: str) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
