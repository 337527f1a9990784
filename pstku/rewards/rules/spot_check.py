"""Uji petik: which visits are called back, and how likely that finds an invented one. Pure."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from math import comb
from uuid import UUID

from pstku.core.text import N_

VISITS_DRAWN = 8
DOSES = (1, 4, 8)  # so many invented visits the printed chances are about


class SpotOutcome(StrEnum):
    """What a guest said when asked, or why nobody could ask."""

    CONFIRMED = "confirmed"
    DENIED = "denied"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"


CONFIRMED, DENIED, NO_ANSWER, UNREACHABLE = SpotOutcome

OUTCOMES = {
    CONFIRMED: N_("Membenarkan"),
    DENIED: N_("Menyangkal"),
    NO_ANSWER: N_("Tidak menjawab"),
    UNREACHABLE: N_("Kontak tidak dapat dihubungi"),
}


def seed_of(snapshot_hash: str, nonce: str) -> str:
    """What the draw hangs on: the frozen evidence, and a word typed after it was frozen. 64 hex characters."""
    return hashlib.sha256(f"{snapshot_hash}\n{nonce}".encode()).hexdigest()


def drawn(seed: str, visits: Iterable[UUID], count: int = VISITS_DRAWN) -> list[UUID]:
    """At most `count` of these visits, in an order that nobody can know before the seed and everybody can repeat."""
    return sorted(visits, key=lambda visit: hashlib.sha256(f"{seed}\n{visit}".encode()).hexdigest())[:count]


def chance_found(pool: int, invented: int, asked: int) -> Fraction:
    """P = 1 - C(n-f, k)/C(n, k): that at least one of `invented` visits is among `asked` drawn from `pool`."""
    if asked > pool or invented > pool:
        raise ValueError("more than there are")
    return 1 - Fraction(comb(pool - invented, asked), comb(pool, asked))
