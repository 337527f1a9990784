"""Orders and crowding by permutation: near the exact values, and the same for the same seed."""

import json
from math import sqrt
from pathlib import Path
from random import Random

import pytest

from pstku.rewards.rules import permuting
from pstku.rewards.rules.permuting import ENOUGH_AS_EXTREME, PERMUTATIONS, generator

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "signals.json").read_text())
DUTY = {"Senin": ((480.0, 720.0), (780.0, 930.0)), "Selasa": ((480.0, 720.0),)}


def near(p: float):
    """Within four standard errors of what so many permutations can tell."""
    return pytest.approx(p, abs=4 * max(p / sqrt(ENOUGH_AS_EXTREME), sqrt(p / PERMUTATIONS)))


@pytest.mark.parametrize("row", VECTORS["rank_sum"])
def test_the_rank_sum_is_near_the_exact_one(row):
    samples = [(row["own"], row["others"])]
    assert permuting.rank_sum_p(generator("a"), samples) == near(row["p"])


@pytest.mark.parametrize("row", VECTORS["gap"])
def test_the_gap_between_two_ways_is_near_the_exact_one(row):
    assert permuting.gap_p(generator("b"), row["high"], row["low"]) == near(row["p"])


def test_the_same_seed_gives_the_same_p_and_another_seed_another():
    samples = [([2.0, 3.0, 5.0], [4.0, 6.0, 7.0, 3.5])]
    first, again, other = (permuting.rank_sum_p(generator(seed), samples) for seed in ("x", "x", "y"))
    assert first == again != other


def test_the_generator_is_the_one_python_promises_to_keep():
    chance = generator("abc")
    assert [round(chance.random(), 6) for _ in range(3)] == [0.772025, 0.558169, 0.709533]


def test_ranks_are_compared_within_strata_only():
    slow_service, quick_service = [30.0, 31.0, 32.0, 33.0], [3.0, 3.1, 3.2, 3.3]
    mixed = permuting.rank_sum_p(generator("s"), [([*quick_service], [*slow_service])])
    apart = permuting.rank_sum_p(generator("s"), [(quick_service, [3.05, 3.15, 3.25]), ([], slow_service)])
    assert mixed < 0.05 < apart


def test_a_p_is_never_nought():
    samples = [([float(n) for n in range(40)], [float(100 + n) for n in range(60)])]
    assert permuting.rank_sum_p(generator("z"), samples) == 1 / (PERMUTATIONS + 1)


def test_the_largest_burst_counts_ten_minutes_from_any_visit():
    assert permuting.largest_burst([500, 509, 510, 510.5, 900]) == 3
    assert permuting.largest_burst([]) == 0
    assert permuting.burst_around(510.5, [500, 509, 510, 510.5, 900]) == 3
    assert permuting.burst_around(500, [490, 500, 511]) == 2


def test_five_visits_in_eight_minutes_are_no_chance_and_five_over_a_day_are():
    crowded = {"Senin": [900, 902, 904, 906, 908], "Selasa": [500]}
    spread = {"Senin": [490, 560, 650, 800, 900], "Selasa": [500]}
    assert permuting.burst_p(generator("c"), crowded, DUTY) < 0.001
    assert permuting.burst_p(generator("c"), spread, DUTY) > 0.3
    assert permuting.usual_burst(generator("c"), crowded, DUTY) < 2.5


def plainly_drawn(chance: Random, days):
    """A draw as it is defined: every visit of every day at any minute on duty, and the largest burst of all."""
    largest = 0
    for day, minutes in days.items():
        drawn = [500.0]
        if len(minutes) > 1:
            length = sum(end - start for start, end in DUTY[day])
            drawn = []
            for _ in minutes:
                along = chance.random() * length
                first, second = DUTY[day][0], DUTY[day][-1]
                morning = first[1] - first[0]
                drawn.append(first[0] + along if along <= morning else second[0] + along - morning)
        largest = max(largest, permuting.largest_burst(drawn))
    return largest


@pytest.mark.parametrize("seed", range(40))
def test_bursts_are_drawn_as_they_are_defined(seed):
    made = generator(f"days {seed}")
    days = {day: [480 + made.random() * (20 + 10 * seed) for _ in range(1 + int(made.random() * 9))] for day in DUTY}
    seen = max(permuting.largest_burst(minutes) for minutes in days.values())
    busy = {day: minutes for day, minutes in days.items() if len(minutes) >= seen}
    expected = permuting.permutation_p(generator("e"), seen, lambda chance: plainly_drawn(chance, busy), 300)
    assert permuting.burst_p(generator("e"), days, DUTY, 300) == expected
    chance = generator("u")
    assert (
        permuting.usual_burst(generator("u"), days, DUTY) == sum(plainly_drawn(chance, days) for _ in range(200)) / 200
    )
