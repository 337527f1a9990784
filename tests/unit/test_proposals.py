"""From tables and headlines of the WebAPI to figures: periods, places, digits, links."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pstku.bps.cube import Cell, Cube, Label
from pstku.pulling.rules import (
    HEADLINE,
    TABLE,
    Counting,
    Link,
    headline_period,
    is_headline_of,
    level_of,
    merged,
    offered_by_headline,
    offered_by_table,
    pack_links,
    stored_period,
    unread_years,
    with_digits,
)

MONTHLY, YEARLY = Counting("month", decimals=2), Counting("year", decimals=2)
AUGUST, MARCH = Counting("month", (8,)), Counting("semester", (3,))
PLACES = {
    "7571": "Kota Gorontalo",
    "7500": "Provinsi Gorontalo",
    "0000": "Indonesia",
    "7571010": "Kecamatan Kota Barat",
}
LINK = Link(TABLE, "7571", "9", "ind.ipm")


@pytest.mark.parametrize(
    ("words", "year", "counting", "period"),
    [
        ("September", "2026", MONTHLY, "2026-09"),
        ("Tahunan", "2026", MONTHLY, None),
        ("Tahun", "2025", YEARLY, "2025"),
        ("Maret", "2025", YEARLY, None),
        ("Triwulan II", "2026", Counting("quarter"), "2026-Q2"),
        ("Triwulan II", "2026", YEARLY, None),
        ("Semester 1 (Maret)", "2026", MARCH, "2026-S1"),
        ("Semester 1 (Maret)", "2026", MONTHLY, "2026-03"),
        ("Semester 2 (September)", "2026", MARCH, "2026-S2"),
        ("Maret", "2026", MARCH, "2026-S1"),
        ("Mei", "2026", MARCH, None),
        ("Tahun", "2024", AUGUST, "2024-08"),
        ("Tahun", "2024", MARCH, "2024-S1"),
        ("Tahun", "2024", Counting("semester"), None),
        ("Tahun", "2024/2025", YEARLY, None),
        ("Kabisat", "2024", MONTHLY, None),
    ],
)
def test_a_label_beside_a_year_becomes_the_librarys_period(words, year, counting, period):
    assert stored_period(words, year, counting) == period


@pytest.mark.parametrize(
    ("text", "counting", "period"),
    [
        ("September 2026", MONTHLY, ("2026-09", "month")),
        ("Semester 1 (Maret) 2026", MARCH, ("2026-S1", "semester")),
        ("Tahun 2025", YEARLY, ("2025", "year")),
        ("Triwulan II 2026", YEARLY, ("2026-Q2", "quarter")),
        ("Triwulan II 2026", MONTHLY, None),
        ("Februari 2021", MONTHLY, ("2021-02", "month")),
        ("2019-2020", YEARLY, None),
        ("", YEARLY, None),
    ],
)
def test_the_free_text_of_a_headline(text, counting, period):
    assert headline_period(text, counting) == period


@pytest.mark.parametrize(
    ("value", "power", "decimals", "text"),
    [
        ("0.3", 0, 2, "0.30"),
        ("3", 0, 2, "3.00"),
        ("210.19", 3, 0, "210190"),
        ("0.3684", 0, 3, "0.3684"),
        ("1599660", 0, 0, "1599660"),
        ("1250", -3, 0, "1.25"),
    ],
)
def test_digits_are_filled_up_and_never_lost(value, power, decimals, text):
    assert format(with_digits(Decimal(value), power, decimals), "f") == text


@pytest.mark.parametrize(
    ("value", "power"),
    [("1e999999", 0), ("1e-999999", 0), ("NaN", 0), ("Infinity", 0), ("1e15", 9), ("0.12345678901234567890", 0)],
)
def test_a_value_out_of_all_proportion_is_none(value, power):
    assert with_digits(Decimal(value), power, 2) is None


def test_a_zero_stays_a_zero_however_it_is_written():
    assert [str(with_digits(Decimal(zero), 0, 2)) for zero in ("0", "0E+999999", "-0.000")] == ["0.00"] * 3


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("0000", "nasional"),
        ("7500", "provinsi"),
        ("7571", "kota"),
        ("7571010", "kecamatan"),
        ("7571010001", "kelurahan"),
        ("75710", ""),
    ],
)
def test_a_code_tells_its_level(code, level):
    assert level_of(code) == level


def test_an_indicator_exists_for_its_levels_only():
    export = Counting("month", levels=("nasional", "provinsi"))
    assert [export.exists_for(code) for code in ("0000", "7500", "7571", "7571010")] == [True, True, False, False]
    assert Counting("month").exists_for("7571") and not Counting("year", levels=("kota",)).exists_for("7571010")


def cells(*rows: tuple[str, str, str], part: str = "Tahun", column: str = "0") -> Cube:
    found = [
        Cell(Label(code, words), Label(column, "Jumlah"), Label("124", "2024"), Label("0", part), Decimal(value))
        for code, words, value in rows
    ]
    axis = tuple(cell.row for cell in found)
    return Cube("9", "IPM menurut wilayah", "Indeks", 2, "2026-10-01", axis, (Label(column, "Jumlah"),), tuple(found))


def offered(table: Cube, link: Link = LINK, counting: Counting = YEARLY):
    return offered_by_table(table, link, counting, places=PLACES, own="7571", site="https://contoh.bps.go.id")


def test_rows_of_the_offices_own_tables_are_known_by_code_or_by_name():
    found = offered(cells(("1", "Kota Barat", "70"), ("10", "KOTA GORONTALO", "80"), ("11", "Antah Berantah", "1")))
    assert [(entry.region_code, entry.period, str(entry.value)) for entry in found] == [
        ("7571010", "2024", "70.00"),
        ("7571", "2024", "80.00"),
    ]
    assert found[0].source_url == "https://contoh.bps.go.id/id/statistics-table/2/OSMy/ipm-menurut-wilayah.html"
    assert found[0].released_on is None and "1 Okt 2026" in found[0].note


def test_the_mark_of_a_year_becomes_the_status_of_its_figures_and_a_label_that_is_no_year_is_told():
    table = cells(("7571", "Kota Gorontalo", "78.54"))
    marked = replace(table, cells=tuple(replace(cell, year=Label("124", "2024*")) for cell in table.cells))
    assert [(entry.period, entry.status) for entry in offered(marked)] == [("2024", "sementara")]
    assert unread_years(marked) == []
    odd = replace(table, cells=tuple(replace(cell, year=Label("124", "2024/2025")) for cell in table.cells))
    assert offered(odd) == [] and unread_years(odd) == ["2024/2025"]
    told = {"var": "2", "title": "IPM", "periode": "Tahun 2025*", "value": 78.5}
    entry = offered_by_headline(told | {"value": Decimal("78.5")}, replace(LINK, kind=HEADLINE), YEARLY, "https://x")
    assert (entry.period, entry.status) == ("2025", "sementara")


def test_in_tables_of_the_centre_a_name_is_not_enough():
    rows = cells(("7500", "PROV GORONTALO", "1"), ("9999", "INDONESIA", "2"), ("31", "Kota Gorontalo", "3"))
    found = offered(rows, replace(LINK, domain="0000"))
    assert [(entry.region_code, int(entry.value)) for entry in found] == [("7500", 1), ("0000", 2)]
    assert offered(cells(("9999", "Jumlah", "2"))) == [], "9999 of another domain is not Indonesia"


def test_a_chosen_row_and_column_only():
    chosen = replace(LINK, part="3", place="31", region_code="7571", power=3, series="baru")
    rows = cells(("31", "Kota", "1.5"), ("7500", "Prov", "9"), column="3")
    assert [(e.region_code, str(e.value), e.series) for e in offered(rows, chosen)] == [("7571", "1500", "baru")]
    assert offered(rows) == [], "without a chosen column, a table with columns gives nothing"


def test_a_headline_is_known_by_its_variable_and_by_how_its_title_begins():
    item = {
        "var": 2273,
        "title": "Umur Harapan Hidup Perempuan (LF SP2020), 2025",
        "value": Decimal("77.1"),
        "periode": "Tahun 2025",
    }
    link = Link(HEADLINE, "0000", "2273", "ind.uhh-perempuan", "Umur Harapan Hidup Perempuan", region_code="0000")
    assert is_headline_of(item, link) and is_headline_of(item, replace(link, part=""))
    assert not is_headline_of(item, replace(link, part="Umur Harapan Hidup Laki-laki"))
    assert not is_headline_of(item, replace(link, var="2207"))
    entry = offered_by_headline(item, link, YEARLY, "https://www.bps.go.id")
    assert (entry.period, str(entry.value), entry.region_code) == ("2025", "77.10", "0000")
    assert offered_by_headline(item | {"value": None}, link, YEARLY, "x") is None
    assert offered_by_headline(item | {"value": Decimal("1e999999")}, link, YEARLY, "x") is None
    assert offered_by_headline(item, link, MONTHLY, "x") is None


def test_the_offices_word_comes_before_a_packs():
    packed = list(
        pack_links([("ind.ntp", {"webapi": [{"var": 1741, "title": "NTP"}, {"domain": "7500", "var": 4}]})], "7500")
    )
    assert [(link.kind, link.domain, link.region_code) for link in packed] == [
        (HEADLINE, "0000", "0000"),
        (TABLE, "0000", ""),
        (HEADLINE, "7500", "7500"),
        (TABLE, "7500", ""),
    ]
    off = replace(packed[1], indicator_key="", id=7)
    moved = replace(packed[3], indicator_key="ind.tpt", id=8)
    assert {(link.source, link.indicator_key) for link in merged([off, moved], packed)} == {
        (packed[0].source, "ind.ntp"),
        (packed[2].source, "ind.ntp"),
        (packed[3].source, "ind.tpt"),
    }
