"""What may be shown of the answers of a round: nothing that could give one respondent away. Pure."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key", int, str)

STEP = 5  # answers until a figure moves again: by a single one its answer would be seen
FEWEST_ALIKE = 5  # respondents who said the same of themselves, before it is counted by itself
MERGED = "*"  # in place of a code: those of whom there are too few, together


def may_move(counted: int, shown: int, fewest: int) -> bool:
    """May a figure be worked out anew? Enough answers, and enough new ones: at the end of a round as before."""
    return counted >= fewest and (not shown or counted >= shown + STEP)


def shown_services(counts: Mapping[int, int], fewest: int, *, are_all_counted: bool) -> list[int]:
    """Services with an index of their own; what is left over is never so little that subtracting shows it.

    Where the index of the whole leaves out the last answers, the services never add up to all of them.
    """
    shown = sorted((one for one, n in counts.items() if n >= fewest), key=lambda one: (counts[one], one))
    while shown and _rest(counts, shown) < fewest and not (are_all_counted and _rest(counts, shown) == 0):
        shown.pop(0)  # the smallest goes with the few
    return sorted(shown)


def merged(counts: Mapping[str, int]) -> dict[str, int]:
    """Respondents by what they said of themselves ("" for nothing), the few of a kind together as `MERGED`.

    As those few would be too few even together, the smallest of the others join them. Empty when all are few.
    """
    kept = sorted((one for one, n in counts.items() if n >= FEWEST_ALIKE), key=lambda one: (counts[one], one))
    while kept and 0 < _rest(counts, kept) < FEWEST_ALIKE:
        kept.pop(0)
    rest = _rest(counts, kept)
    return {one: counts[one] for one in kept} | ({MERGED: rest} if kept and rest else {})


def _rest(counts: Mapping[Key, int], shown: Iterable[Key]) -> int:
    return sum(counts.values()) - sum(counts[one] for one in shown)
