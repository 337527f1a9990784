"""The session of a request or job, and the one connection that all of an act goes over.

An act takes its connection itself, so that statements which need no ORM do not wake the session. The session joins it
as soon as it is asked for something, and never takes a second one: on SQLite two would lock each other out.
"""

from typing import Any, NamedTuple

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Dialect, Engine

from pstku.core import resting

ACT = "act"  # in a connection's info: the transaction that begins now is an act, and how long it may wait for its lock


class Way(NamedTuple):
    """From a statement to the driver, looked up once for all that go over one connection."""

    link: Connection
    dialect: Dialect
    execute: Any  # the driver's own
    listeners: Any  # the engine's; to its statements listens whoever counts them


class OneConnectionSession(FlaskSession):
    """SQLAlchemy's session, over the connection that is held if one is; it is let go of with its transaction."""

    held: Connection | None = None
    is_in_act = False
    database = ""  # its name, once somebody has asked for it
    _way: Way | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.seen: dict[Any, Any] = {}  # what needs to be read once only, until an act begins or the reading ends

    def way(self) -> Way:
        """How a statement past the ORM gets to the driver: over the act's connection, or what is read from outside one."""
        if self._way is not None and self.is_in_act and not self.in_nested_transaction():
            return self._way
        link = self.for_reading()
        return self._way if self._way is not None and link is self.held else _way_of(link)

    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:
        """What statements go over; tells SQLAlchemy to join the held connection's transaction."""
        return self.held or super().get_bind(*args, **options)

    def for_reading(self) -> Connection:
        """What a statement outside an act goes over: the session's transaction, else one of a connection that is held."""
        if self.in_transaction():
            return self.connection()
        link = self.hold()
        if not link.in_transaction() and link.dialect.name != "sqlite":  # which reads a statement by itself for less
            link.begin()
        return link

    def end_reading(self) -> None:
        """End what was read so far; a held connection is kept for the act that begins now."""
        self.seen.clear()
        if self.in_transaction():
            super().commit()
        if self.held is not None:
            self.held.commit()

    def begin_act(self, left: int | None) -> None:
        """Begin a transaction of the held connection; the session joins it when it is needed.

        `left`: milliseconds to wait for SQLite's lock, for which the act has stood in line; None where there is no line.
        """
        self.is_in_act = True
        link = self.hold()
        if left is not None:
            link.info[ACT] = left
        link.begin()

    def end_act(self) -> None:
        """Commit the act: what the session still has to write, and all the rest. Raises what the commit raises."""
        if self.in_transaction():
            super().commit()
        if self.held is not None:
            self.held.commit()

    def leave_act(self) -> None:
        """Let go of everything; an act that was not ended is taken back."""
        self.is_in_act = False
        try:
            if self.in_transaction():
                super().rollback()
        finally:
            self._let_go()

    def commit(self) -> None:
        super().commit()
        if not self.is_in_act:
            self._let_go()

    def rollback(self) -> None:
        super().rollback()
        if not self.is_in_act:
            self._let_go()

    def close(self) -> None:
        """End it; one that the ORM never used, as behind most acts of a tablet, has nothing to undo."""
        try:
            if self.in_transaction() or any(True for _ in self):
                super().close()
        finally:
            self._let_go()

    def hold(self) -> Connection:
        """The connection that all goes over until it is let go of."""
        if self.held is None:
            self.held = resting.take(self._db.engine)
            self._way = _way_of(self.held)
        return self.held

    def _let_go(self) -> None:
        held, self.held, self._way = self.held, None, None
        self.seen.clear()
        if held is not None:
            resting.give_back(held)


def _way_of(link: Connection) -> Way:
    driver: Any = link.connection.driver_connection
    return Way(link, link.dialect, driver.execute, link.engine.dispatch)
