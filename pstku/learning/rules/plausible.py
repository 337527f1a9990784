"""A hint, never a verdict: does a figure differ from its neighbours more than the series usually moves? Pure."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from statistics import median

TIMES = 3
FEWEST = 3  # earlier steps needed to say what is usual


def is_unusual(earlier: Sequence[Decimal], value: Decimal) -> bool:
    """True when the last step is more than three times the usual one; `earlier` oldest first."""
    steps = [abs(after - before) for before, after in itertools.pairwise(earlier)]
    if not earlier or len(steps) < FEWEST:
        return False
    usual = median(steps)
    return abs(value - earlier[-1]) > TIMES * usual > 0
