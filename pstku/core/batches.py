"""Long work in small batches, so that a guest at the counter waits for one batch at most."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select

from pstku.core.db import atomic, session

AT_ONCE = 1000  # rows; far below the number of values a statement may carry

After = Callable[[int], object]  # told after each bite how many rows it took


def nobody_waits(_count: int) -> None:
    """The `after` of callers that report no progress."""


def in_batches(
    query: Select[Any], act: Callable[[list[Any]], object], after: After = nobody_waits, *, size: int = AT_ONCE
) -> int:
    """Run `act` on the keys that `query` selects, batch by batch, each in its own transaction, until none is left.

    `act` must take the keys out of what `query` finds. Returns how many there were. What is broken off goes on where
    it stopped.
    """
    count = 0
    while keys := list(session().scalars(query.limit(size))):
        with atomic():
            act(keys)
        count += len(keys)
        after(len(keys))
    return count


def slices(keys: Sequence[Any], size: int = AT_ONCE) -> Iterator[Sequence[Any]]:
    """The keys in groups of `size`."""
    return (keys[start : start + size] for start in range(0, len(keys), size))
