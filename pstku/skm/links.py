"""Links to the form: one visit has the right to one answer, and the link says nothing of the visit.

A link carries a keyed hash of round and visit (`mark`). Whoever holds the key could tell that a visit's link was used,
never which answer came of it; the server looks for no visit when the link is opened.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pstku.core.keys import keyed_hash, keys
from pstku.core.text import N_
from pstku.core.tokens import hash_token, sign, verify
from pstku.skm.rules.rounds import Way

PURPOSE = "skm"
MARK_BYTES = 16
WAYS = tuple(Way)
INVITATION = N_("Mohon isi juga survei layanan kami, satu menit dan tanpa nama: %(address)s")

SKD_INVITATION = N_("Mohon isi juga Survei Kebutuhan Data di formulir resmi BPS: %(address)s")


@dataclass(frozen=True, slots=True)
class Link:
    """The right to fill in one form of a round."""

    round_id: int
    service_id: int
    way: Way
    mark: str  # as it is kept once the link was used


def link_token(round_id: int, visit_id: UUID, service_id: int, way: Way, expires_at: datetime) -> str:
    """The token in `/n/skm/<token>`; the same visit has the same right, whichever way it goes."""
    secret = f"skm-mark:{round_id}".encode() + b"\0" + visit_id.bytes
    mark = keyed_hash(keys().tokens, secret)[:MARK_BYTES]
    payload = round_id.to_bytes(5, "big") + service_id.to_bytes(5, "big") + bytes([WAYS.index(way)]) + mark
    return sign(PURPOSE, payload, expires_at)


def read_link(token: str) -> Link | None:
    """The link of a genuine token whose round has not ended."""
    payload = verify(PURPOSE, token)
    if payload is None:
        return None
    round_id, service_id = int.from_bytes(payload[:5], "big"), int.from_bytes(payload[5:10], "big")
    return Link(round_id, service_id, WAYS[payload[10]], hash_token(payload[11:].hex()))
