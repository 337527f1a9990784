"""Every night answers and used links are written anew: neither their order nor a transaction joins them."""

from sqlalchemy import Table

from pstku.core.batches import After, nobody_waits
from pstku.core.shuffling import shuffle_rows
from pstku.skm.models import SkmAnswer, SkmUsedLink

TABLES: tuple[Table, ...] = (SkmAnswer.__table__, SkmUsedLink.__table__)  # type: ignore[assignment]


def shuffle_answers(after: After = nobody_waits) -> int:
    """Rewrite every answer and every used link in random order; returns how many rows."""
    return shuffle_rows(TABLES, after)
