"""Sisihan: what an admin may decide of it."""

from enum import StrEnum


class Decision(StrEnum):
    """What became of an item that was set aside."""

    TAKEN = "taken"  # by itself: what stood in its way is gone
    ACCEPTED = "accepted"
    DISCARDED = "discarded"
