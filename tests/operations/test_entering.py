"""Figures on their way in: sheets there and back, what is refused, what is only doubted."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.filling.queries.entering import SAME, preview, read_filled
from pstku.filling.queries.expected import functions_to_fill, sheet_rows
from pstku.filling.rules.pasted import text_of
from pstku.filling.workbooks.files import read_sheet, write_sheet
from pstku.library.operations.values import NewValue, enter_values
from pstku.library.rules.schema import FUNCTIONS
from pstku.offices.queries import configuration

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
HEAD = "Kode indikator\tKode wilayah\tPeriode\tAngka\tSumber\tTanggal rilis\n"


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def figure(key: str, period: str, kind: str, value: str, region: str = "7571", **fields) -> NewValue:
    return NewValue(key, region, period, kind, Decimal(value), "BRS", **fields)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_sheet_of_a_function_comes_back_unchanged_and_says_nothing_new(cast, function):
    office = configuration(cast.office_id)
    rows = sheet_rows(office, function)
    assert bool(rows) is (function in functions_to_fill(office.id))
    reading = read_filled(office, text_of(read_sheet(write_sheet(rows))))
    assert reading.faults == []
    filled = [row for row in rows if row[5]]
    assert (len(reading.entries), reading.empty) == (len(filled), len(rows) - len(filled))
    assert {line.kind for line in preview(office, reading.entries)} <= {SAME}
    session().rollback()
    report = enter_values(office.id, [entry for _, entry in reading.entries], actor=cast.editor, origin="sheet")
    assert (report.added, report.same) == ([], len(filled))


def test_a_number_whose_zeros_a_spreadsheet_dropped_is_the_same_number(cast):
    enter_values(cast.office_id, [figure("ind.ipm", "2024", "year", "78.90")], actor=cast.editor, origin="typed")
    office = configuration(cast.office_id)
    ((_, entry),) = read_filled(office, f"{HEAD}ind.ipm\t7571\t2024\t78,9\tBRS\t").entries
    assert str(entry.value) == "78.90"
    session().rollback()
    again = [figure("ind.ipm", "2024", "year", "78.9")]
    assert enter_values(office.id, again, actor=cast.editor, origin="sheet").same == 1
    ((_, people),) = read_filled(office, f"{HEAD}ind.penduduk\t7571\t2024\t108.522\tBRS\t").entries
    assert people.value == 108522


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (figure("ind.ipm", "2027", "year", "80"), "period"),
        (figure("ind.inflasi-yoy", "2026-12", "month", "2"), "period"),
        (figure("ind.ipm", "2026-Q2", "quarter", "80"), "period"),
        (figure("ind.ipm", "2025", "year", "80", region="9999"), "region_code"),
        (figure("ind.ipm", "2025", "year", "80", region="757²"), "region_code"),
        (figure("ind.ntp", "2026-09", "month", "110"), "region_code"),
        (figure("ind.ipm", "2025", "year", "80", status="kira-kira"), "status"),
        (replace(figure("ind.ipm", "2025", "year", "80"), source="x" * 301), "source"),
    ],
)
def test_what_an_indicator_does_not_have_is_refused_in_form_and_sheet_alike(cast, bad, field):
    with pytest.raises(InvalidInput) as refused:
        enter_values(cast.office_id, [bad], actor=cast.editor, origin="typed")
    assert refused.value.field == field
    session().rollback()
    row = "\t".join([bad.indicator_key, bad.region_code, bad.period, str(bad.value), bad.source, "", bad.status])
    reading = read_filled(configuration(cast.office_id), f"{HEAD.strip()}\tStatus\n{row}")
    assert [fault.row for fault in reading.faults] == [2] and reading.entries == []


def test_figures_of_this_year_and_quarters_of_a_yearly_series_are_taken(cast):
    good = [
        figure("ind.ipm", "2026", "year", "80"),
        figure("ind.pertumbuhan-ekonomi", "2026-Q3", "quarter", "-5.1", region="7500"),
        figure("ind.inflasi-yoy", "2026-11", "month", "-0.4"),
    ]
    assert len(enter_values(cast.office_id, good, actor=cast.editor, origin="sheet").added) == 3


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ind.tpt\t7571\t2026-08\t−5\tBRS\t", ["antara 0 dan 100"]),
        ("ind.ipm\t7571\t2026\t780\tBRS\t", ["Di luar skalanya", "Jauh dari"]),
        ("ind.tpt\t7571\tFebruari 2026\t4,20\tBRS\t", ["hanya ada untuk"]),
        ("ind.tpt\t7571\t2026-08\t4,1234\tBRS\t", ["Lebih teliti"]),
        ("ind.apk\t7571\t2025\t104,20\tBRS\t", []),
        ("ind.inflasi-mtm\t7571\t2026-10\t−0,20\tBRS\t", []),
    ],
)
def test_what_looks_wrong_is_doubted_and_can_be_saved(cast, typed, told):
    office = configuration(cast.office_id)
    reading = read_filled(office, HEAD + typed)
    assert reading.faults == []
    (line,) = preview(office, reading.entries)
    assert len(line.doubts) == len(told)
    for doubt, words in zip(line.doubts, told, strict=True):
        assert words in doubt.message
    session().rollback()
    entries = [entry for _, entry in reading.entries]
    assert len(enter_values(office.id, entries, actor=cast.editor, origin="sheet").added) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ind.apm\t7571\t2024\t9,31\tBRS\t", "Jauh dari angka wilayah lain, misalnya 93,10 pada 2024."),
        ("ind.penduduk\t7571010\t2024\t2.034\tBRS\t", "Jauh dari angka lain wilayah ini: 20.290 pada 2023."),
    ],
)
def test_an_office_with_one_figure_is_warned_as_well(cast, typed, told):
    office = configuration(cast.office_id)
    known = [
        figure("ind.apm", "2024", "year", "93.10", region="7500"),
        figure("ind.penduduk", "2023", "year", "20290", region="7571010"),
    ]
    enter_values(office.id, [replace(known[0], period="2023"), *known], actor=None, origin="pack")
    (line,) = preview(office, read_filled(office, HEAD + typed).entries)
    assert [doubt.message % doubt.values for doubt in line.doubts] == [told]


def test_a_release_that_has_not_come_is_named_by_its_row_in_the_preview(cast):
    reading = read_filled(configuration(cast.office_id), f"{HEAD}ind.ipm\t7571\t2025\t80\tBRS\t1/1/2027")
    assert [(fault.row, fault.column) for fault in reading.faults] == [(2, "Tanggal rilis")]


def test_machines_are_asked_only_what_every_figure_must_be(cast):
    offer = figure("ind.ipm", "2025", "year", "80", region="9999", released_on=date(2025, 11, 5))
    assert len(enter_values(cast.office_id, [offer], actor=None, origin="webapi").added) == 1
