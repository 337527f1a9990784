"""Periods: as typed, in words, and what follows."""

from datetime import date
from itertools import islice

import pytest

from pstku.core.errors import InvalidInput
from pstku.library.rules.periods import (
    after,
    earliest_release,
    fits,
    is_period,
    listed,
    parse_period,
    period_text,
    sort_key,
)


@pytest.mark.parametrize(
    ("typed", "period", "kind"),
    [
        ("2025", "2025", "year"),
        ("Tahun 2025", "2025", "year"),
        ("2025-08", "2025-08", "month"),
        ("Agustus 2025", "2025-08", "month"),
        ("agu 2025", "2025-08", "month"),
        ("8/2025", "2025-08", "month"),
        ("TW II 2026", "2026-Q2", "quarter"),
        ("Triwulan 4 2026", "2026-Q4", "quarter"),
        ("q3 2026", "2026-Q3", "quarter"),
        ("2026-s1", "2026-S1", "semester"),
        ("Semester I 2026", "2026-S1", "semester"),
        ("Semester 2 (September) 2025", "2025-S2", "semester"),
    ],
)
def test_a_typed_period_is_read(typed, period, kind):
    assert parse_period(typed) == (period, kind)
    assert is_period(period, kind)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "kemarin",
        "2025-13",
        "13/2025",
        "Semester 3 2025",
        "2024 2025",
        "triwulan 2025",
        "Tahun 20٢٥",
        "Agu-٢٥",
        "20٢٥-08-01",
        "8/20٢٥",
    ],
)
def test_what_is_no_period_is_refused(typed):
    with pytest.raises(InvalidInput):
        parse_period(typed)


def test_the_next_periods_follow_over_the_turn_of_the_year():
    assert list(islice(after("2025-11", "month"), 3)) == ["2025-12", "2026-01", "2026-02"]
    assert list(islice(after("2025-Q4", "quarter"), 2)) == ["2026-Q1", "2026-Q2"]
    assert list(islice(after("2025-S1", "semester"), 2)) == ["2025-S2", "2026-S1"]
    assert list(islice(after("2024", "year"), 2)) == ["2025", "2026"]


def test_words_and_order():
    assert period_text("2026-Q2") == "Triwulan II 2026"
    assert sorted(["2025", "2025-03", "2025-S1", "2024-12"], key=sort_key) == ["2024-12", "2025-03", "2025-S1", "2025"]


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2025", date(2025, 1, 1)),
        ("2025-08", date(2025, 9, 1)),
        ("2025-12", date(2026, 1, 1)),
        ("2025-Q2", date(2025, 7, 1)),
        ("2025-Q4", date(2026, 1, 1)),
        ("2025-S1", date(2025, 4, 1)),
        ("2025-S2", date(2025, 10, 1)),
    ],
)
def test_nothing_is_out_before_what_it_tells_of(period, day):
    assert earliest_release(period) == day


@pytest.mark.parametrize(
    ("asked", "period", "does"),
    [
        (None, "2023", True), ("2023", "2023-08", True), ("2023", "2023-S1", True), ("2023", "2024", False),
        ("2023-03", "2023-S1", True), ("2023-09", "2023-S2", True), ("2023-09", "2023-S1", False),
        ("2023-02", "2023-S1", False), ("2023-05", "2023-Q2", True), ("2023-05", "2023", True),
        ("2026-Q1", "2026-Q2", False), ("2026-Q1", "2026", False), ("2025-Q3", "2025-09", False),
        ("2024-S1", "2024-S2", False), ("2024-S1", "2024-S1", True),
    ],
)  # fmt: skip
def test_which_figure_may_answer_an_asked_time(asked, period, does):
    assert fits(asked, period) is does


def test_periods_are_listed_for_a_sentence():
    assert listed(["2024"]) == "2024"
    assert listed(["2024", "2025"]) == "2024 dan 2025"
    assert listed(["2025-08", "2025-09", "2025-10", "2025-11", "2025-12"]) == (
        "Agustus 2025, September 2025, Oktober 2025 dan 2 periode lain"
    )
