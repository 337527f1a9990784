"""A cell of a spreadsheet file as somebody would type it here. Pure."""

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from pstku.library.rules.printed import is_mark, raised

LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # in a format: words, and the like of [$-421]
# Words in quotes or behind a stroke, [conditions], blanks as wide as a sign (_) and signs that fill a cell (*).
_PIECES = re.compile(r'"(?P<words>[^"]*)"|\\(?P<sign>.)|\[[^\]]*\]|[_*].|(?P<plain>.)', re.DOTALL)


def cell_text(cell: Any, look: str | None = None) -> str:
    """78.54 becomes 78,54, a date its ISO form, true TRUE; nothing is empty.

    `look`: the format it is shown in; 0.0567 shown as 5,67% is 5,67%, a date shown as Mar-25 is the month 2025-03,
    one shown as 2025 the year, and 78.54 shown with 0.00"*" is 78,54*.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    display = LITERAL.sub("", look or "").lower()
    if isinstance(cell, datetime | date):
        day = cell.isoformat()[:10]
        if "d" in display or "y" not in display:
            return day
        return day[:7] if "m" in display else day[:4]
    if isinstance(cell, int | float):
        return number_text(cell, is_percent="%" in display) + mark_in(look or "", is_negative=cell < 0)
    return str(cell).strip()


def number_text(cell: int | float, *, is_percent: bool = False) -> str:
    """As a spreadsheet knows it, to 15 digits: what 0.1 + 0.2 leaves behind is no figure."""
    if isinstance(cell, float) and not isfinite(cell):
        return str(cell)
    value = Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(cell)
    plain = f"{value.scaleb(2) if is_percent else value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", ",") + ("%" if is_percent else "")


def mark_in(look: str, *, is_negative: bool = False) -> str:
    """The mark that a number format writes behind the number: * of 0.00"*"; other words of it are no mark."""
    behind = [""]  # per part of the format, the words since its last digit
    for piece in _PIECES.finditer(look):
        if piece["plain"] == ";":
            behind.append("")
        elif piece["plain"] and piece["plain"] in "0#?":
            behind[-1] = ""
        else:
            behind[-1] += piece["words"] or piece["sign"] or ""
    words = behind[1 if is_negative and len(behind) > 1 else 0].strip()
    return words if is_mark(words) else ""


def runs_text(runs: list[tuple[str, bool]]) -> str:
    """A text in pieces, each raised or not: the raised 1 of a footnote must not join the number before it."""
    return "".join(raised(text) if is_raised else text for text, is_raised in runs).strip()
