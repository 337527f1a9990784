"""A table of figures as colleagues fill it in."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from pstku.core.days import parse_day
from pstku.core.errors import InvalidInput
from pstku.filling.rules.pasted import cells_of, text_of
from pstku.filling.rules.sheets import read_table
from pstku.filling.workbooks.files import read_sheet, write_sheet
from pstku.library.rules.admission import Profile, parse_value
from pstku.library.rules.plausible import is_out_of_scale, is_unusual

KNOWN = {
    key: Profile(calendar={"period_kind": kind})
    for key, kind in (("ind.ipm", "year"), ("ind.tpt", "month"), ("ind.p0", "semester"))
}
HEAD = "Kode indikator\tKode wilayah\tPeriode\tAngka\tSumber\tTanggal rilis\tStatus"


def read(*rows: str):
    return read_table(cells_of("\n".join([HEAD, *rows])), KNOWN)


@pytest.mark.parametrize(
    "typed", ["12/11/2026", "12-11-2026", "12 November 2026", "12 Nov 2026", "12 Nopember 2026", "2026-11-12"]
)
def test_a_day_is_read_as_typed_here(typed):
    assert parse_day(typed) == date(2026, 11, 12)


@pytest.mark.parametrize("typed", ["", "28-Jul-25", "5/11/0226", "31/02/2026", "November 2026", "2026", "besok"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(InvalidInput):
        parse_day(typed)


def test_a_pasted_table_becomes_figures():
    reading = read("ind.ipm\t7571\t2024\t78,95\tBRS IPM\t5/11/2025\tTetap", "ind.tpt\t7571\tAgustus 2025\t\tBRS\t\t")
    assert reading.faults == [] and reading.empty == 1
    ((row, entry),) = reading.entries
    assert (row, entry.value, entry.period, entry.released_on, entry.status) == (
        2, Decimal("78.95"), "2024", date(2025, 11, 5), "tetap",
    )  # fmt: skip


def test_the_month_of_a_survey_is_the_half_year_of_an_indicator_counted_by_half_years():
    reading = read("ind.p0\t7571\tMaret 2025\t5,50\tBRS\t\t", "ind.tpt\t7571\tMaret 2025\t5,50\tBRS\t\t")
    assert [(entry.period, entry.period_kind) for _, entry in reading.entries] == [
        ("2025-S1", "semester"), ("2025-03", "month"),
    ]  # fmt: skip


def test_every_fault_names_its_row_and_column():
    reading = read(
        "ind.x\tkota\tkemarin\t1.234\t\tbesok\tkira-kira",
        "ind.ipm\t7571\t2024\t78,95\tBRS\t\t",
        "ind.ipm\t7571\t2024\t79,00\tBRS\t\t",
    )
    assert {(fault.row, fault.column) for fault in reading.faults} == {
        (2, "Periode"), (2, "Angka"), (2, "Tanggal rilis"), (2, "Kode indikator"), (2, "Kode wilayah"), (2, "Sumber"),
        (2, "Status"), (4, ""),
    }  # fmt: skip
    assert [row for row, _ in reading.entries] == [3], "of twins only the first is taken"


def test_columns_stand_in_any_order_below_a_title_and_a_missing_one_is_named():
    table = [["Isian fungsi Sosial"], [], ["Sumber", "Angka", "Periode", "Kode wilayah", "Kode indikator"]]
    reading = read_table([*table, ["BRS", "1.234,5", "2024", "7571", "ind.ipm"]], KNOWN)
    assert reading.entries[0][1].value == Decimal("1234.5")
    reading = read_table([["Angka", "Periode"], ["1", "2024"]], KNOWN)
    assert "Sumber" in str(reading.faults[0].values["columns"])
    assert read_table([], KNOWN).faults and read_table([["x"]] * 5001, KNOWN).faults


def test_a_column_that_stands_twice_is_not_chosen_between():
    table = [[*HEAD.split("\t"), "Nilai"], ["ind.ipm", "7571", "2024", "78,95", "BRS", "", "", "79"]]
    reading = read_table(table, KNOWN)
    assert reading.entries == [] and reading.faults[0].values == {"column": "Angka"}


def test_a_percent_sign_is_taken_where_percent_are_counted():
    assert parse_value("5,6 %", Profile(unit="persen", decimals=2)) == Decimal("5.60")
    with pytest.raises(InvalidInput):
        parse_value("5,6%", Profile(unit="jiwa"))


def test_cells_are_read_as_the_sheet_shows_them():
    book = Workbook()
    sheet = book.active
    for place, (value, look) in enumerate(
        [
            (0.0567, "0.00%"),
            (0.05, '0 "%"'),
            (0.1 + 0.2, "General"),
            (1e-05, "General"),
            (datetime(2025, 3, 1), "mmm-yy"),
            (datetime(2025, 1, 1), "yyyy"),
            (datetime(2025, 11, 5), "[$-421]dd mmmm yyyy"),
            (7571010001.0, "0"),
        ],
        1,
    ):
        sheet.cell(1, place, value).number_format = look
    out = io.BytesIO()
    book.save(out)
    shown = ["5,67%", "0,05", "0,3", "0,00001", "2025-03", "2025", "2025-11-05", "7571010001"]
    assert read_sheet(out.getvalue())[0][: len(shown)] == shown


def test_quotes_and_line_breaks_of_excel_survive_the_way_there_and_back():
    table = [["a", 'kata "dalam" kutip'], ["baris\nkedua", "c\td"]]
    assert cells_of(text_of(table)) == table


def test_a_sheet_comes_back_as_it_was_written_with_real_numbers_and_dates():
    cells = read_sheet(write_sheet([["ind.ipm", "IPM", "7571", "Kota", "2024", *[""] * 8]]))
    assert cells[1][:5] == ["ind.ipm", "IPM", "7571", "Kota", "2024"]
    book = Workbook()
    book.active.append(["Kode indikator", "Kode wilayah", "Periode", "Angka", "Sumber", "Tanggal rilis"])
    book.active.append(["ind.ipm", 7571, 2024, 78.95, "BRS", date(2025, 11, 5)])
    book.active.append(["ind.tpt", 7571.0, "Agustus 2025", 3, "BRS", None])
    out = io.BytesIO()
    book.save(out)
    reading = read_table(read_sheet(out.getvalue()), KNOWN)
    assert reading.faults == []
    assert [(e.value, e.region_code, e.released_on) for _, e in reading.entries] == [
        (Decimal("78.95"), "7571", date(2025, 11, 5)),
        (Decimal(3), "7571", None),
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\1\2", b"\xd0\xcf\x11\xe0" + b"x" * 600, b"PK\x03\x04broken", b"x" * (5 * 1024 * 1024 + 1)],
)
def test_any_other_file_gets_a_sentence(content):
    with pytest.raises(InvalidInput):
        read_sheet(content)


def test_a_step_far_beyond_the_usual_is_hinted_at():
    usual = [Decimal(n) for n in ("77.1", "77.4", "77.8", "78.2")]
    assert is_unusual(usual, Decimal("87.5"))
    assert not is_unusual(usual, Decimal("78.6"))
    assert not is_unusual(usual[:3], Decimal("99"))


def as_file(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_formula_nobody_worked_out_is_named_by_its_cell():
    book = Workbook()
    book.active.append(["Kode indikator", "Kode wilayah", "Periode", "Angka", "Sumber"])
    book.active.append(["ind.ipm", "7571", "2024", "=78+0.95", "BRS"])
    with pytest.raises(InvalidInput, match="Sel D2 berisi rumus tanpa hasil"):
        read_sheet(as_file(book))


def test_the_filled_sheet_is_found_wherever_it_stands():
    head, row = ["Kode indikator", "Kode wilayah", "Periode", "Angka", "Sumber"], ["ind.ipm", "7571", "2024", 78, "BRS"]
    for name in ("Isian", "Sheet7"):
        book = Workbook()
        book.active.append(["Catatan rapat"])
        sheet = book.create_sheet(name)
        sheet.append(head)
        sheet.append(row)
        assert read_sheet(as_file(book))[0][:5] == head


def test_an_unclosed_quotation_mark_is_named_by_its_row_however_little_it_swallowed():
    rows = ['ind.ipm\t7571\t2024\t"78,95\tBRS\t\t', "ind.ipm\t7571\t2025\t79\tBRS\t\t"]
    with pytest.raises(InvalidInput, match="Baris 2"):
        cells_of("\n".join([HEAD, *rows]))
    with pytest.raises(InvalidInput, match="Baris 2"):
        cells_of('a;b;c;d\n"1;2;3;4\n5;6;7;8')


def test_a_fault_shows_the_code_that_is_not_known():
    reading = read("ind.ipn\t75²1\t2024\t78,95\tBRS\t\t")
    said = {fault.column: fault.message % fault.values for fault in reading.faults}
    assert "“ind.ipn”" in said["Kode indikator"] and "“75²1”" in said["Kode wilayah"]


@pytest.mark.parametrize(
    ("period", "number", "status"),
    [
        ("2024*", "78,54", "sementara"),
        ("2024", "78,54*", "sementara"),
        ("2024", "78,54**)", "sangat sementara"),
        ("2024ˣˣ", "78,54", "sangat sementara"),
        ("2024r", "78,54", "direvisi"),
        ("2024", "78,54 r", "direvisi"),
        ("2024", "78,54e", "perkiraan"),
        ("2024", "78,54 1)", ""),
        ("2024", "78,54¹⁾", ""),
        ("2024¹", "78,54", ""),
    ],
)
def test_marks_beside_a_number_or_a_period_become_its_status(period, number, status):
    reading = read(f"ind.ipm\t7571\t{period}\t{number}\tBRS\t\t")
    assert reading.faults == []
    ((_, entry),) = reading.entries
    assert (entry.period, entry.value, entry.status) == ("2024", Decimal("78.54"), status)
    assert reading.said[entry.cell].printed in (period, number)


def test_a_mark_that_contradicts_the_status_typed_is_asked_about():
    reading = read("ind.ipm\t7571\t2024*\t78,54\tBRS\t\tTetap", "ind.ipm\t7571\t2023r\t78,54*\tBRS\t\t")
    assert [(fault.row, fault.column) for fault in reading.faults] == [(2, "Status"), (3, "Status")]


def test_signs_of_bps_are_told_apart_and_are_no_figures():
    signs = ["-", "–", "…", "...", "NA", "n.a.", ""]
    reading = read(*(f"ind.ipm\t7571\t{2010 + n}\t{sign}\tBRS\t\t" for n, sign in enumerate(signs)))
    assert reading.signs == {"nil": ["2", "3"], "not_yet": ["4", "5"], "not_shown": ["6", "7"]} and reading.empty == 1
    assert reading.entries == [] and reading.faults == []


@pytest.mark.parametrize("typed", ["101445 1", "203 4", "78,5 4", "TRUE", "#DIV/0!"])
def test_what_is_no_figure_as_printed_is_refused_with_its_row(typed):
    reading = read(f"ind.ipm\t7571\t2024\t{typed}\tBRS\t\t")
    assert [(fault.row, fault.column) for fault in reading.faults] == [(2, "Angka")] and not reading.entries


@pytest.mark.parametrize("typed", ["2025-03-01", "Mar-25", "Maret 2025", "mar 25"])
def test_a_month_that_a_spreadsheet_took_for_a_day_is_the_month(typed):
    ((_, entry),) = read(f"ind.tpt\t7571\t{typed}\t5,50\tBRS\t\t").entries
    assert (entry.period, entry.period_kind) == ("2025-03", "month")


def test_titles_far_below_the_top_and_cells_parted_by_commas_are_read_or_refused_for_the_right_reason():
    table = [["Isian"]] * 30 + [HEAD.split("\t"), ["ind.ipm", "7571", "2024", "78.95", "BRS", "", ""]]
    assert len(read_table(table, KNOWN).entries) == 1
    by_comma = HEAD.replace("\t", ",") + "\nind.ipm,7571,2024,78.95,BRS,,"
    assert read_table(cells_of(by_comma), KNOWN).entries[0][1].value == Decimal("78.95")
    with pytest.raises(InvalidInput, match="baris 2 koma ada juga di dalam sel"):
        cells_of(HEAD.replace("\t", ",") + "\nind.ipm,7571,2024,78,95,BRS,,")


def test_a_slipped_comma_is_doubted_with_one_figure_known():
    assert is_out_of_scale([Decimal("78.5")], Decimal("785"))
    assert is_out_of_scale([Decimal("210000"), Decimal("212000")], Decimal("210"))
    assert not is_out_of_scale([Decimal("78.5")], Decimal("81"))
    assert not is_out_of_scale([], Decimal("81"))
    change = [Decimal("0.20"), Decimal("1.10")]
    assert not is_out_of_scale(change, Decimal("0.01"), may_be_small=True)
    assert is_out_of_scale(change, Decimal("-129"), may_be_small=True)
