"""What pages ask SQLite for is put to PostgreSQL too, once for each statement, without running it.

A page's test meets SQLite only (tests/engines.py). Each statement that a request sends there is kept as SQLAlchemy has
it. When a worker has run all its tests, they are compiled for PostgreSQL and given to the server to prepare: it reads
names, types, grouping and order as it would before running them. The workers share what was asked already. What depends
on rows (a division by zero, the order of equal ones) only a test on both engines shows.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from flask import has_request_context
from psycopg import Connection
from psycopg import Error as PostgresError
from psycopg.errors import IndeterminateDatatype
from sqlalchemy import Engine, Executable, create_engine, event
from sqlalchemy.dialects.sqlite.dml import Insert as SqliteInsert

_VALUE = re.compile(r"%\((\w+)\)s")
_LIST = re.compile(r"__\[POSTCOMPILE_(\w+)[^\]]*\]")  # one value stands for all of it
RUN = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")  # no savepoint and no PRAGMA
# What only SQLite is asked, because the other engine has words of its own for it: tables that a removal makes and drops, the
# index of words, the database's clock. The tests of their operations run on both engines.
SQLITES_OWN = ("doomed_", "search_pages", "strftime")
Asked = tuple[Executable, list[str] | None]  # a statement, and the columns it names where it writes


class Meeting:
    """What requests of this process have sent to SQLite."""

    def __init__(self) -> None:
        self.asked: dict[str, Asked] = {}  # by its SQL

    def hear(self, connection: Any, _cursor: Any, sql: str, _values: Any, context: Any, _many: bool) -> None:
        """Called before each statement; of one past SQLAlchemy's compiler (no `context`) the operations' tests know."""
        if context is None or sql in self.asked or connection.dialect.name != "sqlite" or not has_request_context():
            return
        if context.compiled is not None and sql.startswith(RUN) and not any(own in sql for own in SQLITES_OWN):
            self.asked[sql] = (context.compiled.statement, list(context.compiled.column_keys or ()) or None)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear of every engine's statements."""
        event.listen(Engine, "before_cursor_execute", self.hear)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self.hear)

    def put_to(self, server: Connection, known: set[str]) -> list[str]:
        """What PostgreSQL refuses, with its words; `known` holds marks of what was asked before, and gets those of now."""
        faults = []
        for sql, asked in self.asked.items():
            mark = sha256(sql.encode()).hexdigest()[:16]
            if mark not in known and (fault := refusal(server, asked)):
                faults.append(fault)
            known.add(mark)
        return faults


def refusal(server: Connection, asked: Asked) -> str | None:
    """Why PostgreSQL cannot run a statement, and its SQL; None when it can.

    An INSERT of SQLite's own (ON CONFLICT) has a twin of the server's own, which only a test on both engines meets.
    """
    statement, columns = asked
    if isinstance(statement, SqliteInsert):
        return None
    compiled = str(statement.compile(dialect=_dialect, column_keys=columns))
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${names.setdefault(found[1], len(names) + 1)}"

    numbered = _VALUE.sub(number, _LIST.sub(number, compiled)).replace("%%", "%")
    try:
        server.execute(f"PREPARE meeting AS {numbered}", prepare=False)
        server.execute("DEALLOCATE meeting", prepare=False)
    except IndeterminateDatatype:
        return None  # the driver tells a value's type when it sends it
    except PostgresError as error:
        return f"{str(error).splitlines()[0]}\n    {numbered}"
    return None


_dialect = create_engine("postgresql+psycopg://").dialect
