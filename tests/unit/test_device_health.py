"""A tablet is green, amber or red by what it last said."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.devices.rules import health, is_clock_wrong, is_nearly_full

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
