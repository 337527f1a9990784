"""Workbooks of rows, written as a stream, as another program reads them."""

import tracemalloc
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from pstku.printing.sheet import LONGEST, Sheet, write_workbook

HOSTILE = (
    '=cmd|" /C calc"!A0',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "<b>R&D</b> ]]> {x} #link",
    "https://contoh.id",
    "007",
    " tepi ",
)


def read(*sheets: Sheet):
    with write_workbook(sheets) as file:
        return load_workbook(BytesIO(file.read()))


def test_cells_are_read_back_as_what_they_are():
    moment = datetime(2026, 10, 1, 23, 59)
    book = read(
        Sheet("Register", ["No", "Hari", "Jam", "Nama", "Kosong"], [[1, date(2026, 10, 1), moment, "Siti", None]])
    )
    first = book["Register"][2]
    assert [cell.value for cell in first] == [1, datetime(2026, 10, 1), moment, "Siti", None]
    assert [cell.data_type for cell in first] == ["n", "d", "d", "s", "n"]
    assert book["Register"].freeze_panes == "E2" and first[1].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_text_in_a_cell_and_in_a_head(text):
    sheet = read(Sheet("Lembar", [text, "Nama"], [[text, "x"]]))["Lembar"]
    assert [(cell.value, cell.data_type) for cell in (sheet["A1"], sheet["A2"])] == [(text, "s")] * 2


def test_what_xml_does_not_know_and_what_a_sheet_would_read_as_an_escape_is_harmless():
    with write_workbook(
        [Sheet("Lembar", ["a"], [["\x01a\x0bb\ud800\ufffe"], ["_x0041_"], ["x\r\ny"], ["q" * 40_000]])]
    ) as file:
        content = file.read()
    sheet = load_workbook(BytesIO(content))["Lembar"]
    assert (sheet["A2"].value, sheet["A4"].value, len(sheet["A5"].value)) == ("ab", "x\ny", LONGEST)
    assert b"_x005F_x0041_" in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_names_of_sheets_are_made_to_fit():
    book = read(Sheet("Berkas: [responden]/2026 " + "x" * 40, ["a"], []), Sheet('R&D "x"', ["a"], [["b"]]))
    assert len(book.sheetnames[0]) <= 31 and book.sheetnames[1] == 'R&D "x"' and book.active.max_row == 1


def test_memory_does_not_grow_with_the_rows():
    def most(rows: int) -> int:
        tracemalloc.start()
        write_workbook([Sheet("a", ["x"] * 5, (["Dinas", 1, None, "kata", place] for place in range(rows)))]).close()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    small = most(1_000)
    assert most(8_000) < small + 200_000
