"""Shuffling stored votes: a row's place in its file and the transaction that wrote it reveal when it came.

So every night all votes and comments are written anew in an order drawn by chance, some at a time: of one transaction
are rows that chance brought together. SQLite keeps the order of insertion inside its pages, PostgreSQL in `ctid` and
`xmin`; afterwards both know one night only.
"""

from collections.abc import Sequence
from secrets import SystemRandom
from typing import Any

from sqlalchemy import Table, delete, insert, select, text

from pstku.core.batches import After, nobody_waits, slices
from pstku.core.db import atomic, db, session
from pstku.ratings.models import Comment, Vote

TABLES: tuple[Table, ...] = (Vote.__table__, Comment.__table__)  # type: ignore[assignment]  # referred to, then referring
VACUUMED = ("votes", "comments", "visits", "appeals", "vote_tallies", "item_tallies", "month_tallies")


def shuffle_votes(after: After = nobody_waits) -> int:
    """Rewrite every vote and comment in random order; returns how many rows.

    In transactions of their own, so that no other row shares their number. What was broken off is begun again the
    next night: by then every row is written anew.
    """
    if session().is_in_act:
        raise RuntimeError("the rewriting needs a transaction of its own")
    count = 0
    for table in TABLES:
        keys = list(session().scalars(select(table.c.id)))
        SystemRandom().shuffle(keys)
        for some in slices(keys):
            count += _rewrite(table, some)
            after(len(some))
    if session().get_bind().dialect.name == "postgresql":
        for table in TABLES:
            with atomic() as s:
                s.execute(text(f"CLUSTER {table.name} USING pk_{table.name}"))
    session().expire_all()
    return count


def _rewrite(table: Table, keys: Sequence[Any]) -> int:
    """Take these rows away and put them back, in the order of `keys`; one that has gone meanwhile stays gone."""
    with atomic() as s:
        is_postgresql = s.get_bind().dialect.name == "postgresql"
        s.execute(text("SET CONSTRAINTS ALL DEFERRED" if is_postgresql else "PRAGMA defer_foreign_keys = ON"))
        mine = table.c.id.in_(keys)
        found = {row["id"]: dict(row) for row in s.execute(select(table).where(mine).with_for_update()).mappings()}
        rows = [found[key] for key in keys if key in found]
        s.execute(delete(table).where(mine))
        if rows:
            s.execute(insert(table), rows)
    return len(rows)


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
