"""Who is rung, and when."""

from datetime import timedelta

import pytest

from pstku.guestbook.rules.completeness import DETAILS, missing_details
from pstku.guestbook.rules.ringing import Chain, is_rung, next_step, rung_for

STEP = timedelta(minutes=3)
FULL = Chain(frozenset({1}), frozenset({2}), frozenset({2, 3}))


@pytest.mark.parametrize(
    ("minutes", "rung"), [(0, {1}), (2.9, {1}), (3, {1, 2}), (5.9, {1, 2}), (6, {1, 2, 3}), (60, {1, 2, 3})]
)
def test_the_circle_widens_with_every_step(minutes, rung):
    waited = timedelta(minutes=minutes)
    assert {person for person in (1, 2, 3, 4) if is_rung(person, waited, STEP, FULL)} == rung


@pytest.mark.parametrize(("seconds", "left"), [(-5, 185), (0, 180), (1, 179), (179, 1), (180, 180), (400, 140)])
def test_the_circle_can_widen_only_at_the_next_step(seconds, left):
    assert next_step(timedelta(seconds=seconds), STEP) == timedelta(seconds=left)


def test_an_empty_circle_delays_nobody():
    assert is_rung(2, timedelta(), STEP, Chain(backup=frozenset({2})))
    assert is_rung(3, STEP, STEP, Chain(on_duty=frozenset({1}), ready=frozenset({3})))


def test_without_plan_and_without_anybody_ready_every_officer_is_rung():
    assert is_rung(9, timedelta(), STEP, Chain())


def test_a_clock_that_runs_behind_still_rings_for_duty():
    assert is_rung(1, timedelta(minutes=-1), STEP, FULL)


def test_only_waits_that_reached_a_person_ring_for_them():
    waits = [("new", timedelta(minutes=1)), ("old", timedelta(minutes=4))]
    assert [key for key, _ in rung_for(2, waits, STEP, FULL)] == ["old"]


def test_details_are_missing_until_known_or_said_to_be_all():
    known = dict.fromkeys(DETAILS, "x") | {"completed_at": None}
    assert missing_details(known, seeks_data=True) == ()
    assert missing_details(known | {"sex": None, "purpose": ""}, seeks_data=True) == ("sex", "purpose")
    assert missing_details({"completed_at": "now"}, seeks_data=True) == ()


def test_who_comes_for_something_else_than_data_is_not_asked_what_for():
    known = dict.fromkeys(DETAILS, "x") | {"completed_at": None, "purpose": None}
    assert missing_details(known, seeks_data=False) == ()
    assert missing_details(known | {"sex": None}, seeks_data=False) == ("sex",)
