"""How far guests get in the guest book: the steps, and what the counts of a tablet tell of them."""

from collections.abc import Iterable
from dataclasses import dataclass

STEPS = ("service", "name", "about", "contact", "check", "done")
BOUNDS = (15, 30, 45, 60, 90, 120, 180, 300, 600)  # seconds; who took longer counts with the last


def bound_of(seconds: int) -> int:
    """The smallest bound that a journey of so many seconds fits."""
    return next((bound for bound in BOUNDS if seconds <= bound), BOUNDS[-1])


@dataclass(frozen=True, slots=True)
class Funnel:
    """Guests by step: how many came to it, how many went no further, and how long those took who came to the end."""

    reached: dict[str, int]
    left: dict[str, int]
    half_within: (
        tuple[int, int | None] | None
    )  # seconds: more than, and at most (None: nobody knows); None while nobody finished

    @property
    def abandoned_at(self) -> str | None:
        """The step where most guests left; None while nobody has."""
        step = max(self.left, key=lambda one: self.left[one])
        return step if self.left[step] else None


def funnel(counts: Iterable[tuple[str, int, int]]) -> Funnel:
    """Of (step where it ended, bound in seconds, guests)."""
    ended, times = dict.fromkeys(STEPS, 0), dict.fromkeys(BOUNDS, 0)
    for step, within, guests in counts:
        ended[step] += guests
        if step == STEPS[-1]:
            times[within] += guests
    reached = {step: sum(ended[later] for later in STEPS[place:]) for place, step in enumerate(STEPS)}
    return Funnel(reached, {step: ended[step] for step in STEPS[:-1]}, _half_within(times))


def _half_within(times: dict[int, int]) -> tuple[int, int | None] | None:
    """Between which bounds the median lies: only they are counted."""
    half, so_far, below = sum(times.values()) / 2, 0, 0
    for bound in BOUNDS:
        so_far += times[bound]
        if so_far and so_far >= half:
            return below, None if bound == BOUNDS[-1] else bound
        below = bound
    return None
