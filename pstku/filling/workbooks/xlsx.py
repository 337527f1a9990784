"""The table of an .xlsx file."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.filling.rules.published import MOST_COLUMNS
from pstku.filling.rules.sheets import HEADER_WITHIN, MOST_ROWS
from pstku.filling.workbooks.bounds import bounded
from pstku.filling.workbooks.cells import cell_text, runs_text
from pstku.filling.workbooks.choice import Rows, chosen_sheet

MOST_NAMED = 5  # cells in one sentence
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_xlsx(content: bytes) -> Rows:
    """The text cells of its table; raises InvalidInput where a formula has no result, and what openpyxl raises."""
    from openpyxl import load_workbook  # here: 8 MB that only an upload needs

    with bounded(content, "file") as archive:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=True)
        try:
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            sheet = sheets[chosen_sheet(list(sheets), lambda name: _cells(sheets[name], HEADER_WITHIN))]
            if cells := list(_unfinished(archive, sheet)):
                sentence = N_("Sel %(cells)s berisi rumus tanpa hasil. Buka di Excel, simpan, lalu unggah lagi.")
                raise InvalidInput("file", sentence, cells=", ".join(cells[:MOST_NAMED]))
            return _cells(sheet, MOST_ROWS + 1)
        finally:
            book.close()


def _cells(sheet: Any, most: int) -> Rows:
    rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS)
    return [[_text(cell.value, cell.number_format) for cell in row] for row in rows]


def _text(cell: Any, look: str | None) -> str:
    """`rich_text` gives a text in pieces where a part of it looks different."""
    if not isinstance(cell, list):
        return cell_text(cell, look)
    return runs_text([(str(run), _is_raised(run)) for run in cell])


def _is_raised(run: Any) -> bool:
    return bool(getattr(getattr(run, "font", None), "vertAlign", None) == "superscript")


def _unfinished(archive: zipfile.ZipFile, sheet: Any) -> Iterator[str]:
    """Cells whose formula nobody has worked out: the file holds no result, which reads like an empty cell."""
    with archive.open(sheet._worksheet_path) as stream:
        for _event, cell in ElementTree.iterparse(stream):
            if cell.tag != f"{XML}c":
                continue
            is_text = cell.get("t") == "str"  # an empty text is a result
            if cell.find(f"{XML}f") is not None and not is_text and not cell.findtext(f"{XML}v"):
                yield cell.get("r", "")
            cell.clear()
