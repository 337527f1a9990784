"""Merging a pack into an office: rows the office never edited follow the pack, those it wrote or edited stay."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from pstku.library.models import GlossaryTerm, Region, SynonymGroup
from pstku.library.rules.checksums import checksum

Row = GlossaryTerm | SynonymGroup | Region


class Settled(Enum):
    """What became of a row that a pack brings again."""

    SAME = "same"  # also: edited here, and the pack has nothing new to say
    FOLLOWED = "followed"
    KEPT = "kept"


def settle(row: Row, columns: Mapping[str, Any], pack_key: str) -> Settled:
    """Update a row the office has from the pack, unless the office edited it."""
    stamp = checksum(columns)
    is_same = checksum({name: getattr(row, name) for name in columns}) == stamp
    if not is_same and is_edited(row, columns):
        return Settled.SAME if row.pack_checksum == stamp else Settled.KEPT
    row.pack_checksum = stamp
    if is_same:
        row.pack_key = row.pack_key or pack_key  # taking one's own export back makes nobody else's rows its own
        return Settled.SAME
    for name, value in columns.items():
        setattr(row, name, value)
    row.pack_key = pack_key
    return Settled.FOLLOWED


def is_edited(row: Row, names: Mapping[str, Any]) -> bool:
    """Has the office edited the row since a pack brought it? A row with an empty checksum counts as not edited."""
    return row.pack_checksum not in ("", checksum({name: getattr(row, name) for name in names}))
