"""Score, gates, shortlist and publication, held to the agreed vectors."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from pstku.core.numbers import round_half_up
from pstku.ratings.rules.gates import Evidence, GateSettings, gates, is_eligible, is_weak
from pstku.ratings.rules.publication import PublicationSettings, is_provisional, is_shown_to_admin, may_move, releasable
from pstku.ratings.rules.score import Tally, officer_score, pooled_deviation, prior_mean, wilson_lower
from pstku.ratings.rules.shortlist import Contender, closeness, shortlist

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
    assert (is_shown_to_admin(9, limits), is_shown_to_admin(10, limits)) == (False, True)
    assert releasable(["a"] * 9, 5, limits) == 0
    assert releasable(["a"] * 10, 5, limits) == 5
