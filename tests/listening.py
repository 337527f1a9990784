"""What a piece of code says to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from pstku.core.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that the application runs inside the block; the list fills while it runs."""
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
