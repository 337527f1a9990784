"""One connection of an engine's own driver, set as the product sets its own, for the SQL that is written by hand."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import psycopg
from pysqlite3 import dbapi2

SQLITE = "sqlite:///"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=2000", "foreign_keys=ON", "trusted_schema=OFF",
           "secure_delete=ON", f"journal_size_limit={64 * 1024 * 1024}")  # fmt: skip


class SqliteLink:
    """A SQLite file. Placeholders are question marks."""

    def __init__(self, file: str) -> None:
        self.connection = dbapi2.connect(file, isolation_level=None)
        for pragma in PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}")
        self.run = self.connection.execute

    def begin(self) -> None:
        self.run("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.run("COMMIT")

    def rollback(self) -> None:
        self.run("ROLLBACK")

    def close(self) -> None:
        self.connection.close()

    @staticmethod
    def moment(at: datetime | None) -> Any:
        """An instant as the column holds it."""
        return at.replace(tzinfo=None).isoformat(" ", "microseconds") if at else None

    @staticmethod
    def instant(stored: Any) -> datetime | None:
        """The instant a column holds."""
        return datetime.fromisoformat(f"{stored}+00:00") if stored else None

    @staticmethod
    def json(stored: Any) -> Any:
        """What a JSON column holds."""
        return json.loads(stored)


class PostgresLink:
    """A PostgreSQL database. psycopg sends text without a type, so the server reads ids, days and JSON from it."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)

    def run(self, statement: str, values: Sequence[Any] = ()) -> Any:
        return self.connection.execute(_with_percents(statement), values or None)

    def begin(self) -> None:
        self.run("BEGIN")

    def commit(self) -> None:
        self.run("COMMIT")

    def rollback(self) -> None:
        self.run("ROLLBACK")

    def close(self) -> None:
        self.connection.close()

    @staticmethod
    def moment(at: datetime | None) -> Any:
        return at

    @staticmethod
    def instant(stored: Any) -> datetime | None:
        return stored

    @staticmethod
    def json(stored: Any) -> Any:
        return stored


Link = SqliteLink | PostgresLink


def link(url: str) -> Link:
    """A connection to the database of one of our addresses."""
    if url.startswith(SQLITE):
        return SqliteLink(url.removeprefix(SQLITE))
    return PostgresLink(url.replace("postgresql+psycopg", "postgresql"))


@cache
def _with_percents(statement: str) -> str:
    return statement.replace("?", "%s")
