"""Tables in every kind of file that offices have: what is shown beside a number is read, and what is no number is told."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from xlsxwriter import Workbook as Written

from pstku.core.errors import InvalidInput
from pstku.filling.rules.published import layout_of
from pstku.filling.workbooks.cells import cell_text, mark_in
from pstku.filling.workbooks.files import read_sheet

FILES = Path(__file__).parent.parent / "files"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def ods(*rows: str) -> bytes:
    """A file as LibreOffice writes it, with these rows and a style of raised letters."""
    style = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    sheet = f'<table:table table:name="Lembar1">{"".join(rows)}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    content = f"<office:document-content {NAMES}><office:automatic-styles>{style}</office:automatic-styles>{body}"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("content.xml", f"{content}</office:document-content>")
    return out.getvalue()


def row(*cells: str, again: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{again}">{"".join(cells)}</table:table-row>'


def cell(shown: str, value: str = "", kind: str = "float", again: int = 1) -> str:
    stored = f'office:value-type="{kind}" office:value="{value}" ' if value else ""
    many = f'table:number-columns-repeated="{again}"'
    return f"<table:table-cell {stored}{many}><text:p>{shown}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("look", "mark"),
    [
        ('0.00"*"', "*"),
        ("0.00\\*", "*"),
        ('#,##0"**"', "**"),
        ('0.00"r"', "r"),
        ('#,##0" x"', "x"),
        ('0.00"1)"', "1)"),
        ('#,##0" jiwa"', ""),
        ("_-* #,##0_-;-* #,##0_-", ""),
        ('"Rp"#,##0', ""),
        ('0.00;-0.00"*"', ""),
        ("0 %", ""),
    ],
)
def test_the_mark_of_a_number_format_is_read_and_other_words_are_not(look, mark):
    assert mark_in(look) == mark


def test_truth_and_errors_are_told_and_not_left_empty():
    book = Workbook()
    book.active.append([True, "#DIV/0!", None])
    out = io.BytesIO()
    book.save(out)
    assert read_sheet(out.getvalue())[0][:3] == ["TRUE", "#DIV/0!", ""]
    assert cell_text(date(2025, 3, 1), "mmm-yy") == "2025-03"


def test_a_raised_footnote_in_a_text_cell_does_not_join_its_number():
    out = io.BytesIO()
    book = Written(out, {"in_memory": True})
    sheet, up = book.add_worksheet(), book.add_format({"font_script": 1})
    sheet.write_rich_string(0, 0, "101445", up, "1)")
    sheet.write_number(0, 1, 78.54, book.add_format({"num_format": '0.00"*"'}))
    book.close()
    assert read_sheet(out.getvalue())[0][:2] == ["101445¹⁾", "78,54*"]


def test_an_xls_of_old_is_read_with_its_marks_months_and_errors():
    table = read_sheet((FILES / "tabel.xls").read_bytes())
    assert table[2] == ["Kota Barat", "23456", "24012"]
    assert table[5] == ["2025-03", "78,54*", "101445¹"] and table[6][0] == "TRUE"
    assert [line.label for line in layout_of(table).rows][:3] == ["Kota Barat", "Dungingi", "Kota Selatan"]


def test_an_ods_is_read_as_it_shows_its_numbers():
    shown = [
        cell("78,54*", "78.54"),
        cell("5,67%", "0.0567", "percentage"),
        cell('101445<text:span text:style-name="T1">1</text:span>'),
        cell("#DIV/0!"),
        cell("Rp1.234", "1234", "currency"),
        '<table:table-cell office:value-type="date" office:date-value="2025-03-01"><text:p>Mar-25</text:p></table:table-cell>',
        '<table:table-cell office:value-type="date" office:date-value="2025-11-05"><text:p>05/11/25</text:p></table:table-cell>',
    ]
    table = read_sheet(ods(row(*shown), row(cell(""), again=1_048_576)))
    assert table == [["78,54*", "5,67%", "101445¹", "#DIV/0!", "1234", "Mar-25", "2025-11-05"]]


def test_a_row_that_is_repeated_a_million_times_is_not_unfolded():
    table = read_sheet(ods(row(cell("1", "1", again=16_384), again=1_000_000)))
    assert len(table) == 5001 and {len(line) for line in table} == {40}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_in_the_letters_of_its_program(encoding):
    text = "Kecamatan;2023;2024\nKota Barat;78,54;79,01\nDungingi;…;1.234,5\n"
    assert read_sheet(text.encode(encoding)) == [
        ["Kecamatan", "2023", "2024"], ["Kota Barat", "78,54", "79,01"], ["Dungingi", "…", "1.234,5"],
    ]  # fmt: skip


def test_a_csv_by_commas_with_decimal_commas_is_refused_for_that_reason():
    with pytest.raises(InvalidInput, match="koma ada juga di dalam sel") as refused:
        read_sheet(b"Kecamatan,2023,2024\nKota Barat,78,54,79,01\n")
    assert refused.value.field == "file"


def test_a_file_with_a_password_is_told_apart():
    with pytest.raises(InvalidInput, match="kata sandi"):
        read_sheet(b"\xd0\xcf\x11\xe0" + b"x" * 600)
