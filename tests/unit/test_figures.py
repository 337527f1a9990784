"""Figures in words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pstku.library.rules.figures import Figure, change_words, pick, previous, with_unit
from pstku.library.rules.periods import period_text, sort_key
from pstku.library.rules.schema import Facts

SHARE = Facts({"unit": "persen", "is_percentage": True})


def figure(period: str, value: str = "1.0", series: str = "a", kind: str = "month") -> Figure:
    return Figure(1, "ind.x", "7571", period, kind, Decimal(value), series, "tetap", "BRS", None, None, "", True)


@pytest.mark.parametrize(
    ("period", "long", "short"),
    [
        ("2023", "2023", "2023"),
        ("2025-08", "Agustus 2025", "Agu 25"),
        ("2026-Q2", "Triwulan II 2026", "TW II 26"),
        ("2026-S1", "Semester 1 (Maret) 2026", "S1 26"),
    ],
)
def test_periods_in_words(period, long, short):
    assert period_text(period) == long
    assert figure(period).short_period == short


def test_periods_sort_by_their_last_month():
    periods = ["2025", "2025-S1", "2025-Q1", "2025-12", "2025-01", "2024"]
    assert sorted(periods, key=sort_key) == ["2024", "2025-01", "2025-Q1", "2025-S1", "2025", "2025-12"]


def test_percentages_change_by_points_and_an_index_by_poin():
    now, before = figure("2025-03", "13.24"), figure("2024-03", "13.87")
    assert change_words(now, before, SHARE) == "Turun 0,63 persen poin dari Maret 2024 (13,87)"
    assert change_words(now, before, Facts({"unit": "indeks"})) == "Turun 0,63 poin dari Maret 2024 (13,87)"
    assert change_words(now, replace(before, series="b"), SHARE) is None
    assert change_words(now, before, Facts({"unit": "rasio"})) == "Turun 0,63 poin dari Maret 2024 (13,87)"
    assert change_words(now, before, Facts({"unit": "rupiah per orang", "unit_symbol": "Rp"})).startswith(
        "Turun Rp0,63 dari"
    )


def test_a_figure_is_compared_with_the_same_month_of_the_same_series():
    figures = [figure("2024-09"), figure("2025-03"), figure("2025-08"), figure("2025-09")]
    assert previous(figures, figures[3]).period == "2024-09"
    assert previous(figures, figures[2]) is None, "September is no August"
    assert previous(figures, figures[0]) is None
    assert previous([replace(figures[0], series="b"), figures[3]], figures[3]) is None, "never across a break"


def test_an_asked_year_that_is_not_there_is_not_replaced_by_another():
    figures = [figure("2023", kind="year"), figure("2024", kind="year")]
    assert pick(figures, "2025") is None
    assert pick(figures, None).period == "2024"
    assert pick(figures, "2023").period == "2023"


@pytest.mark.parametrize(
    ("symbol", "unit", "said"),
    [
        ("%", "persen", "44,43 %"),
        ("Rp", "rupiah per orang per bulan", "Rp44,43"),
        ("Rp", "juta rupiah per orang", "Rp44,43 juta"),
        ("Rp", "miliar rupiah", "Rp44,43 miliar"),
        ("", "jiwa per km²", "44,43 jiwa per km²"),
        ("", "indeks", "44,43"),
        ("", "rasio", "44,43"),
        ("", "", "44,43"),
    ],
)
def test_a_value_is_said_with_its_unit_and_its_scale(symbol, unit, said):
    assert with_unit("44,43", symbol, unit) == said
