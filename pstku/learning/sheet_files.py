"""Spreadsheet files: the sheet to fill in, and the table of a filled one."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any
from xml.etree import ElementTree

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.learning.rules.admission import STATUSES
from pstku.learning.rules.sheets import COLUMNS, HEADER_WITHIN, MOST_ROWS, header_of
from pstku.learning.sheet_bounds import bounded

LARGEST = 5 * 1024 * 1024
FILE = "file"
SHEET = "Isian"
MOST_NAMED = 5  # cells in one sentence
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # in a format: words, and the like of [$-421]
WIDTHS = (18, 38, 14, 22, 18, 14, 14, 16, 18, 40, 36, 16, 30)
HELP = (
    "Isi kolom Angka, Sumber, dan Tanggal rilis. Baris tanpa angka dilewati.",
    "Angka boleh 78,54 atau 1.234,5. Tanggal boleh 12/11/2026 atau 12 November 2026.",
    "Kolom abu-abu tidak perlu diubah. Boleh menambah baris dengan kode yang sama dan periode lain.",
    "Simpan, lalu unggah lagi di PSTku: Belajar, Isi angka. Rekan lain memeriksa sebelum angka boleh dikutip.",
)


def write_sheet(rows: Iterable[Sequence[str]]) -> bytes:
    """An xlsx with these rows under our columns, help on a second sheet."""
    from xlsxwriter import Workbook  # here: a worker that makes no sheet need not carry it

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#DCEBF5", "bottom": 1, "text_wrap": True, "valign": "top"})
    fixed = book.add_format({"bg_color": "#EDF3F7", "num_format": "@"})
    free = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(SHEET)
    for column, (title, width) in enumerate(zip(COLUMNS.values(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    is_fixed = [name in ("indicator_key", "title", "region_code", "region", "unit") for name in COLUMNS]
    last = 0
    for last, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(last, column, cell, fixed if is_fixed[column] else free)
    status = list(COLUMNS).index("status")
    sheet.data_validation(1, status, last + 200, status, {"validate": "list", "source": list(STATUSES)})
    sheet.freeze_panes(1, 2)
    guide = book.add_worksheet("Petunjuk")
    guide.set_column(0, 0, 100)
    for place, line in enumerate(HELP):
        guide.write_string(place, 0, line)
    book.close()
    return out.getvalue()


def read_sheet(content: bytes) -> list[list[str]]:
    """The filled sheet of an xlsx as text cells; raises InvalidInput that says what to do with any other file."""
    if len(content) > LARGEST:
        raise InvalidInput(FILE, N_("Berkasnya lebih besar dari 5 MB. Hapus gambar atau bagi berkasnya."))
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise InvalidInput(
            FILE, N_("Berkas ini format lama atau memakai kata sandi. Simpan sebagai .xlsx tanpa sandi.")
        )
    try:
        with bounded(content, FILE) as archive:
            return _rows(content, archive)
    except InvalidInput:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        sentence = N_("Berkas ini bukan lembar .xlsx. Unduh lembar isian, isi, simpan, lalu unggah lagi.")
        raise InvalidInput(FILE, sentence) from error


def _rows(content: bytes, archive: zipfile.ZipFile) -> list[list[str]]:
    from openpyxl import load_workbook  # here: 8 MB that only an upload needs

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = _filled_sheet(book)
        if cells := list(_unfinished(archive, sheet)):
            sentence = N_("Sel %(cells)s berisi rumus tanpa hasil. Buka di Excel, simpan, lalu unggah lagi.")
            raise InvalidInput(FILE, sentence, cells=", ".join(cells[:MOST_NAMED]))
        return _cells(sheet, MOST_ROWS + 1)
    finally:
        book.close()


def _filled_sheet(book: Any) -> Any:
    """Our own sheet by its name, else the first of those that name most of our columns."""
    if SHEET in book.sheetnames:
        return book[SHEET]
    return max(book.worksheets, key=lambda sheet: len(header_of(_cells(sheet, HEADER_WITHIN))[1]))


def _cells(sheet: Any, most: int) -> list[list[str]]:
    return [
        [_text(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(max_row=most, max_col=40)
    ]


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


def _text(cell: Any, look: str | None) -> str:
    """A cell as somebody would type it here: 78.54 becomes 78,54, a date its ISO form.

    `look`: the format it is shown in; 0.0567 shown as 5,67% is 5,67%, a date shown as Mar-25 is the month 2025-03,
    and one shown as 2025 the year.
    """
    if cell is None or isinstance(cell, bool):
        return ""
    shown = LITERAL.sub("", look or "").lower()
    if isinstance(cell, datetime | date):
        day = cell.isoformat()[:10]
        if "d" in shown or "y" not in shown:
            return day
        return day[:7] if "m" in shown else day[:4]
    if isinstance(cell, int | float):
        return _number(cell, is_percent="%" in shown)
    return str(cell).strip()


def _number(cell: int | float, *, is_percent: bool) -> str:
    """As a spreadsheet knows it, to 15 digits: what 0.1 + 0.2 leaves behind is no figure."""
    if isinstance(cell, float) and not isfinite(cell):
        return str(cell)
    value = Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(cell)
    plain = f"{value.scaleb(2) if is_percent else value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", ",") + ("%" if is_percent else "")
