"""A dynamic table (`model=data`).

The keys of its cells cannot be split safely, so they are built from the labels. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from pstku.bps.errors import GarbledError
from pstku.bps.replies import content_of, number
from pstku.core.text import clean_line

WHOLE = "9999"  # the row for everything listed, INDONESIA in tables of the centre
LONGEST_LABEL = 300


@dataclass(frozen=True, slots=True)
class Label:
    """One value of an axis and its label; `code` is text, because the API gives both 0 and "0"."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table."""

    row: Label  # vervar: place or kind
    column: Label  # turvar; code "0" where there is none
    year: Label
    part: Label  # turtahun: Tahun, Maret, Triwulan II, …
    value: Decimal


@dataclass(frozen=True, slots=True)
class Cube:
    """A table for some years. `decimals` is None in old replies; `updated_on` is the API's own text."""

    var: str
    title: str
    unit: str
    decimals: int | None
    updated_on: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: tuple[Cell, ...]


def cube(body: str) -> Cube | None:
    """The table in a reply, None when nothing is available. Raises BpsError."""
    reply = content_of(body)
    if reply is None:
        return None
    variables, content = reply.get("var"), reply.get("datacontent")
    if not isinstance(variables, list) or not variables or not isinstance(content or {}, dict):
        raise GarbledError
    head = variables[0]
    if not isinstance(head, dict) or number(head.get("val")) is None:
        raise GarbledError
    axes = {name: _labels(reply.get(name)) for name in ("vervar", "turvar", "tahun", "turtahun")}
    decimals = head.get("decimal")
    return Cube(
        var=str(head.get("val")),
        title=clean_line(str(head.get("label") or ""), LONGEST_LABEL),
        unit=clean_line(str(head.get("unit") or ""), LONGEST_LABEL),
        decimals=decimals if isinstance(decimals, int) and 0 <= decimals <= 6 else None,
        updated_on=str(reply.get("last_update") or "")[:10],
        rows=axes["vervar"],
        columns=axes["turvar"],
        cells=tuple(_cells(str(head.get("val")), axes, content or {})),
    )


def _labels(axis: Any) -> tuple[Label, ...]:
    if not isinstance(axis, list):
        raise GarbledError
    return tuple(_label(item) for item in axis)


def _label(item: Any) -> Label:
    if not isinstance(item, dict) or number(item.get("val")) is None:
        raise GarbledError
    return Label(str(item["val"]), clean_line(str(item.get("label") or ""), LONGEST_LABEL))


def _cells(var: str, axes: dict[str, tuple[Label, ...]], content: dict[str, Any]) -> Iterator[Cell]:
    for row, column, year, part in product(axes["vervar"], axes["turvar"], axes["tahun"], axes["turtahun"]):
        value = content.get(f"{row.code}{var}{column.code}{year.code}{part.code}")
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield Cell(row, column, year, part, Decimal(value))
