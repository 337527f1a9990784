"""Shuffling stored rows: a row's place in its file and the transaction that wrote it reveal when it came.

So rows that must not be traced are written anew in an order drawn by chance, some at a time: of one transaction are rows
that chance brought together. SQLite keeps the order of insertion inside its pages, PostgreSQL in `ctid` and `xmin`;
afterwards both know the rewriting only.
"""

from collections.abc import Sequence
from secrets import SystemRandom
from typing import Any

from sqlalchemy import Table, delete, insert, select, text

from pstku.core.batches import After, nobody_waits, slices
from pstku.core.db import atomic, session


def shuffle_rows(tables: Sequence[Table], after: After = nobody_waits) -> int:
    """Rewrite every row of these tables, referred to before referring, in random order; returns how many rows.

    In transactions of their own, so that no other row shares their number. What was broken off is begun again the
    next time: by then every row is written anew. Each table has a key of one column.
    """
    if session().is_in_act:
        raise RuntimeError("the rewriting needs a transaction of its own")
    count = 0
    for table in tables:
        keys = list(session().scalars(select(*table.primary_key)))
        SystemRandom().shuffle(keys)
        for some in slices(keys):
            count += _rewrite(table, some)
            after(len(some))
    if session().get_bind().dialect.name == "postgresql":
        for table in tables:
            with atomic() as s:
                s.execute(text(f"CLUSTER {table.name} USING pk_{table.name}"))
    session().expire_all()
    return count


def _rewrite(table: Table, keys: Sequence[Any]) -> int:
    """Take these rows away and put them back, in the order of `keys`; one that has gone meanwhile stays gone."""
    (key_column,) = table.primary_key
    with atomic() as s:
        is_postgresql = s.get_bind().dialect.name == "postgresql"
        s.execute(text("SET CONSTRAINTS ALL DEFERRED" if is_postgresql else "PRAGMA defer_foreign_keys = ON"))
        mine = key_column.in_(keys)
        held = select(table).where(mine).with_for_update()
        found = {row[key_column.name]: dict(row) for row in s.execute(held).mappings()}
        rows = [found[key] for key in keys if key in found]
        s.execute(delete(table).where(mine))
        if rows:
            s.execute(insert(table), rows)
    return len(rows)
