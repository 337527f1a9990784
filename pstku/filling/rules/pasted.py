"""What was pasted, or stands in a CSV file, as rows and cells; and back. Pure."""

import csv
import io
from collections.abc import Sequence

from pstku.core.errors import InvalidInput
from pstku.core.text import N_


def cells_of(text: str) -> list[list[str]]:
    """Rows and cells: parted by tabs, else by semicolons, else by commas where no cell has one of its own.

    Raises InvalidInput where a lone quotation mark makes one cell of all that follows, and where commas part both
    cells and decimals.
    """
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text)
    try:
        table = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        message = N_("Tabelnya tidak terbaca: satu selnya terlalu panjang. Periksa tanda kutip yang tidak ditutup.")
        raise InvalidInput("text", message) from None
    for number, row in enumerate(table, 1):
        if any(_has_swallowed(cell, delimiter) for cell in row):
            sentence = N_("Baris %(row)s: satu sel memuat beberapa sel lain. Periksa tanda kutip yang tidak ditutup.")
            raise InvalidInput("text", sentence, row=number)
    if delimiter == ",":
        _check_commas(table)
    return table


def text_of(table: Sequence[Sequence[str]]) -> str:
    """The table as text that `cells_of` reads again."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(table)
    return out.getvalue()


def _delimiter(text: str) -> str:
    if "\t" in text:
        return "\t"
    lines = [line for line in text.splitlines() if line.strip()]
    by_semicolon = sum(";" in line for line in lines)
    by_comma = sum("," in line for line in lines)
    return "," if by_comma and by_semicolon * 2 < len(lines) else ";"


def _has_swallowed(cell: str, delimiter: str) -> bool:
    return cell.count(delimiter) > 1 and (delimiter == "\t" or "\n" in cell)


def _check_commas(table: Sequence[Sequence[str]]) -> None:
    """Rows of one width, or a comma stands inside a number as well."""
    widths = {number: len(row) for number, row in enumerate(table, 1) if len(row) > 1}
    first = next(iter(widths.values()), 0)
    if odd := next((number for number, width in widths.items() if width != first), None):
        sentence = N_(
            "Tabelnya dipisah koma, dan di baris %(row)s koma ada juga di dalam sel. "
            "Salin dari lembar kerja, atau simpan dengan pemisah titik koma."
        )
        raise InvalidInput("text", sentence, row=odd)
