"""Shares beside colleagues' shares, against vectors computed elsewhere."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from pstku.rewards.rules.shares import (
    LEAST_LIKENESS,
    MOST_LIKENESS,
    Stratum,
    beta_binomial_upper,
    compare,
    fisher_upper,
    likeness_of,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "signals.json").read_text())


@pytest.mark.parametrize("row", VECTORS["fisher"])
def test_fisher_over_strata_is_the_convolution_of_hypergeometrics(row):
    assert float(fisher_upper([Stratum(*stratum) for stratum in row["strata"]])) == pytest.approx(row["p"], rel=1e-12)


def test_fisher_is_exact():
    assert fisher_upper([Stratum(3, 4, 1, 4)]) == Fraction(17, 70)  # (C(4,3)·C(4,1) + 1) / C(8,4)


def test_a_stratum_without_a_difference_changes_nothing():
    tea = Stratum(3, 4, 1, 4)
    assert fisher_upper([tea, Stratum(5, 5, 9, 9)]) == fisher_upper([tea])


@pytest.mark.parametrize("row", VECTORS["beta_binomial"])
def test_the_beta_binomial_tail(row):
    p = beta_binomial_upper(row["marked"], row["visits"], row["share"], row["likeness"])
    assert p == pytest.approx(row["p"], rel=1e-4)


def test_the_larger_of_both_explanations_counts():
    share = compare([Stratum(20, 25, 50, 100)], LEAST_LIKENESS)
    assert float(share.fisher) < 0.01 < share.beta_binomial == share.p
    assert (share.expected, share.points_above) == (Fraction(25, 2), 30)


def test_nobody_in_the_same_strata_is_no_comparison():
    assert compare([Stratum(5, 9, 0, 0), Stratum(0, 0, 7, 20)], LEAST_LIKENESS) is None


def test_what_colleagues_never_do_is_not_impossible():
    share = compare([Stratum(1, 30, 0, 60)], LEAST_LIKENESS)
    assert share.expected == 0 and 0.05 < share.p < 1


def test_officers_who_never_differed_are_taken_to_differ_by_ten_points():
    alike = [[(10, 20), (11, 22), (9, 18), (10, 20)]]
    assert likeness_of(alike) == LEAST_LIKENESS
    assert likeness_of([]) == LEAST_LIKENESS
    assert pytest.approx(0.10) == (0.5 * 0.5 * LEAST_LIKENESS) ** 0.5


def test_officers_who_differed_much_are_believed():
    apart = [[(2, 20), (18, 20), (5, 20), (15, 20)], [(1, 10), (8, 10)]]
    assert 0.2 < likeness_of(apart) <= MOST_LIKENESS
    few_always_many_never = [[(20, 20), (0, 20), (20, 20), (0, 20)]]
    assert likeness_of(few_always_many_never) == MOST_LIKENESS
