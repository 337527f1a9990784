"""Published tables: what their rows and columns are, what they mean, and the figures they say."""

import pytest

from pstku.core.errors import InvalidInput
from pstku.filling.rules.mapping import (
    LEAVE_OUT,
    PLAIN,
    Release,
    TableMap,
    Words,
    column_name,
    indicator_named,
    propose,
    sheet_of,
)
from pstku.filling.rules.pasted import cells_of
from pstku.filling.rules.published import layout_of, period_in
from pstku.filling.rules.sheets import is_sheet, read_table
from pstku.library.rules.admission import Profile

BY_KECAMATAN = """Tabel 3.1.1\tJumlah Penduduk menurut Kecamatan di Kota Uji, 2022–2024\t\t
Table\tPopulation by Subdistrict in Uji Municipality\t\t

Kecamatan\tJumlah Penduduk (jiwa)\t\t
Subdistrict\t2022\t2023\t2024*
(1)\t(2)\t(3)\t(4)
Kota Barat\t23 456\t23 789\t24 012
Dungingi\t26.111\t26.400\t26.700
Kota Selatan\t…\t–\t21 034 1)
Kota Uji\t201 350\t203 400\t205 123
Catatan: 1) Termasuk penduduk tidak bermukim tetap\t\t\t
Sumber: Proyeksi Penduduk Kota Uji\t\t\t
"""
BY_SEX = """Jumlah Penduduk menurut Kecamatan dan Jenis Kelamin, 2024
Kecamatan\tLaki-laki\tPerempuan\tJumlah\tRasio Jenis Kelamin
Kota Barat\t11.900\t12.112\t24.012\t98,25
Jumlah\t102.000\t103.123\t205.123\t98,91
"""
MONTHS_DOWN = """Inflasi Bulanan Kota Uji (persen)
Bulan\t2023\t2024
Januari\t0,12\t-0,40
Februari\t–0,25\t0,30
"""
INDICATORS_DOWN = """Uraian\tSatuan\t2023\t2024r
IPM\tIndeks\t78,54\t79,01
Tingkat Pengangguran Terbuka\tPersen\t5,10\t5,00
"""
ROUNDS = """Kecamatan\tTenaga Kerja\t\t\t\tLaju
\t2023\t\t2024\t\t
\tFebruari\tAgustus\tFebruari\tAgustus\t
Kota Barat\t1\t2\t3\t4\t5,5
"""
YEARS_DOWN = """No\tTahun\tJumlah Penduduk (ribu)
1\t2023\t203,4
2\t2024*\t205,123
"""
WORDS = Words(
    indicators={
        "ind.penduduk": ["Jumlah Penduduk", "penduduk"],
        "ind.rjk": ["Rasio Jenis Kelamin"],
        "ind.yoy": ["Inflasi tahunan", "inflasi"],
        "ind.mtm": ["Inflasi bulanan"],
        "ind.ipm": ["Indeks Pembangunan Manusia", "IPM"],
        "ind.tpt": ["Tingkat Pengangguran Terbuka", "TPT"],
    },
    units={"ind.penduduk": "jiwa"},
    places=[
        ("7500", "Provinsi Uji", "provinsi"),
        ("7502", "Kabupaten Uji", "kota"),
        ("7571", "Kota Uji", "kota"),
        ("7571010", "Kota Barat", "kecamatan"),
        ("7571011", "Dungingi", "kecamatan"),
        ("7571020", "Kota Selatan", "kecamatan"),
        ("7571010001", "Kota Barat", "kelurahan"),
    ],
    own_region="7571",
)
KNOWN = {
    "ind.penduduk": Profile(decimals=0, calendar={"period_kind": "year"}),
    "ind.rjk": Profile(calendar={"period_kind": "year"}),
    "ind.mtm": Profile(calendar={"period_kind": "month"}),
    "ind.ipm": Profile(calendar={"period_kind": "year"}),
    "ind.tpt": Profile(calendar={"period_kind": "year"}),
}


def figures(text: str, known: TableMap | None = None, period: str = "2024", **changed):
    """(indicator, region, period, value, status) of each figure, and the whole reading."""
    table = cells_of(text)
    layout = layout_of(table)
    mapped = propose(layout, WORDS, known)
    mapped = TableMap(**{name: changed.get(name, getattr(mapped, name)) for name in TableMap.__slots__})
    reading = read_table(sheet_of(table, layout, mapped, Release("BRS", period=period)), KNOWN)
    said = [(e.indicator_key, e.region_code, e.period, str(e.value), e.status) for _, e in reading.entries]
    return said, reading


def test_a_table_of_the_yearbook_is_read_as_it_is_pasted():
    layout = layout_of(cells_of(BY_KECAMATAN))
    assert [(line.label, line.period) for line in layout.columns] == [
        ("Jumlah Penduduk (jiwa)", "2022"), ("Jumlah Penduduk (jiwa)", "2023"), ("Jumlah Penduduk (jiwa)", "2024*"),
    ]  # fmt: skip
    assert [line.label for line in layout.rows] == ["Kota Barat", "Dungingi", "Kota Selatan", "Kota Uji"]
    assert layout.source == "Proyeksi Penduduk Kota Uji"
    said, reading = figures(BY_KECAMATAN)
    assert reading.faults == [] and reading.signs == {"not_yet": ["B9"], "nil": ["C9"]}
    assert said[:3] == [
        ("ind.penduduk", "7571010", "2022", "23456", ""),
        ("ind.penduduk", "7571010", "2023", "23789", ""),
        ("ind.penduduk", "7571010", "2024", "24012", "sementara"),
    ]
    assert said[-1] == ("ind.penduduk", "7571", "2024", "205123", "sementara") and len(said) == 10
    noted = next(entry for _, entry in reading.entries if entry.region_code == "7571020")
    assert noted.value == 21034 and noted.note == "Termasuk penduduk tidak bermukim tetap"
    assert reading.said[noted.cell].place == "D9" and reading.said[noted.cell].printed == "21 034 1), 2024*"


def test_only_the_total_of_a_breakdown_and_columns_with_a_name_of_their_own_are_taken():
    said, reading = figures(BY_SEX)
    assert reading.faults == []
    assert said == [
        ("ind.penduduk", "7571010", "2024", "24012", ""),
        ("ind.rjk", "7571010", "2024", "98.25", ""),
        ("ind.penduduk", "7571", "2024", "205123", ""),
        ("ind.rjk", "7571", "2024", "98.91", ""),
    ]


def test_months_down_and_years_across_name_a_month_together():
    said, _ = figures(MONTHS_DOWN)
    assert said == [
        ("ind.mtm", "7571", "2023-01", "0.12", ""),
        ("ind.mtm", "7571", "2024-01", "-0.40", ""),
        ("ind.mtm", "7571", "2023-02", "-0.25", ""),
        ("ind.mtm", "7571", "2024-02", "0.30", ""),
    ]


def test_months_down_take_the_year_that_is_typed_for_the_whole_table():
    said, _ = figures("Inflasi Bulanan\nBulan\tNilai\nJanuari\t0,12\nFebruari\t0,30\n", period="2024")
    assert [item[2] for item in said] == ["2024-01", "2024-02"]


def test_a_table_that_is_too_long_to_be_asked_about_is_refused():
    rows = "\n".join(f"Tempat {n}\t{n},5" for n in range(700))
    with pytest.raises(InvalidInput, match="600 baris"):
        layout_of(cells_of(f"Wilayah\t2024\n{rows}"))


def test_indicators_down_and_years_across():
    said, _ = figures(INDICATORS_DOWN)
    assert said[1] == ("ind.ipm", "7571", "2024", "79.01", "direvisi")
    assert [item[0] for item in said] == ["ind.ipm", "ind.ipm", "ind.tpt", "ind.tpt"]


def test_headings_of_three_rows_name_their_round():
    layout = layout_of(cells_of(ROUNDS))
    assert [(line.label, line.period) for line in layout.columns] == [
        ("Tenaga Kerja", "Februari 2023"), ("Tenaga Kerja", "Agustus 2023"), ("Tenaga Kerja", "Februari 2024"),
        ("Tenaga Kerja", "Agustus 2024"), ("Laju", ""),
    ]  # fmt: skip


def test_thousands_in_a_heading_are_multiplied_and_shown_as_printed():
    said, reading = figures(YEARS_DOWN)
    assert said == [
        ("ind.penduduk", "7571", "2023", "203400", ""), ("ind.penduduk", "7571", "2024", "205123", "sementara"),
    ]  # fmt: skip
    assert reading.said[reading.entries[0][1].cell].place == "C2: 203,4 × 1.000"


def test_what_was_said_once_holds_for_next_years_edition():
    first = layout_of(cells_of(BY_SEX))
    later_text = BY_SEX.replace("2024", "2025").replace("24.012", "24.512")
    later = layout_of(cells_of(later_text))
    assert first.signature == later.signature != layout_of(cells_of(BY_KECAMATAN)).signature
    known = TableMap({"jumlah": LEAVE_OUT}, {"rasio jenis kelamin": LEAVE_OUT, "jumlah": PLAIN}, {}, "ind.penduduk")
    said, _ = figures(later_text, known, period="2025")
    assert said == [("ind.penduduk", "7571010", "2025", "24512", "")]


def test_a_row_and_a_column_that_name_two_indicators_are_a_fault_and_no_figure():
    said, reading = figures(INDICATORS_DOWN, columns={"": "i:ind.penduduk"})
    assert said == [] and {(fault.column, fault.place) for fault in reading.faults} >= {("Kode indikator", "C2")}


@pytest.mark.parametrize("text", ["halo\tapa kabar\nbaik\tsaja", "", "2022\t2023\n2024\t2025", "1\t2\n3\t4"])
def test_what_is_no_table_of_figures_has_no_layout(text):
    assert layout_of(cells_of(text)) is None


def test_our_own_sheet_is_known_from_a_published_table():
    assert is_sheet([["Kode indikator", "Kode wilayah", "Periode", "Angka"]])
    assert not is_sheet(cells_of(BY_SEX))


def test_periods_are_found_at_the_end_of_words_and_ranges_are_none():
    assert period_in("Jumlah Penduduk, 2024*") == ("Jumlah Penduduk", "2024*")
    assert period_in("Agustus 2024") == ("", "Agustus 2024")
    assert period_in("Laju Pertumbuhan 2020–2024") == ("Laju Pertumbuhan 2020–2024", "")


def test_a_name_that_is_only_a_part_of_a_heading_names_no_indicator():
    assert indicator_named("Persentase Penduduk", WORDS.indicators) == ""
    assert indicator_named("Jumlah Penduduk (jiwa)", WORDS.indicators) == "ind.penduduk"
    assert [column_name(place) for place in (0, 25, 26, 39)] == ["A", "Z", "AA", "AN"]


def test_an_only_column_means_what_the_title_says_more_fully():
    monthly = "Inflasi Bulanan (m-to-m) Kota Uji, 2025\nBulan\tInflasi\nJanuari\t−1,29\nMaret\t2,22"
    said, _reading = figures(monthly, period="2025")
    assert [(key, period, value) for key, _place, period, value, _status in said] == [
        ("ind.mtm", "2025-01", "-1.29"), ("ind.mtm", "2025-03", "2.22"),
    ]  # fmt: skip
    untitled = layout_of(cells_of(monthly.replace("Inflasi Bulanan (m-to-m)", "Perkembangan Harga")))
    assert propose(untitled, WORDS).columns == {"inflasi": "i:ind.yoy"}
