"""The draw of the spot check: repeatable by anybody, known to nobody before; and the chance that is printed beside it."""

from fractions import Fraction
from itertools import combinations
from uuid import UUID

import pytest

from pstku.rewards.rules.spot_check import chance_found, drawn, seed_of

VISITS = [UUID(int=number) for number in range(40)]


def test_the_same_evidence_and_word_draw_the_same_visits_in_any_order():
    seed = seed_of("ab" * 32, "mangga")
    assert drawn(seed, VISITS) == drawn(seed, reversed(VISITS))
    assert len(set(drawn(seed, VISITS))) == 8


@pytest.mark.parametrize(("snapshot_hash", "nonce"), [("ab" * 32, "jeruk"), ("cd" * 32, "mangga")])
def test_another_word_or_other_evidence_draws_others(snapshot_hash, nonce):
    assert drawn(seed_of(snapshot_hash, nonce), VISITS) != drawn(seed_of("ab" * 32, "mangga"), VISITS)


def test_fewer_visits_than_wanted_are_all_drawn():
    assert sorted(drawn(seed_of("ab" * 32, "mangga"), VISITS[:5])) == VISITS[:5]


def test_every_visit_is_drawn_about_equally_often():
    times = dict.fromkeys(VISITS, 0)
    for number in range(2000):
        for visit in drawn(seed_of("ab" * 32, f"kata {number}"), VISITS):
            times[visit] += 1
    assert all(340 < count < 460 for count in times.values())  # 400 expected, standard deviation 18


@pytest.mark.parametrize(("pool", "invented", "asked", "percent"), [(24, 8, 8, 98), (33, 8, 8, 92), (24, 0, 8, 0)])
def test_the_chance_of_finding_an_invented_visit(pool, invented, asked, percent):
    assert round(100 * chance_found(pool, invented, asked)) == percent


def test_the_chance_is_the_share_of_draws_that_hold_an_invented_visit():
    draws = list(combinations(range(7), 3))
    assert chance_found(7, 2, 3) == Fraction(sum(min(draw) < 2 for draw in draws), len(draws))


def test_more_than_there_are_is_refused():
    with pytest.raises(ValueError, match="more than"):
        chance_found(3, 4, 1)
