"""What one test says of one officer, and when it is strong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

LEVEL, LEAST_VISITS, LEAST_POINTS = 0.05, 4, 20


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one test of one officer on one line; `p` is None where there is nothing to compare.

    `observed` and `expected` are shares of 0 to 1, counts within ten minutes (burst) or means of 1 to 4 (channel_gap);
    `points` is how far above expectation, 0 to 100. `votes` are the places of the visits whose votes stand under it.
    """

    code: str
    visits: int  # marked ones
    of: int = 0  # so many were looked at
    observed: float | None = None
    expected: float | None = None
    points: float = 0.0
    p: float | None = None
    p_adjusted: float | None = None
    is_deterministic: bool = False
    votes: frozenset[int] = frozenset()

    @property
    def is_notable(self) -> bool:
        """Perhatikan: informative only, without correction for the number of tests."""
        return self.is_deterministic or (self.p is not None and self.p <= LEVEL)

    @property
    def is_strong(self) -> bool:
        """A fact; or p ≤ 0,05 after correction, at least four visits, and 20 points above expectation."""
        is_large = self.visits >= LEAST_VISITS and self.points >= LEAST_POINTS
        return self.is_deterministic or (self.p_adjusted is not None and self.p_adjusted <= LEVEL and is_large)


def adjusted(tests: Iterable[Finding]) -> list[Finding]:
    """The same findings with p adjusted by Holm's method over all that could be tested."""
    every = list(tests)
    tested = sorted((item.p, place) for place, item in enumerate(every) if item.p is not None)
    largest = 0.0
    for before, (p, place) in enumerate(tested):
        largest = max(largest, min(1.0, (len(tested) - before) * p))
        every[place] = replace(every[place], p_adjusted=largest)
    return every
