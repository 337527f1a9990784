"""Folding counted votes so that no name stands beside fewer than five, and nothing is found again by subtraction. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from pstku.ratings.rules.holding import FULL_HOLDERS, GUEST, OFFICER

LEAST = 5
OTHERS = "lainnya"
_LARGEST = ("weeks", "most_from_contact")
_KEY = ("officer_id", "line", "held_by", "is_demo")


@dataclass(frozen=True, slots=True)
class Cell:
    """Counts of one officer, award line and holder in a quarter; no officer means the office's "lainnya"."""

    officer_id: int | None
    line: str
    held_by: str
    is_demo: bool = False
    n1: int = 0
    n2: int = 0
    n3: int = 0
    n4: int = 0
    served: int = 0
    rated: int = 0
    weeks: int = 0
    most_from_contact: int = 0
    with_standard: int = 0
    within_standard: int = 0
    excluded: int = 0

    @property
    def n(self) -> int:
        return self.n1 + self.n2 + self.n3 + self.n4

    @property
    def total(self) -> int:
        return self.n1 + 2 * self.n2 + 3 * self.n3 + 4 * self.n4

    @property
    def squares(self) -> int:
        return self.n1 + 4 * self.n2 + 9 * self.n3 + 16 * self.n4


_COUNTS = tuple(item.name for item in fields(Cell) if item.name not in _KEY)


def tally_holder(line: str, held_by: str) -> str:
    """Whose row a vote is counted in: outside the office every vote counts alike, as held by employees."""
    return held_by if len(FULL_HOLDERS[line]) == 1 else OFFICER


def full_holder(line: str) -> str:
    """The row that also counts the visits of a line."""
    return GUEST if len(FULL_HOLDERS[line]) == 1 else OFFICER


def folded(cells: Iterable[Cell]) -> list[Cell]:
    """The same counts with fewer than five votes joined to the office's others; sums of every line stay what they were."""
    found: dict[tuple[int | None, str, str, bool], Cell] = {}
    for cell in cells:
        officer_id = cell.officer_id if cell.n >= LEAST else None
        key = (officer_id, cell.line, cell.held_by, cell.is_demo)
        found[key] = _joined(found[key], cell) if key in found else replace(cell, officer_id=officer_id)
    return sorted(found.values(), key=lambda c: (c.line, c.officer_id or 0, c.held_by, c.is_demo))


def _joined(one: Cell, other: Cell) -> Cell:
    values = {name: getattr(one, name) + getattr(other, name) for name in _COUNTS}
    largest = {name: max(getattr(one, name), getattr(other, name)) for name in _LARGEST}
    return replace(one, **(values | largest))


def folded_items(counts: Mapping[tuple[str, int | None], int]) -> dict[tuple[str, int | None], int]:
    """How often each (key, value) was said; what fewer than five said becomes one "lainnya"."""
    large = {item: n for item, n in counts.items() if n >= LEAST}
    rest = sum(counts.values()) - sum(large.values())
    return large | ({(OTHERS, None): rest} if rest else {})


def months_kept(counts: Mapping[int, int]) -> set[int]:
    """Months of a quarter whose votes may be counted apart: none with fewer than five.

    When one is left out, the smallest other goes too: the quarter less the rest would give it away.
    """
    large = {month for month, n in counts.items() if n >= LEAST}
    if sum(n > 0 for n in counts.values()) - len(large) == 1 and large:
        large.remove(min(large, key=lambda month: (counts[month], month)))
    return large
