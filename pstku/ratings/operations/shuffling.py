"""Order is a memory: where a row lies in its file, and which transaction wrote it, tell when it came.

So every night all votes and comments are written anew in one transaction of their own, in an order drawn by chance.
SQLite keeps the order of insertion inside its pages, PostgreSQL in `ctid` and `xmin`; afterwards both know one night only.
"""

from secrets import SystemRandom
from typing import Any

from sqlalchemy import Table, delete, insert, select, text

from pstku.core.db import atomic, db, session
from pstku.ratings.models import Comment, Vote

TABLES: tuple[Table, ...] = (Vote.__table__, Comment.__table__)  # type: ignore[assignment]  # referred to, then referring
AT_ONCE = 500
VACUUMED = ("votes", "comments", "visits", "appeals", "vote_tallies", "item_tallies", "month_tallies")


def shuffle_votes() -> int:
    """Write every vote and comment anew, in an order nobody knows; returns how many rows.

    In a transaction of its own, so that no other row shares its number.
    """
    if session().info.get("atomic"):
        raise RuntimeError("the rewriting needs a transaction of its own")
    with atomic() as s:
        is_postgresql = s.get_bind().dialect.name == "postgresql"
        s.execute(text("SET CONSTRAINTS ALL DEFERRED" if is_postgresql else "PRAGMA defer_foreign_keys = ON"))
        rows = {table: _shuffled(table) for table in TABLES}
        for table in reversed(TABLES):
            s.execute(delete(table))
        for table, values in rows.items():
            for start in range(0, len(values), AT_ONCE):
                s.execute(insert(table), values[start : start + AT_ONCE])
        if is_postgresql:
            s.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
            for table in TABLES:
                s.execute(text(f"CLUSTER {table.name} USING pk_{table.name}"))
        s.expire_all()
    return sum(map(len, rows.values()))


def _shuffled(table: Table) -> list[dict[str, Any]]:
    rows = [dict(row) for row in session().execute(select(table)).mappings()]
    SystemRandom().shuffle(rows)
    return rows


def wipe_storage() -> None:
    """Take what was deleted out of the files: the write-ahead log and old index parts, or PostgreSQL's dead rows."""
    session().commit()
    session().close()
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            outside = connection.execution_options(isolation_level="AUTOCOMMIT")
            for name in VACUUMED:
                outside.execute(text(f"VACUUM {name}"))
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("INSERT INTO search_pages (search_pages) VALUES ('optimize')")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
