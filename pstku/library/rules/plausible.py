"""A hint, never a verdict: does a figure differ from its neighbours more than the series usually moves? Pure."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from statistics import median

TIMES = 3
SHIFTED = 8  # a comma in the wrong place is ten times off
FEWEST = 3  # earlier steps needed to say what is usual


def is_unusual(earlier: Sequence[Decimal], value: Decimal) -> bool:
    """True when the last step is more than three times the usual one; `earlier` oldest first."""
    steps = [abs(after - before) for before, after in itertools.pairwise(earlier)]
    if not earlier or len(steps) < FEWEST:
        return False
    usual = median(steps)
    return abs(value - earlier[-1]) > TIMES * usual > 0


def is_out_of_scale(earlier: Sequence[Decimal], value: Decimal, *, may_be_small: bool = False) -> bool:
    """True when a figure is eight times larger, or smaller, than every one known: a slipped comma, or thousands.

    `may_be_small`: of rates of change only what is too large is odd, and one figure alone says nothing.
    """
    sizes = [abs(number) for number in earlier if number]
    if not sizes or not value or (may_be_small and len(sizes) < 2):
        return False
    is_small = not may_be_small and abs(value) * SHIFTED <= min(sizes)
    return is_small or abs(value) >= SHIFTED * max(sizes)
