"""A connection to PostgreSQL that gives up a server which says nothing, as one whose disk hangs does.

Over a network `tcp_user_timeout` notices it; over a socket of the same machine nothing does, and the server's own limit for
a statement cannot help when the server itself stands still, nor for a COMMIT, which it does not limit. So a worker asks, in
two ways: a connection that rested or was just opened has to answer soon before it is used, and whoever waits long for an
answer looks whether the server still ends an act for anybody.
"""

from collections.abc import Callable, Generator
from typing import Any

import psycopg
from psycopg.waiting import Ready

from pstku.core import shared

GREETING = 2.0  # seconds for a connection that rested to answer
LOOK = 2.5  # seconds of silence, longer than a lock is waited for, after which one looks whether the server lives
AN_ACT = "SELECT pg_logical_emit_message(true, 'pstku', '')"  # no table, and a COMMIT that waits for the disk
SLACK = 0.5  # seconds beyond the server's own limit, which speaks first wherever it can
REMEMBERED = 2.0  # seconds in which nobody tries a server that has just given somebody no answer


class Connection(psycopg.Connection[Any]):
    """`longest`: seconds to wait for an answer; None waits for ever, as a job may."""

    longest: float | None = None
    is_resting = True  # just opened, or in a pool; it is greeted before it is used
    reopen: Callable[[], "Connection"]  # another one like this

    @classmethod
    def open(cls, longest: float | None, *where: Any, **settings: Any) -> "Connection":
        """A connection of a worker, or of a job where `longest` is None.

        A worker does not try a server that has just given another one no answer: else each would wait for it in turn.
        """
        if longest is not None and _was_silent():
            raise psycopg.OperationalError("the server has just given no answer")
        try:
            connection = cls.connect(*where, **settings)
        except psycopg.errors.ConnectionTimeout:
            shared.note_moment(shared.SILENCE)
            raise
        connection.longest, connection.reopen = longest, lambda: cls.open(longest, *where, **settings)
        return connection

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Raise OperationalError, and close the connection, when no answer comes in time.

        psycopg names what it raises then in private only: it is a kind of its own, without a code of the server.
        """
        if timeout is not None or self.longest is None:
            return super().wait(gen, interval, timeout)
        patience = min(self.longest, GREETING if self.is_resting else LOOK)
        try:
            return super().wait(gen, interval, patience)
        except psycopg.OperationalError as error:
            if not self._is_silence(error):
                raise
            if self.is_resting:
                shared.note_moment(shared.SILENCE)
            if self.is_resting or patience == self.longest or self._is_server_silent():
                self._give_up(error)
        return self._wait_on(gen, interval, self.longest - patience)

    def _wait_on(self, gen: Any, interval: float, left: float) -> Any:
        """The server lives and works at it."""
        try:
            return super().wait(_resumed(gen), interval, max(left, 0.0))
        except psycopg.OperationalError as error:
            if self._is_silence(error):
                self._give_up(error)
            raise

    def _is_silence(self, error: psycopg.OperationalError) -> bool:
        is_own_kind = type(error) is not psycopg.OperationalError and error.sqlstate is None
        return is_own_kind and not (self.broken or self.closed)

    def _is_server_silent(self) -> bool:
        """Does it give a newcomer no answer either? A refusal is one; that of a pooler in front of it is none."""
        try:
            with self.reopen() as newcomer:
                newcomer.execute(AN_ACT)
        except psycopg.OperationalError:
            return _was_silent()
        return False

    def _give_up(self, error: psycopg.OperationalError) -> None:
        self.pgconn.finish()  # whatever it would still say belongs to nobody
        raise psycopg.OperationalError("the server does not answer") from error


def _was_silent() -> bool:
    return shared.seconds_since(shared.SILENCE) < REMEMBERED


def _resumed(gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
    """psycopg's own generator from where it stood: at the next thing it waits for, with nothing to tell it."""
    try:
        waits = gen.send(Ready.NONE)
        while True:
            waits = gen.send((yield waits))
    except StopIteration as end:
        return end.value
