"""How `make bench` is told what to measure, and when it says that a bar is exceeded."""

import pytest

from tests.bench.bars import BARS, POSTS
from tests.bench.choice import OTHERS, WORKS, Choice
from tests.bench.rounds import compare, ratio, verdict


def test_without_a_choice_everything_is_measured():
    chosen = Choice("")
    assert chosen.works == WORKS and all(other in chosen for other in OTHERS)


def test_works_and_groups_are_chosen_by_name():
    assert set(Choice("guest, vote").works) == {"guest", "vote"}
    assert Choice("posts").works == POSTS
    chosen = Choice("postgresql")
    assert not chosen.works and not chosen.needs_sides and "postgresql" in chosen and "served" not in chosen


def test_an_unknown_name_is_told_with_those_there_are():
    with pytest.raises(SystemExit, match=r"no rating.*vote"):
        Choice("rating")


def test_every_bar_of_a_work_belongs_to_one():
    beside_base = {name for name, bars in BARS.items() if "" not in bars}
    assert beside_base - set(WORKS) == {"first question after a setting", "first question after a page", "four at once"}


def test_a_bar_is_exceeded_when_three_quarters_of_the_rounds_are_above_it():
    assert verdict(0.3, 0.39, 0.4) == "ok"
    assert verdict(0.39, 0.41, 0.4) == "at the bar"
    assert verdict(0.41, 0.5, 0.4) == "OVER"


def test_ratios_are_taken_round_by_round():
    found = ratio([10, 40, 30], [10, 20, 10])
    assert (found.low, found.middle, found.high) == (1.5, 2, 2.5)


def test_the_floors_stand_beside_each_other(capsys):
    compare("guest", "ms", {"PSTku": [2.0, 2.0], "floor": [1.5, 1.5], "raw floor": [1.0, 1.0]}, {"floor": 1.5})
    ours, floor, raw, floors = capsys.readouterr().out.splitlines()
    assert "2.00 (2.00–2.00) ms" in ours and floor.endswith("1.33 (1.33–1.33)    ≤ 1.5     ok")
    assert floors.split("floor ÷ raw")[1].strip() == "1.50 (1.50–1.50)" and "2.00 (2.00–2.00)" in raw
