"""The officer's score: votes pulled towards the office's mean by ten imaginary average guests.

Source: the office's own rule; in a simulated office of 8 officers the raw mean crowned somebody with fewer than ten votes in
more than half of the quarters. S = (T_g + n_e·mean_h + m·μ0)/(n_g + n_e + m) with n_e = min(n_h, ⌊0,2·n_g⌋): of the n_h
votes by links that an employee held, a fifth of the n_g votes that guests held weighs at most, at their mean.
SE = s/√(n_g + n_e + m), 80 % range S ± 1,2816·SE cut to [1, 4].
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from pstku.core.numbers import format_number

LOWEST, HIGHEST = 1, 4
RANGE_Z = 1.2816  # two-sided 80 %
WILSON_Z = 1.645
NEUTRAL_MEAN = Fraction(3)
ENOUGH_FOR_HISTORY, ENOUGH_FOR_NOW = 30, 10
LEAST_DEVIATION, DEVIATION_OF_FEW = 0.35, 0.60
VOTES_FOR_DECIMALS = 100
HELD_PER_GUEST = 5  # one vote by an employee's link for every five that guests held


@dataclass(frozen=True, slots=True)
class Score:
    """A score on the scale of votes (1 to 4) with its standard error and 80 % range."""

    n: int
    value: Fraction
    error: float
    low: float
    high: float

    @property
    def shown(self) -> Fraction:
        """On the scale 25 to 100."""
        return 25 * self.value

    @property
    def decimals(self) -> int:
        """How many decimals this many votes bear out."""
        return score_decimals(self.n)


@dataclass(frozen=True, slots=True)
class Tally:
    """n votes, their sum and the sum of their squares."""

    n: int
    total: int
    squares: int = 0


@dataclass(frozen=True, slots=True)
class OfficeScore:
    """The plain mean of all counted votes of an award line: `n` votes with the sum `total`."""

    n: int
    total: int

    @property
    def shown(self) -> Fraction:
        """On the scale 25 to 100."""
        return Fraction(25 * self.total, self.n)

    @property
    def words(self) -> str:
        """92, and 92,44 from 100 votes."""
        return format_score(self.shown, self.n)


def prior_mean(history: Tally, current: Tally) -> Fraction:
    """μ0: the four closed quarters before (from 30 votes), else this quarter pooled (from 10), else 3,00."""
    if history.n >= ENOUGH_FOR_HISTORY:
        return Fraction(history.total, history.n)
    if current.n >= ENOUGH_FOR_NOW:
        return Fraction(current.total, current.n)
    return NEUTRAL_MEAN


def pooled_deviation(officers: Iterable[Tally]) -> float:
    """s: how far votes of one officer lie apart, over all officers; never under 0,35, and 0,60 under 30 votes."""
    tallies = [tally for tally in officers if tally.n]
    if sum(tally.n for tally in tallies) < ENOUGH_FOR_HISTORY:
        return DEVIATION_OF_FEW
    spread = sum((Fraction(tally.squares) - Fraction(tally.total**2, tally.n) for tally in tallies), Fraction(0))
    freedom = sum(tally.n - 1 for tally in tallies)
    return max(LEAST_DEVIATION, sqrt(spread / freedom)) if freedom else DEVIATION_OF_FEW


def officer_score(
    n: int,
    total: int,
    *,
    mean: Fraction,
    prior_votes: int,
    deviation: float,
    held_votes: int = 0,
    held_sum: int = 0,
) -> Score:
    """The score of n votes with sum `total` that guests held; mean is μ0, prior_votes is m, deviation is s.

    `held_votes` with sum `held_sum` came by links an employee held: none is dropped by choice, all weigh alike.
    """
    entering = held_weight(n, held_votes)
    held = Fraction(entering * held_sum, held_votes) if entering else Fraction(0)
    weight = n + entering + prior_votes
    value = (total + held + prior_votes * mean) / Fraction(weight)
    error = deviation / sqrt(weight)
    low = max(LOWEST, float(value) - RANGE_Z * error)
    high = min(HIGHEST, float(value) + RANGE_Z * error)
    return Score(n, value, error, low, high)


def score_decimals(n: int) -> int:
    """94, not 94,32, below 100 votes."""
    return 2 if n >= VOTES_FOR_DECIMALS else 0


def format_score(value: Fraction | float, n: int) -> str:
    """A score or an edge of its range on the scale 25 to 100, with the decimals that `n` votes bear out."""
    return format_number(value, score_decimals(n))


def held_weight(n: int, held_votes: int) -> int:
    """How many votes by links an employee held enter beside n votes that guests held."""
    return min(held_votes, n // HELD_PER_GUEST)


def wilson_lower(successes: int, n: int, z: float = WILSON_Z) -> float:
    """The least share of successes that the evidence bears out; 0 without evidence or without a success."""
    if successes == 0:
        return 0.0  # the formula leaves a rounding error, now above zero and now below
    share = successes / n
    centre = share + z * z / (2 * n)
    margin = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (centre - margin) / (1 + z * z / n)
