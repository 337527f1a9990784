"""Calon unggulan: the leader and everyone the numbers cannot tell from them, in the agreed order."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from pstku.core.numbers import round_half_up
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

    @property
    def fours_percent(self) -> Decimal:
        """The same in percent as it is shown and compared: what looks equal is equal, and the next rule decides."""
        return round_half_up(100 * self.fours_lower, 1)


@dataclass(frozen=True, slots=True)
class Closeness:
    """How far a contender and another, mostly the leader, lie apart and how far they may, in points of 25 to 100."""

    officer_id: int
    gap: float
    limit: float

    @property
    def is_close(self) -> bool:
        return self.gap <= self.limit + 1e-12


def between(one: Contender, other: Contender) -> Closeness:
    """How far two contenders lie apart, whoever is ahead; named by the second of them."""
    gap = 25 * float(abs(one.score.value - other.score.value))
    return Closeness(other.officer_id, gap, 25 * sqrt(one.score.error**2 + other.score.error**2))


def leader_of(contenders: Sequence[Contender]) -> Contender | None:
    """The highest score; of equal ones the one with more votes."""
    return max(contenders, key=lambda c: (c.score.value, c.score.n, -c.officer_id), default=None)


def closeness(contenders: Sequence[Contender]) -> list[Closeness]:
    """Every contender beside the leader; the leader first."""
    leader = leader_of(contenders)
    if leader is None:
        return []
    compared = [between(leader, contender) for contender in contenders]
    return sorted(compared, key=lambda c: (c.officer_id != leader.officer_id, c.gap, c.officer_id))


def shortlist(contenders: Sequence[Contender]) -> list[Contender]:
    """Those close to the leader: by share of 4s (lower bound), first service within the standard, n, no recent win."""
    close = {item.officer_id for item in closeness(contenders) if item.is_close}
    return sorted((c for c in contenders if c.officer_id in close), key=_order)


def _order(contender: Contender) -> tuple[Decimal, Fraction, int, bool, int]:
    within = contender.within_standard if contender.within_standard is not None else Fraction(0)
    return -contender.fours_percent, -within, -contender.score.n, contender.won_lately, contender.officer_id
