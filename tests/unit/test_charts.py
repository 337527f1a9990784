"""A chart has a place for every period that should have a figure."""

from decimal import Decimal

from pstku.library.rules.charts import chart_points, chart_words
from pstku.library.rules.figures import Figure
from pstku.library.rules.periods import period_kind


def series(values: dict[str, str], method: dict[str, str] | None = None) -> list[Figure]:
    """Figures by period."""
    return [
        Figure(
            1, "ind.x", "7571", period, period_kind(period), Decimal(value), (method or {}).get(period, "a"), "",
            "BRS", None, None, "", True,
        )
        for period, value in values.items()
    ]  # fmt: skip


INFLATION = series({"2025-03": "0.8", "2025-05": "0.34", "2025-09": "1.83", "2025-12": "2.50"})


def labels(figures: list[Figure], calendar: dict | None = None) -> list[str]:
    return [point.label for point in chart_points(figures, calendar or {})]


def test_a_missing_month_is_an_empty_place_and_the_others_stand_in_time():
    assert labels(INFLATION) == ["Mar 25", "–", "Mei 25", "–", "–", "–", "Sep 25", "–", "–", "Des 25"]
    assert [p.value for p in chart_points(INFLATION, {})][:3] == [Decimal("0.8"), None, Decimal("0.34")]


def test_figures_of_every_year_stand_side_by_side():
    assert labels(series({"2021": "1", "2022": "2", "2023": "3"})) == ["2021", "2022", "2023"]
    assert labels(series({"2022": "1", "2023": "2", "2025": "3"})) == ["2022", "2023", "–", "2025"]


def test_months_in_which_there_is_no_figure_are_not_missing():
    august = series({"2023-08": "1", "2024-08": "2", "2025-08": "3"})
    assert labels(august, {"period_kind": "month", "months": [8]}) == ["Agu 23", "Agu 24", "Agu 25"]
    march = series({"2024-S1": "1", "2026-S1": "3"})
    assert labels(march, {"period_kind": "semester", "months": [3]}) == ["S1 24", "–", "S1 26"]


def test_where_it_would_be_too_narrow_long_gaps_shrink_and_the_oldest_give_way():
    people = series({"2010": "1", "2020": "2", "2021": "3", "2022": "3", "2023": "4"})
    assert labels(people) == ["2010", "…", "2020", "2021", "2022", "2023"]
    many = series({"2022-10": "1", "2023-02": "2", "2023-10": "3", "2023-11": "4", "2025-03": "5", "2025-05": "6"})
    assert labels(many) == ["Okt 23", "Nov 23", "…", "Mar 25", "–", "Mei 25"]


def test_the_words_carry_every_value_the_gaps_and_a_change_of_method():
    figures = series({"2021": "77.41", "2022": "78.22", "2024": "79"}, {"2021": "lama"})
    assert chart_words("IPM Kota", chart_points(figures, {})) == (
        "IPM Kota: 2021 77,41; 2022 78,22; 2023 belum diisi; 2024 79. Metode hitung berganti antara 2021 dan 2022."
    )
    people = series({"2010": "1", "2020": "2", "2021": "3"})
    assert "2011 sampai 2019 belum diisi" in chart_words("Penduduk", chart_points(people, {}))
