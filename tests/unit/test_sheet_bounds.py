"""A small file that unpacks to a great deal is refused before anything parses it."""

import io
import struct
import zipfile

import openpyxl
import pytest
from openpyxl import Workbook

from pstku.core.errors import InvalidInput
from pstku.filling.rules.sheets import MOST_ROWS
from pstku.filling.workbooks import bounds as sheet_bounds
from pstku.filling.workbooks.files import read_sheet, write_sheet

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


def book(**parts: str) -> bytes:
    """A small xlsx with some of its parts (`sheet`, `styles`, `workbook`) replaced."""
    names = {"sheet": SHEET, "styles": STYLES, "workbook": "xl/workbook.xml"}
    replaced = {names[part]: content for part, content in parts.items()}
    small, out = io.BytesIO(), io.BytesIO()
    Workbook().save(small)
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return out.getvalue()


def rows(xml: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{xml}</sheetData></worksheet>"


@pytest.fixture
def unparsed(monkeypatch):
    """Nothing may reach the parser that took the half minute."""
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_: pytest.fail("the sheet was parsed"))


BOMBS = {
    "850,000 cells in a row": (rows("<row>" + "<c><v>1</v></c>" * 850_000 + "</row>"), "terlalu besar"),
    "850,000 rows": (rows("<row><c><v>1</v></c></row>" * 850_000), "terlalu besar"),
    "450,000 cells": (rows(("<row>" + "<c/>" * 900 + "</row>") * 500), "Paling banyak 5.000 baris"),
    "one endless row": (rows("<row>" + "<c/>" * 1001 + "</row>"), "1.000 kolom"),
    "entities": (f'<!DOCTYPE x [<!ENTITY a "{"a" * 99}">]>' + rows("<row><c><v>&a;</v></c></row>"), "terlalu besar"),
    "a sheet in UTF-16": (rows("<row>" + "<c/>" * 1001 + "</row>").encode("utf-16"), "1.000 kolom"),
}


@pytest.mark.parametrize(("sheet", "why"), BOMBS.values(), ids=BOMBS)
def test_a_file_that_unpacks_to_too_much_is_refused_unparsed(unparsed, sheet, why):
    content = book(sheet=sheet)
    assert len(content) < 200_000
    with pytest.raises(InvalidInput, match=why):
        read_sheet(content)


def test_settings_and_sheets_without_number_are_refused_unparsed(unparsed):
    with pytest.raises(InvalidInput, match="terlalu banyak"):
        read_sheet(book(styles=f"<styleSheet {MAIN}><cellXfs>{'<xf/>' * 20_001}</cellXfs></styleSheet>"))
    with pytest.raises(InvalidInput, match="40 lembar"):
        read_sheet(book(workbook=f"<workbook {MAIN}><sheets>{'<sheet/>' * 41}</sheets></workbook>"))


def test_a_size_that_the_zip_declares_too_small_is_no_way_in(unparsed):
    honest = rows("<row>" + "<c/>" * 1_900_000 + "</row>")
    content = bytearray(book(sheet=honest + " " * 2_000_000))
    told = struct.pack("<I", len(honest) + 2_000_000)
    while (place := content.find(told)) >= 0:  # in the directory and beside the part
        content[place : place + 4] = struct.pack("<I", 100)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.getinfo(SHEET).file_size == 100
    with pytest.raises(InvalidInput):
        read_sheet(bytes(content))


def test_the_bytes_are_counted_whatever_was_declared():
    count = sheet_bounds._Count("file")
    with pytest.raises(InvalidInput, match="terlalu besar"):
        count.over(b"x" * 65_536 for _ in range(1000))
    assert count.bytes <= sheet_bounds.LARGEST_UNPACKED + 65_536


def test_a_sheet_as_full_as_it_may_be_is_read():
    row = ["ind.ipm", "IPM", "7571", "Kota Gorontalo", "2024", "78,95", "indeks", "Tetap", "", "BRS", "", "", ""]
    content = write_sheet([f"{cell}{place}" for cell in row] for place in range(MOST_ROWS - 1))
    assert len(read_sheet(content)) == MOST_ROWS
