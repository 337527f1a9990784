"""72 hours of the clock, over nights, weekends and holidays; the last instant is still in time."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.breaches.rules import Notice, State, Told, due_at

FRIDAY = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)  # 16.30 WITA, before a weekend
DUE = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def notice(told_at: datetime | None) -> Notice:
    return Notice(Told.AUTHORITY, due_at(FRIDAY), told_at, "")


@pytest.mark.parametrize(
    ("told_at", "now", "state", "hours"),
    [
        (None, FRIDAY, State.WAITING, 72),
        (None, FRIDAY + SECOND, State.WAITING, 71),
        (None, DUE, State.WAITING, 0),
        (None, DUE + SECOND, State.LATE, 0),
        (None, DUE + timedelta(hours=5), State.LATE, 5),
        (DUE, DUE + timedelta(days=9), State.IN_TIME, 216),
        (DUE + SECOND, DUE + timedelta(days=9), State.TOLD_LATE, 216),
    ],
)
def test_a_weekend_does_not_stop_the_clock(told_at, now, state, hours):
    assert due_at(FRIDAY) == DUE
    assert (notice(told_at).state(now), notice(told_at).hours(now)) == (state, hours)
