"""Is a share higher than colleagues' shares explain? Exact, for the small numbers of a quarter.

Fisher's exact test, one-sided, over strata: within a stratum the number of marked visits that fall to one officer is
hypergeometric once the totals are given; over strata the distributions are convolved. Beside it stands a beta-binomial,
because honest officers differ among each other too. Source: `docs/decisions/` on the signals of an award.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, exp, lgamma

# Two honest officers of one office differ by 10 points where the share is one half; the same likeness of two visits of one
# officer (an intraclass correlation of 0,10²/0,25) is meant at every other share. History may say more, never less.
LEAST_LIKENESS, MOST_LIKENESS = 0.04, 0.50


@dataclass(frozen=True, slots=True)
class Stratum:
    """Marked of all visits: of one officer, and of those the officer is compared with, in one kind of service."""

    marked: int
    visits: int
    other_marked: int
    other_visits: int


@dataclass(frozen=True, slots=True)
class Share:
    """What the strata together say of one officer: counts, what colleagues' shares make expected, and both p."""

    marked: int
    visits: int
    expected: Fraction  # marked visits, were the officer like the others
    fisher: Fraction
    beta_binomial: float

    @property
    def p(self) -> float:
        """The larger of the two: a signal must survive both explanations, chance and honest difference."""
        return max(float(self.fisher), self.beta_binomial)

    @property
    def points_above(self) -> Fraction:
        """Percentage points above expectation."""
        return 100 * (self.marked - self.expected) / self.visits


def compare(strata: Iterable[Stratum], likeness: float) -> Share | None:
    """The officer against the others over all strata where both have visits; None where they share none."""
    both = [item for item in strata if item.visits and item.other_visits]
    if not both:
        return None
    marked, visits = sum(item.marked for item in both), sum(item.visits for item in both)
    expected = sum((Fraction(item.visits * item.other_marked, item.other_visits) for item in both), Fraction(0))
    # Half a marked visit and half an unmarked one are added to the others: never seen is not impossible.
    usual = sum(item.visits * (item.other_marked + 0.5) / (item.other_visits + 1) for item in both) / visits
    return Share(marked, visits, expected, fisher_upper(both), beta_binomial_upper(marked, visits, usual, likeness))


def fisher_upper(strata: Sequence[Stratum]) -> Fraction:
    """P(as many marked visits or more fall to the officer), given every stratum's totals; exact."""
    ways, total = [1], 1
    for item in strata:
        marked, everything = item.marked + item.other_marked, item.visits + item.other_visits
        here = [comb(marked, x) * comb(everything - marked, item.visits - x) for x in range(item.visits + 1)]
        ways, total = _convolved(ways, here), total * comb(everything, item.visits)
    return Fraction(sum(ways[sum(item.marked for item in strata) :]), total)


def _convolved(left: Sequence[int], right: Sequence[int]) -> list[int]:
    found = [0] * (len(left) + len(right) - 1)
    for place, many in enumerate(left):
        if many:
            for step, few in enumerate(right):
                found[place + step] += many * few
    return found


def beta_binomial_upper(marked: int, visits: int, share: float, likeness: float) -> float:
    """P(as many marked visits or more) when the officer's own share is drawn around `share` (0 to 1, neither end)."""
    spread = 1 / likeness - 1
    a, b = share * spread, (1 - share) * spread
    whole = _log_beta(a, b)
    tail = (exp(_log_comb(visits, x) + _log_beta(x + a, visits - x + b) - whole) for x in range(marked, visits + 1))
    return min(1.0, sum(tail)) if marked else 1.0


def likeness_of(strata: Iterable[Sequence[tuple[int, int]]]) -> float:
    """How alike visits of one officer are, from (marked, visits) per officer and quarter in every stratum.

    The moment estimate of a beta-binomial's intraclass correlation, pooled over strata, within the two limits above.
    """
    excess, room = 0.0, 0.0
    for units in strata:
        seen = [(k, n) for k, n in units if n]
        everything, marked = sum(n for _, n in seen), sum(k for k, _ in seen)
        if len(seen) < 2 or not 0 < marked < everything:
            continue
        share, freedom = marked / everything, len(seen) - 1
        spread = sum(n * (k / n - share) ** 2 for k, n in seen) / (share * (1 - share))
        excess += spread - freedom
        room += everything - sum(n * n for _, n in seen) / everything - freedom
    return min(MOST_LIKENESS, max(LEAST_LIKENESS, excess / room)) if room > 0 else LEAST_LIKENESS


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
