"""Computing long without holding anybody up: read and compute first, then write at once if nothing has moved."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pstku.core.db import Model, atomic, hold_still
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.rewards.models import AwardPeriod
from pstku.rewards.queries import get_period
from pstku.rewards.standing import standing

TRIES = 3

Drawn = TypeVar("Drawn")


def compute_apart(
    office_id: int,
    period_id: int,
    compute: Callable[[AwardPeriod], Drawn],
    write: Callable[[AwardPeriod, Drawn], object],
    still: Sequence[type[Model]] = (),
) -> AwardPeriod:
    """`write` what `compute` found, in a short act of its own in which nothing it was drawn from has changed.

    While `compute` reads, guests and colleagues go on writing; what they changed is computed again. Raises NotFound, and
    Conflict when something changes each time. `still`: tables of which no row may be under way when it is written.
    """
    for _ in range(TRIES):
        period = get_period(office_id, period_id)
        stood = standing(period)
        found = compute(period)
        with atomic():
            period = get_period(office_id, period_id, lock=True)
            hold_still(*still)
            if standing(period) == stood:
                write(period, found)
                return period
    raise Conflict(N_("Data triwulan ini sedang diubah rekan lain. Coba lagi sebentar lagi."))
