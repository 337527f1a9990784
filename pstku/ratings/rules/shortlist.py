"""Calon unggulan: the leader and everyone the numbers cannot tell from them, in the agreed order."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from pstku.ratings.rules.score import Score, wilson_lower


@dataclass(frozen=True, slots=True)
class Contender:
    """An eligible officer as the comparison sees them."""

    officer_id: int
    score: Score
    fours: int
    within_standard: Fraction | None
    won_lately: bool  # in one of the last two quarters

    @property
    def fours_lower(self) -> float:
        """Sangat puas: at least this share."""
        return wilson_lower(self.fours, self.score.n)


@dataclass(frozen=True, slots=True)
class Closeness:
    """How far a contender is behind the leader and how far one may be, in points of the scale 25 to 100."""

    officer_id: int
    gap: float
    limit: float

    @property
    def is_close(self) -> bool:
        return self.gap <= self.limit + 1e-12


def closeness(contenders: Sequence[Contender]) -> list[Closeness]:
    """Every contender beside the leader; the leader first."""
    if not contenders:
        return []
    leader = max(contenders, key=lambda c: (c.score.value, c.score.n, -c.officer_id))
    compared = [
        Closeness(
            c.officer_id,
            25 * float(leader.score.value - c.score.value),
            25 * sqrt(leader.score.error**2 + c.score.error**2),
        )
        for c in contenders
    ]
    return sorted(compared, key=lambda c: (c.officer_id != leader.officer_id, c.gap, c.officer_id))


def shortlist(contenders: Sequence[Contender]) -> list[Contender]:
    """Those close to the leader: by share of 4s (lower bound), first service within the standard, n, no recent win."""
    close = {item.officer_id for item in closeness(contenders) if item.is_close}
    return sorted((c for c in contenders if c.officer_id in close), key=_order)


def _order(contender: Contender) -> tuple[float, Fraction, int, bool, int]:
    within = contender.within_standard if contender.within_standard is not None else Fraction(0)
    return -contender.fours_lower, -within, -contender.score.n, contender.won_lately, contender.officer_id
