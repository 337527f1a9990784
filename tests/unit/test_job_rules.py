"""When the night's work is due, and when a clock is not to be believed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pstku.jobs.rules import LONGEST_JUMP, Doubt, clock_doubt, is_due

TZ = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)


def doubt(now=NOW, *, newest=None, trusted=None, accepted=None):
    return clock_doubt(now, newest=newest, trusted=trusted, accepted=accepted)


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ({}, None),
        ({"newest": NOW - timedelta(days=44)}, None),
        ({"newest": NOW - LONGEST_JUMP - timedelta(seconds=1)}, Doubt.AHEAD),
        ({"newest": NOW + timedelta(minutes=9)}, None),
        ({"newest": NOW + timedelta(minutes=11)}, Doubt.BEHIND),
        ({"trusted": NOW + timedelta(hours=1)}, Doubt.BEHIND),
    ],
)
def test_a_clock_is_believed_between_what_was_written_and_45_days_later(known, wanted):
    assert doubt(**known) is wanted


def test_rows_written_by_a_wrong_clock_do_not_make_it_right():
    assert doubt(newest=NOW, trusted=NOW - timedelta(days=700)) is Doubt.AHEAD


def test_rows_an_admin_knows_to_lie_in_the_future_raise_no_doubt_again():
    future = NOW + timedelta(days=700)
    assert doubt(newest=future, trusted=NOW, accepted=future) is None
    assert doubt(newest=future + timedelta(days=1), trusted=NOW, accepted=future) is Doubt.BEHIND


@pytest.mark.parametrize(
    ("local", "succeeded", "wanted"),
    [
        ((29, 1, 15), (28, 1, 15), True),
        ((29, 0, 45), (28, 1, 15), False),
        ((29, 16, 15), (29, 1, 20), False),
        ((29, 16, 15), (28, 16, 20), True),
        ((29, 16, 15), None, True),
        ((29, 16, 15), (30, 16, 15), True),  # the clock was wrong then
    ],
)
def test_a_night_is_due_once_after_one_in_the_morning(local, succeeded, wanted):
    def moment(parts):
        return datetime(2026, 11, *parts, tzinfo=TZ) if parts else None

    assert is_due(moment(local), moment(succeeded), TZ) is wanted


@pytest.mark.parametrize("zone", ["Asia/Makassar", "Europe/Berlin", "Atlantic/Azores"])
def test_a_night_is_due_once_a_day_all_year_also_where_the_clocks_are_turned(zone):
    """The timer rings every hour; the year has a leap day."""
    tz, hour = ZoneInfo(zone), timedelta(hours=1)
    moment, succeeded, nights = datetime(2028, 1, 1, 12, 15, tzinfo=tz).astimezone(UTC), None, []
    while moment < datetime(2029, 1, 1, tzinfo=tz):
        if is_due(moment, succeeded, tz):
            nights.append(moment.astimezone(tz).date())
            succeeded = moment
        moment += hour
    assert nights == [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
