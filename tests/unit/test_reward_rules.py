"""The states of an award, and the marks of what was frozen."""

import hashlib
from itertools import pairwise

import pytest

from pstku.core.errors import Conflict
from pstku.core.quarters import quarter_name
from pstku.rewards.rules import FOLLOWS, STATE_LABELS, State, certificate_code, need_step, snapshot_hash

WAY = [State.OPEN, State.LOCKED, State.CHECKED, State.DECIDED, State.ANNOUNCED, State.ESTABLISHED]
ALLOWED = {*pairwise(WAY), (State.CHECKED, State.LOCKED), *((state, State.CANCELLED) for state in WAY)}


@pytest.mark.parametrize("wanted", State)
@pytest.mark.parametrize("current", State)
def test_only_the_agreed_steps_are_taken(current, wanted):
    if (current, wanted) in ALLOWED:
        need_step(current, wanted)
    else:
        with pytest.raises(Conflict, match="Muat ulang"):
            need_step(current, wanted)


def test_a_cancelled_period_is_over_and_every_state_has_a_word():
    assert FOLLOWS[State.CANCELLED] == frozenset()
    assert set(FOLLOWS) == set(STATE_LABELS) == set(State)
    assert STATE_LABELS[State.ESTABLISHED] == "Ditetapkan"


def test_a_refused_step_says_where_the_period_stands():
    with pytest.raises(Conflict) as refusal:
        need_step("decided", State.DECIDED)
    assert "“Diputuskan”" in str(refusal.value)


def test_the_same_evidence_has_the_same_hash_whatever_its_order():
    one = {"line": "desk", "candidates": [{"votes": 40, "name": "Sari"}], "mean": "18/5"}
    other = {"mean": "18/5", "candidates": [{"name": "Sari", "votes": 40}], "line": "desk"}
    assert snapshot_hash(one) == snapshot_hash(other)


def test_any_change_of_the_evidence_changes_the_hash():
    base = {"votes": [1, 2], "mean": "18/5", "winner": None}
    others = [{"votes": [2, 1]}, {"mean": "18/05"}, {"winner": 0}, {"votes": [1, "2"]}]
    assert len({snapshot_hash(base), *(snapshot_hash(base | other) for other in others)}) == 5


def test_the_hash_can_be_recomputed_elsewhere():
    told = '{"a":[1,"é"],"b":"x"}'
    assert snapshot_hash({"b": "x", "a": [1, "é"]}) == hashlib.sha256(told.encode()).hexdigest()


def test_a_certificate_code_names_its_quarter_and_cannot_be_guessed():
    codes = {certificate_code(2026, 3) for _ in range(200)}
    assert all(code.startswith("26Q3-") and len(code) == 9 for code in codes)
    assert set("".join(code[5:] for code in codes)) == set("23456789CFGHJMPQRVWX")
    assert len(codes) > 190
    assert certificate_code(2105, 1).startswith("05Q1-")


def test_quarters_in_words():
    assert [quarter_name(2026, quarter) for quarter in (1, 2, 3, 4)] == [
        "Triwulan I 2026", "Triwulan II 2026", "Triwulan III 2026", "Triwulan IV 2026",
    ]  # fmt: skip
