"""Score, gates, shortlist and publication, held to the agreed vectors."""

import json
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from pstku.core.numbers import round_half_up
from pstku.ratings.rules.gates import Evidence, GateSettings, gates, is_eligible, is_weak
from pstku.ratings.rules.publication import (
    PublicationSettings,
    frozen_limits,
    is_provisional,
    is_shown_to_managers,
    may_move,
    releasable,
)
from pstku.ratings.rules.score import (
    Score,
    Tally,
    format_score,
    officer_score,
    pooled_deviation,
    prior_mean,
    wilson_lower,
)
from pstku.ratings.rules.shortlist import Contender, between, closeness, leader_of, shortlist

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "skip.json").read_text())
GOOD = {"coverage": Fraction(1, 2), "weeks": 5, "contact_share": Fraction(1, 10)}


def score(row: dict):
    mean = Fraction(str(VECTORS["mu0"]))
    return officer_score(row["n"], row["sum"], mean=mean, prior_votes=VECTORS["m"], deviation=VECTORS["s"])


def contender(row: dict, number: int, **changes) -> Contender:
    values = {"within_standard": None, "won_lately": False} | changes
    return Contender(number, score(row), row["fours"], **values)


@pytest.mark.parametrize("row", VECTORS["officers"], ids=lambda row: row["officer"])
def test_each_officer_of_the_vectors(row):
    found = score(row)
    assert float(found.value) == pytest.approx(row["S"], abs=5e-7)
    assert found.error == pytest.approx(row["SE"], abs=5e-7)
    assert float(round_half_up(found.shown, 2)) == row["shown"]
    assert wilson_lower(row["fours"], row["n"]) == pytest.approx(row["wilson"], abs=5e-7)
    limits = GateSettings()
    evidence = Evidence(votes=row["n"], has_upheld_complaint=False, is_under_sanction=False, **GOOD)
    assert gates(evidence, limits)[0].passed is row["passes_n_gate"]


def test_the_shortlist_and_winner_of_the_vectors():
    rows = {row["officer"]: row for row in VECTORS["officers"] if row["passes_n_gate"]}
    numbers = {name: place for place, name in enumerate(rows, 1)}
    listed = shortlist([contender(row, numbers[name]) for name, row in rows.items()])
    names = {number: name for name, number in numbers.items()}
    assert [names[c.officer_id] for c in listed] == VECTORS["shortlist"]
    assert names[listed[0].officer_id] == VECTORS["winner"]


def test_gap_and_limit_are_those_of_the_picture():
    rows = {row["officer"]: row for row in VECTORS["officers"]}
    second = closeness([contender(rows["B"], 1), contender(rows["D"], 2)])[1]
    assert (round(second.gap, 2), round(second.limit, 2)) == (0.68, 3.2)


def test_equal_shares_of_four_are_decided_by_time_then_n_then_no_recent_win():
    row = {"n": 20, "sum": 76, "fours": 16}
    quick = contender(row, 1, within_standard=Fraction(9, 10))
    slow = contender(row, 2, within_standard=Fraction(1, 2))
    assert [c.officer_id for c in shortlist([slow, quick])] == [1, 2]
    winner = contender(row, 1, won_lately=True)
    assert [c.officer_id for c in shortlist([winner, contender(row, 2)])] == [2, 1]


def test_three_perfect_votes_do_not_beat_forty_good_ones():
    few, many = score({"n": 3, "sum": 12}), score({"n": 40, "sum": 154})
    assert few.value < many.value


def test_the_prior_mean_falls_back_step_by_step():
    assert prior_mean(Tally(30, 105), Tally(50, 200)) == Fraction(7, 2)
    assert prior_mean(Tally(29, 100), Tally(10, 38)) == Fraction(19, 5)
    assert prior_mean(Tally(29, 100), Tally(9, 36)) == 3


def test_the_deviation_has_floors():
    assert pooled_deviation([Tally(29, 116, 464)]) == 0.60
    assert pooled_deviation([Tally(30, 120, 480)]) == 0.35
    assert pooled_deviation([Tally(20, 60, 200), Tally(20, 60, 200)]) == pytest.approx((40 / 38) ** 0.5)


def test_the_range_stays_on_the_scale():
    top = officer_score(3, 12, mean=Fraction(4), prior_votes=10, deviation=0.6)
    assert top.high == 4 and top.low < 4


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"votes": 9}, ["votes"]),
        ({"weeks": 2}, ["weeks"]),
        ({"contact_share": Fraction(21, 100)}, ["contact"]),
        ({"has_upheld_complaint": True}, ["complaint"]),
        ({"is_under_sanction": True}, ["sanction"]),
    ],
)
def test_each_hard_gate_excludes(change, failed):
    evidence = {"votes": 10, "has_upheld_complaint": False, "is_under_sanction": False} | GOOD | change
    found = gates(Evidence(**evidence), GateSettings())
    assert [gate.code for gate in found if not gate.passed] == failed
    assert not is_eligible(found)


@pytest.mark.parametrize("coverage", [Fraction(29, 100), None])
def test_low_coverage_is_weak_evidence_not_exclusion(coverage):
    evidence = {"votes": 10, "has_upheld_complaint": False, "is_under_sanction": False} | GOOD | {"coverage": coverage}
    found = gates(Evidence(**evidence), GateSettings())
    assert is_eligible(found) and is_weak(found)


def test_limits_are_inclusive():
    evidence = Evidence(10, Fraction(30, 100), 3, Fraction(20, 100), False, False)
    found = gates(evidence, GateSettings())
    assert all(gate.passed for gate in found) and not is_weak(found)


def test_figures_move_by_batches():
    limits = PublicationSettings()
    assert [may_move(0, n, limits) for n in (4, 5)] == [False, True]
    assert [may_move(5, n, limits) for n in (9, 10)] == [False, True]
    assert (is_provisional(9, limits), is_provisional(10, limits)) == (True, False)
    assert (is_shown_to_managers(9, limits), is_shown_to_managers(10, limits)) == (False, True)
    assert not is_shown_to_managers(50, limits, is_own=True)
    assert releasable(["a"] * 9, 5, limits) == 0
    assert releasable(["a"] * 10, 5, limits) == 5


def test_a_quarter_opened_by_an_earlier_version_keeps_the_limit_it_froze():
    assert frozen_limits({"publish_votes": 20}) == PublicationSettings(own=5, everyone=20, step=5)


# 92,59 of 74 votes, 95,20 of 26 and 93,25 of 60: in this order by the share of fours
THREE = {1: (74, Fraction("92.59"), 0.32), 2: (26, Fraction("95.20"), 0.32), 3: (60, Fraction("93.25"), 0.32)}


def three() -> dict[int, Contender]:
    found = {}
    for number, (n, shown, deviation) in THREE.items():
        error = deviation / (n + 10) ** 0.5
        found[number] = Contender(number, Score(n, shown / 25, error, 1, 4), 60 - 10 * number, None, won_lately=False)
    return found


@pytest.mark.parametrize("pair", list(permutations(THREE, 2)))
def test_distance_and_limit_are_those_of_the_two_named(pair):
    people = three()
    one, other = (people[number] for number in pair)
    found = between(one, other)
    assert found.officer_id == pair[1]
    assert found.gap == pytest.approx(abs(float(THREE[pair[0]][1] - THREE[pair[1]][1])))
    assert found.limit == pytest.approx(25 * (one.score.error**2 + other.score.error**2) ** 0.5)


def test_the_leader_by_score_need_not_be_the_first_name():
    people = list(three().values())
    leader = leader_of(people)
    assert leader.officer_id == 2
    assert {item.officer_id: round(item.gap, 2) for item in closeness(people)} == {2: 0, 3: 1.95, 1: 2.61}
    assert leader_of([]) is None


def test_without_a_four_the_least_share_is_zero_and_the_next_rule_decides():
    assert all(wilson_lower(0, n) == 0 for n in range(500))
    row = {"n": 27, "sum": 81, "fours": 0}
    many = contender({"n": 31, "sum": 93, "fours": 0}, 2, within_standard=Fraction(1, 2))
    assert [c.officer_id for c in shortlist([many, contender(row, 1, within_standard=Fraction(9, 10))])] == [1, 2]


def test_shares_that_look_equal_are_equal():
    one = contender({"n": 1000, "sum": 3900, "fours": 900}, 1, within_standard=Fraction(1, 2))
    other = contender({"n": 1001, "sum": 3904, "fours": 901}, 2, within_standard=Fraction(9, 10))
    assert one.fours_lower < other.fours_lower or one.fours_lower > other.fours_lower
    assert one.fours_percent == other.fours_percent
    assert [c.officer_id for c in shortlist([one, other])] == [2, 1]


@pytest.mark.parametrize(("n", "words"), [(59, "94"), (99, "94"), (100, "94,32")])
def test_decimals_fit_the_votes(n, words):
    assert format_score(Fraction("94.32"), n) == words
