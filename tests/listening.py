"""What a piece of code says to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from pstku.core.db import db


@contextmanager
def each_statement(note: Callable[[str, object], None]) -> Iterator[None]:
    """Inside the block `note` is called with the SQL and the values of whatever the application runs."""

    def hear(_connection, _cursor, statement: str, values: object, *_rest) -> None:
        note(statement, values)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that the application runs inside the block; the list fills while it runs."""
    seen: list[str] = []
    with each_statement(lambda statement, _values: seen.append(statement)):
        yield seen
