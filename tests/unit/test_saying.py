"""What is said about a figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pstku.answers.rules.clauses import Lexicon
from pstku.answers.rules.question import understand
from pstku.answers.rules.saying import band_of, message, misreading, reading, spoken, unit_words
from pstku.library.rules.figures import Figure
from pstku.library.rules.schema import Facts

IPM = [
    {"to": 60, "label": "rendah"},
    {"to": 70, "label": "sedang"},
    {"to": 80, "label": "tinggi"},
    {"to": 100, "label": "sangat tinggi"},
]
FACTS = Facts({"unit": "persen", "unit_symbol": "%", "how_to_read": "Dari 100 orang, {value} menganggur."})
FIGURE = Figure(
    1,
    "ind.tpt",
    "7571",
    "2025-08",
    "month",
    Decimal("3.42"),
    "a",
    "tetap",
    "BRS 60/11",
    None,
    date(2025, 11, 5),
    "",
    True,
)


@pytest.mark.parametrize(
    ("value", "label", "words"),
    [
        ("59.99", "rendah", "kurang dari 60"),
        ("70", "tinggi", "70 sampai kurang dari 80"),
        ("78.54", "tinggi", "70 sampai kurang dari 80"),
        ("100", "sangat tinggi", "80 sampai 100"),
    ],
)
def test_a_value_falls_in_one_class(value, label, words):
    band = band_of(IPM, Decimal(value))
    assert (band.label, band.range_text) == (label, words)


def test_outside_the_scale_there_is_no_class():
    assert band_of(IPM, Decimal("100.1")) is None
    assert band_of([], Decimal(1)) is None


def test_a_message_carries_place_period_source_and_day_of_release():
    text = message("TPT", FACTS, "Kota Gorontalo", FIGURE, "Turun 0,1 persen poin dari Agustus 2024 (3,52)")
    assert text.splitlines() == [
        "TPT Kota Gorontalo, Agustus 2025: 3,42 %.",
        "Turun 0,1 persen poin dari Agustus 2024 (3,52).",
        "Dari 100 orang, 3,42 menganggur.",
        "Sumber: BRS 60/11, rilis 5 Nov 2025.",
    ]
    assert "(angka sementara)" in message("TPT", FACTS, "Kota", replace(FIGURE, status="sementara"), None)


def test_a_message_says_what_an_amount_of_money_is_counted_by():
    facts = Facts({"unit": "rupiah per orang per bulan", "unit_symbol": "Rp"})
    amount = replace(FIGURE, value=Decimal(503854))
    assert "Agustus 2025: Rp503.854 per orang per bulan." in message("GK", facts, "Kota", amount, None)


def test_the_spoken_sentence_is_filled_in():
    facts = Facts(FACTS.stored | {"quick": "TPT {region} {period} {value}."})
    assert spoken(facts, "Kota Gorontalo", FIGURE) == "TPT Kota Gorontalo Agustus 2025 3,42 %."
    assert spoken(FACTS, "Kota Gorontalo", FIGURE) is None


def test_a_rounded_figure_is_said_with_about():
    facts = Facts({"unit": "jiwa", "quick": "Penduduk {region} {period}: {value}."})
    rounded = replace(FIGURE, value=Decimal(210190), note="Dibulatkan ke puluhan: sumber menulis 210,19 ribu")
    assert spoken(facts, "Kota", rounded) == "Penduduk Kota Agustus 2025: sekitar 210.190 jiwa."
    assert "sekitar 210.190 jiwa." in message("Penduduk", facts, "Kota", rounded, None)


@pytest.mark.parametrize(
    ("value", "words"),
    [("3.42", "sekitar 3 orang"), ("4.5", "sekitar 5 orang"), ("6.00", "ada 6 orang"), ("0.31", "kurang dari 1 orang")],
)
def test_people_are_counted_whole(value, words):
    facts = Facts({"how_to_read": "Dari 100 orang ada {whole} orang menganggur."})
    assert words in reading(facts, "", Decimal(value))
    assert reading(facts, "", None) == "Dari 100 orang ada sekian orang menganggur."


def test_an_index_carries_the_year_it_is_100_for():
    facts = Facts({"unit": "indeks", "unit_symbol": "", "quick": "IHK {region}, {period}: {value}."})
    index = replace(FIGURE, value=Decimal("106.04"), series="2022=100")
    assert spoken(facts, "Kota", index) == "IHK Kota, Agustus 2025: 106,04 (2022=100)."
    assert "Agustus 2025: 106,04 (2022=100)." in message("IHK", facts, "Kota", index, None)
    assert unit_words(facts, index) == "indeks, 2022=100"
    assert unit_words(facts, replace(index, series="LF SP2020")) == "indeks"
    assert unit_words(FACTS, index) == "persen"


def test_a_value_in_the_question_and_a_place_below_the_city_are_understood():
    today = date(2026, 11, 26)
    question = understand("Gini 0,39 artinya?", today)
    assert (question.words, question.number, question.wants_meaning) == (("gini",), Decimal("0.39"), True)
    places = {"dungingi": "7571011", "kota barat": "7571010"}
    question = understand("penduduk miskin Kota Barat 2024", today, Lexicon(frozenset({"kota", "gorontalo"}), places))
    assert (question.words, question.place, question.year) == (("penduduk", "miskin"), "7571010", 2024)
    assert understand("barat", today, Lexicon((), places)).place is None


def test_a_figure_below_zero_is_misread_in_its_own_way():
    facts = Facts(
        {"misreadings": ["Inflasi turun dikira harga turun"], "misreadings_below_zero": ["Minus dikira inflasi"]}
    )
    assert misreading(facts, Decimal("2.1")) == misreading(facts, None) == "Inflasi turun dikira harga turun"
    assert misreading(facts, Decimal("-0.79")) == "Minus dikira inflasi"
    assert misreading(Facts({"misreadings": ["Dikira luas"]}), Decimal("-1")) == "Dikira luas"
    assert misreading(Facts({}), Decimal(1)) is None
