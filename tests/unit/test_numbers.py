"""Numbers are rounded once, written the Indonesian way, and read as people type them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from pstku.core.errors import InvalidInput
from pstku.core.numbers import format_number, format_percent, parse_decimal, round_half_up


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("0.135"), 2, "0.14"),
        (Decimal("0.1249999"), 2, "0.12"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 4, "0.6667"),
        (2.675, 2, "2.68"),
        (7, 2, "7.00"),
    ],
)
def test_halves_go_away_from_zero(value, places, rounded):
    assert str(round_half_up(value, places)) == rounded


def test_a_fraction_and_its_decimal_round_alike():
    for thousandths in range(-1000, 1001):
        exact = Fraction(thousandths, 1000)
        assert round_half_up(exact, 2) == round_half_up(Decimal(thousandths) / 1000, 2)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("78.54"), None, "78,54"),
        (Decimal("78.50"), None, "78,50"),
        (Decimal("-0.63"), None, "−0,63"),
        (1234567, None, "1.234.567"),
        (999, None, "999"),
        (Fraction(1, 3), 2, "0,33"),
        (Decimal("6.525"), 2, "6,53"),
        (Decimal("-0.001"), 2, "0,00"),
    ],
)
def test_numbers_in_indonesian(value, places, text):
    assert format_number(value, places) == text


def test_percentages_have_a_space():
    assert format_percent(Decimal("6.52")) == "6,52 %"
    assert format_percent(Fraction(200, 3), 1) == "66,7 %"
    assert format_percent(Decimal("-0.4")) == "−0,4 %"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("78,54", "78.54"),
        ("78.54", "78.54"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        (" 12 ", "12"),
        ("-0,63", "-0.63"),
        ("−0,63", "-0.63"),
        ("0", "0"),
        ("0.123", "0.123"),
        ("1.234,0", "1234"),
        ("1234", "1234"),
        ("12.3456", "12.3456"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("12\u202f345\u202f678", "12345678"),
        ("– 1,29", "-1.29"),
        ("–1,29", "-1.29"),
        ("\u20111,29", "-1.29"),
        ("\u200b78,54\u200e", "78.54"),
        ("\ufeff78,54", "78.54"),
    ],
)
def test_numbers_as_people_type_them(typed, value):
    assert parse_decimal(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "dua",
        "1,2,3",
        "12a",
        "NaN",
        "Infinity",
        "-",
        ",",
        "1/2",
        "1e5",
        "1_000",
        "1,234.5",
        "1.2.3",
        "12.34.567",
        "１２",
        "٣",
        "5,",
    ],
)
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(InvalidInput, match=r"78,54 atau 1\.234,5") as refusal:
        parse_decimal(typed, "value_2024")
    assert refusal.value.field == "value_2024"


@pytest.mark.parametrize("typed", ["101445 1", "203 4", "78,5 4", "1234 567", "0 123", "1 234 5"])
def test_a_digit_after_a_blank_never_joins_the_number(typed):
    with pytest.raises(InvalidInput, match="bukan pemisah ribuan"):
        parse_decimal(typed)


@pytest.mark.parametrize("typed", ["1.234", "-12.500", "999.000"])
def test_what_could_be_a_thousand_times_as_much_is_asked_again(typed):
    with pytest.raises(InvalidInput, match="dapat berarti") as refusal:
        parse_decimal(typed)
    assert refusal.value.values["whole"] == typed.replace(".", "")


def test_what_is_written_can_be_read_again():
    for value in ("0", "0.5", "1234.5", "-1234567.89", "99.99"):
        assert parse_decimal(format_number(Decimal(value))) == Decimal(value)
