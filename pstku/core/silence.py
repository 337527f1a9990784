"""A connection to PostgreSQL that gives up a server which says nothing, as one whose disk hangs does.

Over a network `tcp_user_timeout` notices it; over a socket of the same machine nothing does, and the server's own limit for
a statement cannot help when the server itself stands still.
"""

from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout

SLACK = 2.0  # seconds beyond the server's own limit, which speaks first wherever it can


class Connection(psycopg.Connection[Any]):
    """`longest`: seconds to wait for an answer; None waits for ever, as a job may."""

    longest: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Raise OperationalError, and close the connection, when no answer comes in time."""
        try:
            return super().wait(gen, interval, timeout or self.longest)
        except _WaitTimeout as error:
            self.pgconn.finish()  # whatever it would still say belongs to nobody
            raise psycopg.OperationalError("the server does not answer") from error
