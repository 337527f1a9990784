"""What PostgreSQL's own processes spend on somebody's connections; needs a server on this machine."""

from pathlib import Path

import psycopg

WANTED = "SELECT pid FROM pg_stat_activity WHERE datname LIKE %s AND backend_type = 'client backend'"


class Backends:
    """The processes behind the connections to databases of these names."""

    def __init__(self, address: str, names: str) -> None:
        """`address`: of any database of the server, as SQLAlchemy writes it; `names`: a pattern of LIKE."""
        before, _, options = address.replace("postgresql+psycopg", "postgresql").partition("?")
        self.connection = psycopg.connect(f"{before.rpartition('/')[0]}/postgres?{options}", autocommit=True)
        self.names = names

    def seconds(self) -> float:
        """CPU seconds of these processes so far."""
        pids = [row[0] for row in self.connection.execute(WANTED, (self.names,))]
        return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids) / 1e9
