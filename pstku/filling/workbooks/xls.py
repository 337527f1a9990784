"""The table of an .xls file, as Excel wrote it until 2007."""

from itertools import pairwise
from typing import Any

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.filling.rules.published import MOST_COLUMNS
from pstku.filling.rules.sheets import HEADER_WITHIN, MOST_ROWS
from pstku.filling.workbooks.cells import cell_text, runs_text
from pstku.filling.workbooks.choice import Rows, chosen_sheet

SUPERSCRIPT = 1


def read_xls(content: bytes) -> Rows:
    """The text cells of its table; raises InvalidInput for one with a password, and what xlrd raises.

    `ragged_rows`: one cell far away does not make a row of every empty one before it.
    """
    import xlrd  # here: only an upload needs it

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, on_demand=True)
    except xlrd.XLRDError as error:
        sentence = N_("Berkas ini memakai kata sandi atau bukan lembar .xls. Simpan sebagai .xlsx tanpa sandi.")
        raise InvalidInput("file", sentence) from error
    name = chosen_sheet(book.sheet_names(), lambda name: _cells(book, name, HEADER_WITHIN))
    return _cells(book, name, MOST_ROWS + 1)


def _cells(book: Any, name: str, most: int) -> Rows:
    sheet = book.sheet_by_name(name)
    return [
        [_text(book, sheet, row, column) for column in range(min(sheet.row_len(row), MOST_COLUMNS))]
        for row in range(min(sheet.nrows, most))
    ]


def _text(book: Any, sheet: Any, row: int, column: int) -> str:
    import xlrd

    cell = sheet.cell(row, column)
    look = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#?"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return cell_text(xlrd.xldate_as_datetime(cell.value, book.datemode), look)
    runs = sheet.rich_text_runlist_map.get((row, column))
    if cell.ctype == xlrd.XL_CELL_TEXT and runs:
        return runs_text(_pieces(book, cell.value, runs))
    return cell_text(cell.value if cell.ctype != xlrd.XL_CELL_EMPTY else None, look)


def _pieces(book: Any, text: str, runs: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """(piece, is it raised) of a text whose letters change at the places of `runs`."""
    starts = [(0, -1), *runs, (len(text), -1)]
    return [
        (text[start:end], font >= 0 and book.font_list[font].escapement == SUPERSCRIPT)
        for (start, font), (end, _next) in pairwise(starts)
    ]
