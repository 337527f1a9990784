"""Days of duties, and how much and how fast of a plan was done."""

from datetime import date
from fractions import Fraction

import pytest

from pstku.readiness.evidences import EVIDENCES, JUDGES, OUTSIDE
from pstku.readiness.rules import FIRST_DUTIES, DutyState, FollowedUp, due_on, followed_up, state_of

TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("month", "day", "year", "due"),
    [
        (5, 31, 2026, date(2026, 5, 31)),
        (2, 29, 2026, date(2026, 2, 28)),
        (2, 29, 2028, date(2028, 2, 29)),
        (None, None, 2026, None),
    ],
)
def test_a_duty_has_its_day_in_every_year(month, day, year, due):
    assert due_on(month, day, year) == due


@pytest.mark.parametrize(
    ("due", "is_done", "state"),
    [
        (date(2026, 4, 30), False, DutyState.LATE),
        (date(2026, 5, 1), False, DutyState.SOON),
        (date(2026, 5, 31), False, DutyState.SOON),
        (date(2026, 6, 1), False, DutyState.LATER),
        (None, False, DutyState.UNDATED),
        (date(2026, 4, 30), True, DutyState.DONE),
        (None, True, DutyState.DONE),
    ],
)
def test_staff_are_reminded_thirty_days_before_and_from_the_day_after_it_is_late(due, is_done, state):
    assert state_of(due, is_done, TODAY) == state


def test_a_plan_is_counted_by_hand():
    """Closed 1 March: done after 10 days, in time; after 40, late; before the close, 0 days; one open."""
    closed = date(2026, 3, 1)
    lines = [
        (closed, date(2026, 3, 31), date(2026, 3, 11)),
        (closed, date(2026, 3, 31), date(2026, 4, 10)),
        (closed, date(2026, 3, 31), date(2026, 2, 20)),
        (closed, date(2026, 3, 31), None),
    ]
    found = followed_up(lines)
    assert (found, found.share) == (FollowedUp(4, 3, 2, 10), Fraction(75))
    assert followed_up([]).share is None and followed_up(lines[3:]).days is None


def test_at_least_twelve_evidences_come_from_our_own_data_and_each_judge_asks_for_some():
    assert len(EVIDENCES) >= 12
    for judge in JUDGES:
        assert sum(judge in one.asked_by for one in EVIDENCES.values()) >= 6
        assert any(judge in one.asked_by for one in OUTSIDE)
    assert len({duty.title for duty in FIRST_DUTIES}) == len(FIRST_DUTIES)
