"""How long what belongs together waits for each other: a vote for its visit, a code for its votes."""

from datetime import timedelta

from pstku.core.vault import blind_index

WAITS_FOR = timedelta(days=14)  # as long as something may lie in an outbox
KEPT_FOR = timedelta(days=21)  # a past code, after its visit ended: the days to vote, and those in an outbox
CLOCKS_DIFFER = timedelta(minutes=5)  # a visit and its vote are dated by two tablets


def code_hash(office_id: int, code: str) -> str:
    """The stored form of a visit code: it finds its visit and is no use without the key."""
    return blind_index(office_id, f"code:{code}")
