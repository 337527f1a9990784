"""Shares beside colleagues' shares, against vectors computed elsewhere."""

import json
from fractions import Fraction
from math import comb
from pathlib import Path
from random import Random

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


def plain_fisher(strata):
    """The sum as it is defined, in fractions: every way of dealing the marked visits out, squared in the visits."""
    ways, total = [1], 1
    for marked, visits, other_marked, other_visits in strata:
        of, everything = marked + other_marked, visits + other_visits
        here = [comb(of, x) * comb(everything - of, visits - x) for x in range(visits + 1)]
        found = [0] * (len(ways) + len(here) - 1)
        for place, many in enumerate(ways):
            for step, few in enumerate(here):
                found[place + step] += many * few
        ways, total = found, total * comb(everything, visits)
    return Fraction(sum(ways[sum(row[0] for row in strata) :]), total)


def fisher(strata):
    return fisher_upper([Stratum(*row) for row in strata])


def drawn_quarter(seed):
    """One to six strata of an officer, alike or unlike the others, from a handful of visits to hundreds."""
    chance = Random(seed)
    strata = []
    for _ in range(chance.choice((1, 2, 2, 3, 4, 6))):
        visits, others = chance.randint(1, chance.choice((3, 20, 90))), chance.randint(1, chance.choice((3, 40, 300)))
        habit, usual = chance.choice((0.0, 0.5, 1.0, chance.random())), chance.choice((0.0, 0.02, 1.0, chance.random()))
        marked, other_marked = (
            sum(chance.random() < share for _ in range(count)) for share, count in ((habit, visits), (usual, others))
        )
        strata.append((marked, visits, other_marked, others))
    return strata


@pytest.mark.parametrize("row", VECTORS["fisher"])
def test_fisher_over_strata_is_the_convolution_of_hypergeometrics(row):
    assert fisher(row["strata"]) == pytest.approx(row["p"], rel=1e-12)


def test_fisher_is_the_float_nearest_to_the_exact_sum():
    assert fisher([(3, 4, 1, 4)]) == 17 / 70  # (C(4,3)·C(4,1) + 1) / C(8,4)
    drawn = [drawn_quarter(seed) for seed in range(400)]
    assert [fisher(strata) for strata in drawn] == [float(plain_fisher(strata)) for strata in drawn]


@pytest.mark.parametrize(
    "strata",
    [
        [(260, 500, 9_500, 19_500)],  # unremarkable
        [(160, 200, 9_000, 19_000), (12, 60, 40, 900)],  # far in the tail
        [(300, 300, 3, 9_000)],  # smaller than any float
        [(0, 200, 10, 9_000)],  # one, or nearly
    ],
)
def test_fisher_of_a_large_office_is_exact_too(strata):
    assert fisher(strata) == float(plain_fisher(strata))


@pytest.mark.parametrize("heads", [21, 22])
def test_a_sum_half_way_between_two_floats_is_decided_exactly(heads):
    coins = [(1, 1, 0, 1)] * heads + [(0, 1, 1, 1)] * (54 - heads)
    exact = Fraction(sum(comb(54, k) for k in range(heads, 55)), 2**54)
    assert exact == plain_fisher(coins) and fisher(coins) == float(exact)
    assert (exact.numerator.bit_length(), exact.denominator) == (54, 2**54)  # one bit more than a float holds


def test_a_stratum_without_a_difference_changes_nothing():
    tea = Stratum(3, 4, 1, 4)
    assert fisher_upper([tea, Stratum(5, 5, 9, 9)]) == fisher_upper([tea])


@pytest.mark.parametrize("row", VECTORS["beta_binomial"])
def test_the_beta_binomial_tail(row):
    p = beta_binomial_upper(row["marked"], row["visits"], row["share"], row["likeness"])
    assert p == pytest.approx(row["p"], rel=1e-4)


def test_the_larger_of_both_explanations_counts():
    share = compare([Stratum(20, 25, 50, 100)], LEAST_LIKENESS)
    assert share.fisher < 0.01 < share.beta_binomial == share.p
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
