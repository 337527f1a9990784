"""Is a share higher than colleagues' shares explain? Exact, for the small numbers of a quarter.

Fisher's exact test, one-sided, over strata: within a stratum the number of marked visits that fall to one officer is
hypergeometric once the totals are given; over strata the distributions are convolved. Beside it stands a beta-binomial,
because honest officers differ among each other too. Source: `docs/decisions/` on the signals of an award.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import accumulate
from math import comb, exp, lgamma, prod
from operator import add

# Two honest officers of one office differ by 10 points where the share is one half; the same likeness of two visits of one
# officer (an intraclass correlation of 0,10²/0,25) is meant at every other share. History may say more, never less.
LEAST_LIKENESS, MOST_LIKENESS = 0.04, 0.50
PLACES = (128, 256, 512, 1_024, 1_536)  # the last are enough for the smallest float


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
    fisher: float
    beta_binomial: float

    @property
    def p(self) -> float:
        """The larger of the two: a signal must survive both explanations, chance and honest difference."""
        return max(self.fisher, self.beta_binomial)

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


def fisher_upper(strata: Sequence[Stratum]) -> float:
    """P(as many marked visits or more fall to the officer), given every stratum's totals: the float nearest to it.

    Computed in whole numbers of so many binary places, with a bound of what rounding took, and again with more places
    until both ends of the bound are the same float: what an exact sum gives, in a time that hardly grows with the visits.
    """
    observed = sum(item.marked for item in strata)
    for places in PLACES:
        low, high = (float(end) for end in _bounds(strata, observed, places))
        if low == high:
            return low
    return float(_exact(strata, observed))


def _bounds(strata: Sequence[Stratum], observed: int, places: int) -> tuple[Fraction, Fraction]:
    """P(`observed` or more) lies between these two.

    Every way to `observed` or more is one of all ways. What rounding took from the former it therefore took from all as
    well: both raised by all that can be missing bound P from above, all ways alone raised so bound it from below.
    """
    chances = [_chances(item, places) for item in strata]
    sums = [sum(each) for _, each in chances]
    all_ways, at_most = prod(sums), prod(map(add, sums, ((item.visits + 1) ** 2 for item in strata)))
    found = _ways([each for _, each in chances], observed - sum(first for first, _ in chances))
    return Fraction(found, at_most), Fraction(found + at_most - all_ways, at_most)


def _chances(item: Stratum, places: int) -> tuple[int, list[int]]:
    """The chance of every number of marked visits that matters, the likeliest being 2 ** `places`; and the first number.

    Away from the likeliest each follows from its neighbour by a ratio below one, rounded down. So none is too large, and
    none of at most `visits` + 1 is too small by more than one for each step. Left out are those that round to nothing.
    """
    marked, everything = item.marked + item.other_marked, item.visits + item.other_visits
    # C(marked, x) · C(everything - marked, visits - x); x + spare unmarked ones are not chosen
    spare = everything - marked - item.visits
    least, most = max(0, -spare), min(marked, item.visits)
    likeliest = (marked + 1) * (item.visits + 1) // (everything + 2)
    up = [1 << places]
    for x in range(likeliest, most):
        up.append(up[-1] * (marked - x) * (item.visits - x) // ((x + 1) * (spare + x + 1)))
        if not up[-1]:
            break
    down = [1 << places]
    for x in range(likeliest, least, -1):
        down.append(down[-1] * x * (spare + x) // ((marked - x + 1) * (item.visits - x + 1)))
        if not down[-1]:
            break
    return likeliest - len(down) + 1, down[:0:-1] + up


def _exact(strata: Sequence[Stratum], observed: int) -> Fraction:
    """P(`observed` or more) as a fraction: for one half-way between two floats, which no bound decides."""
    chances, total = [], 1
    for item in strata:
        marked, everything = item.marked + item.other_marked, item.visits + item.other_visits
        chances.append([comb(marked, x) * comb(everything - marked, item.visits - x) for x in range(item.visits + 1)])
        total *= comb(everything, item.visits)
    return Fraction(_ways(chances, observed), total)


def _ways(chances: Iterable[Sequence[int]], least: int) -> int:
    """In how many ways do places of these lists, one of each, add up to `least` or more?"""
    *smaller, longest = sorted(chances, key=len)
    ways = reduce(_convolved, smaller, [1])
    upwards = list(accumulate(reversed(longest)))  # the last one, the last two …
    enough = ((many, len(longest) - max(0, least - place)) for place, many in enumerate(ways))
    return sum(many * upwards[count - 1] for many, count in enough if count > 0)


def _convolved(left: Sequence[int], right: Sequence[int]) -> list[int]:
    """By one multiplication of two long numbers, in which every item has room for the largest sum (Kronecker)."""
    room = (max(left).bit_length() + max(right).bit_length() + min(len(left), len(right)).bit_length()) // 8 + 1
    count = len(left) + len(right) - 1
    packed = (_packed(left, room) * _packed(right, room)).to_bytes(room * count, "little")
    return [int.from_bytes(packed[at : at + room], "little") for at in range(0, room * count, room)]


def _packed(items: Sequence[int], room: int) -> int:
    return int.from_bytes(b"".join(item.to_bytes(room, "little") for item in items), "little")


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
        counted = [(k, n) for k, n in units if n]
        everything, marked = sum(n for _, n in counted), sum(k for k, _ in counted)
        if len(counted) < 2 or not 0 < marked < everything:
            continue
        share, freedom = marked / everything, len(counted) - 1
        spread = sum(n * (k / n - share) ** 2 for k, n in counted) / (share * (1 - share))
        excess += spread - freedom
        room += everything - sum(n * n for _, n in counted) / everything - freedom
    return min(MOST_LIKENESS, max(LEAST_LIKENESS, excess / room)) if room > 0 else LEAST_LIKENESS


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
