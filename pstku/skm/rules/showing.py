"""What may be shown of the answers of a round: nothing that could give one respondent away. Pure."""

from collections.abc import Iterable, Mapping

STEP = 5  # answers until a figure of an open round moves again: by a single one its answer would be seen


def may_move(counted: int, shown: int, fewest: int, *, is_final: bool) -> bool:
    """May a figure be worked out anew? Enough answers, and of an open round enough new ones."""
    return counted >= fewest and (is_final or not shown or counted >= shown + STEP)


def shown_services(counts: Mapping[int, int], fewest: int) -> list[int]:
    """Services with an index of their own; what is left over is never so little that subtracting shows it."""
    shown = sorted((one for one, n in counts.items() if n >= fewest), key=lambda one: (counts[one], one))
    while shown and 0 < _rest(counts, shown) < fewest:
        shown.pop(0)  # the smallest goes with the few
    return sorted(shown)


def _rest(counts: Mapping[int, int], shown: Iterable[int]) -> int:
    return sum(counts.values()) - sum(counts[one] for one in shown)
