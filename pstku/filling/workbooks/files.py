"""Spreadsheet files: the sheet to fill in, and the table of a filled or a published one."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.filling.rules.pasted import cells_of
from pstku.filling.rules.sheets import COLUMNS
from pstku.filling.workbooks.choice import OURS
from pstku.filling.workbooks.ods import read_ods
from pstku.filling.workbooks.xls import read_xls
from pstku.filling.workbooks.xlsx import read_xlsx
from pstku.library.rules.admission import STATUSES

LARGEST = 5 * 1024 * 1024
FILE = "file"
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
    sheet = book.add_worksheet(OURS)
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


Reader = Callable[[bytes], list[list[str]]]


def read_sheet(content: bytes) -> list[list[str]]:
    """The table of an xlsx, ods, xls or CSV file as text cells; raises InvalidInput that says what to do otherwise."""
    if len(content) > LARGEST:
        raise InvalidInput(FILE, N_("Berkasnya lebih besar dari 5 MB. Hapus gambar atau bagi berkasnya."))
    try:
        return _reader(content)(content)
    except InvalidInput as error:
        raise InvalidInput(FILE, error.message, **error.values) from error
    except Exception as error:  # each reader raises whatever it stumbles over
        sentence = N_("Berkas ini tidak terbaca. Simpan sebagai .xlsx, .ods, .xls, atau .csv, lalu unggah lagi.")
        raise InvalidInput(FILE, sentence) from error


def _reader(content: bytes) -> Reader:
    if content[:4] == b"\xd0\xcf\x11\xe0":
        return read_xls
    if content[:2] != b"PK":
        return _read_csv
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return read_ods if "content.xml" in archive.namelist() else read_xlsx


def _read_csv(content: bytes) -> list[list[str]]:
    """Text as spreadsheets save it: UTF-8, UTF-16 with its mark, else the letters of Windows."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return cells_of(content.decode("utf-16"))
    if b"\0" in content or not content.strip():
        raise ValueError("not a text")
    try:
        return cells_of(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return cells_of(content.decode("cp1252"))
