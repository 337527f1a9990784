"""Shuffling stored votes, every night, and taking what was deleted out of the files."""

from sqlalchemy import Table, text

from pstku.core.batches import After, nobody_waits
from pstku.core.db import db, session
from pstku.core.shuffling import shuffle_rows
from pstku.ratings.models import Comment, Vote

TABLES: tuple[Table, ...] = (Vote.__table__, Comment.__table__)  # type: ignore[assignment]  # referred to, then referring
VACUUMED = ("votes", "comments", "visits", "appeals", "vote_tallies", "item_tallies", "month_tallies")


def shuffle_votes(after: After = nobody_waits) -> int:
    """Rewrite every vote and comment in random order; returns how many rows."""
    return shuffle_rows(TABLES, after)


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
