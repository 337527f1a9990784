"""A tablet is green, amber or red by what it last said."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.devices.rules import (
    USEFUL,
    VITAL,
    health,
    is_clock_wrong,
    is_nearly_full,
    is_offline_ready,
    is_overdue,
    known_lacks,
    sentences_of,
)

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("silent_seconds", "outbox_age", "colour"),
    [(0, 0, "green"), (120, 600, "green"), (121, 0, "amber"), (10, 601, "amber"), (300, 0, "amber"), (301, 0, "red")],
)
def test_colour_follows_silence_and_what_is_unsent(silent_seconds, outbox_age, colour):
    assert health(NOW - timedelta(seconds=silent_seconds), outbox_age, NOW) == colour


def test_a_tablet_that_never_spoke_is_red():
    assert health(None, 0, NOW) == "red"


def test_five_minutes_of_skew_are_too_much():
    assert [is_clock_wrong(seconds) for seconds in (300, -300, 301, -301)] == [False, False, True, True]


def test_a_tablet_is_nearly_full_fifty_items_before_it_is():
    assert [is_nearly_full(count) for count in (0, 449, 450, 500)] == [False, False, True, True]


def test_what_a_tablet_lacks_says_whether_it_can_work_alone():
    assert is_offline_ready(None) is None
    assert is_offline_ready("") and is_offline_ready("secure,camera")
    assert not is_offline_ready("camera,disk")
    assert known_lacks("none") == "" and known_lacks("camera,<b>,codes") == "codes,camera"
    assert sentences_of("camera,codes") == [VITAL["codes"], USEFUL["camera"]] and sentences_of(None) == []


def test_two_weeks_on_the_tablet_are_overdue():
    assert not is_overdue(14 * 86400) and is_overdue(14 * 86400 + 1)
