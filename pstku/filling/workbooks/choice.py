"""Which sheet of a file holds the table. Pure."""

from collections.abc import Callable, Iterable, Sequence

from pstku.filling.rules.published import layout_of
from pstku.filling.rules.sheets import header_of, is_sheet

OURS = "Isian"  # the name of the sheet that we hand out
Rows = list[list[str]]


def chosen_sheet(names: Sequence[str], head_of: Callable[[str], Rows]) -> str:
    """Our own sheet by its name, else the one that names most of our columns, else the first published table.

    `head_of`: the first rows of a sheet.
    """
    if OURS in names:
        return OURS
    heads = {name: head_of(name) for name in names}
    best = max(names, key=lambda name: len(header_of(heads[name])[1]))
    if is_sheet(heads[best]):
        return best
    return next((name for name in names if layout_of(heads[name])), best)


def trimmed(rows: Iterable[Iterable[str]]) -> Rows:
    """Rows without the empty cells at their end."""
    table = []
    for row in rows:
        cells = list(row)
        while cells and not cells[-1]:
            cells.pop()
        table.append(cells)
    return table
