"""A report as xlsx: one sheet of tables and one of definitions; numbers are numbers, and no text is ever a formula."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from pstku.returns.monthly.paper import Heading
from pstku.returns.monthly.tables import Cell, Listing, Report

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NUMBER, DECIMAL, HEAD = (
    {"num_format": "#,##0"},
    {"num_format": "0.00"},
    {"bold": True, "bg_color": "#DCEBF5", "bottom": 1, "text_wrap": True},
)


def report_xlsx(report: Report, heading: Heading, listings: Sequence[Listing] = ()) -> bytes:
    """The bytes of the workbook; a value of which nothing can be said is an empty cell."""
    from xlsxwriter import Workbook  # here: a worker that makes no sheet need not carry it

    out = BytesIO()
    book = Workbook(out, SAFE)
    sheet = book.add_worksheet("Laporan")
    number, head, strong = book.add_format(NUMBER), book.add_format(HEAD), book.add_format({"bold": True})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 6, 16)
    for row, line in enumerate((heading.office, f"{heading.title} {heading.period}", *heading.remarks)):
        sheet.write_string(row, 0, line, strong if row < 2 else None)
    row = 2 + len(heading.remarks)
    sheet.freeze_panes(row, 1)
    for section in report.sections:
        row += 1
        if section.is_list:
            _write_head(sheet, row, [section.title, "Nilai", "Satuan"], head)
            key, _name = section.groups[0]
            for measure in section.measures:
                row += 1
                sheet.write_string(row, 0, report.meanings[measure].name)
                _write_value(sheet, row, 1, report.value(key, measure), number)
                sheet.write_string(row, 2, report.meanings[measure].unit)
        else:
            _write_head(
                sheet, row, [section.title, *(report.meanings[measure].name for measure in section.measures)], head
            )
            for key, name in section.groups:
                row += 1
                sheet.write_string(row, 0, name)
                for column, measure in enumerate(section.measures, 1):
                    _write_value(sheet, row, column, report.value(key, measure), number)
        row += 1
    decimal = book.add_format(DECIMAL)
    for listing in listings:
        row += 1
        _write_head(sheet, row, [listing.title], strong)
        row += 1
        _write_head(sheet, row, list(listing.head), head)
        for cells in listing.rows:
            row += 1
            for column, cell in enumerate(cells):
                _write_cell(sheet, row, column, cell, decimal if isinstance(cell, Decimal) else number)
        row += 1
    _write_meanings(book, report, head)
    book.close()
    return out.getvalue()


def _write_head(sheet: Any, row: int, titles: list[str], head: Any) -> None:
    for column, title in enumerate(titles):
        sheet.write_string(row, column, title, head)


def _write_value(sheet: Any, row: int, column: int, value: int | Decimal | None, number: Any) -> None:
    if value is not None:
        sheet.write_number(row, column, value, number)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, number: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        _write_value(sheet, row, column, cell, number)


def _write_meanings(book: Any, report: Report, head: Any) -> None:
    sheet = book.add_worksheet("Arti angka")
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 110)
    sheet.freeze_panes(1, 0)
    _write_head(sheet, 0, ["Ukuran", "Satuan", "Arti"], head)
    for row, meaning in enumerate(report.meanings.values(), 1):
        for column, text in enumerate(meaning):
            sheet.write_string(row, column, text)
