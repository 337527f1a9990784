"""What an asker shows already, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.core.stamps import Stamp, still_holds

AT = datetime(2026, 11, 23, 1, 0, 0, 250_000, tzinfo=UTC)
STAMP = str(Stamp(7, AT, AT + timedelta(seconds=60)))


def test_a_stamp_holds_until_somebody_acts_or_its_time_is_over():
    assert still_holds(STAMP, 7, AT)
    assert still_holds(STAMP, 7, AT + timedelta(seconds=59, milliseconds=999))
    assert not still_holds(STAMP, 8, AT)
    assert not still_holds(STAMP, 7, AT + timedelta(seconds=60))


def test_a_clock_that_was_set_back_ends_every_stamp():
    assert not still_holds(STAMP, 7, AT - timedelta(seconds=1))


@pytest.mark.parametrize("text", ["", "7", "7.1", "7.1.2.3", "7.x.2", "7.-1.2", "7..", "٧.1.2", f"7.1.{'9' * 5000}"])
def test_what_is_no_stamp_never_holds(text):
    assert not still_holds(text, 7, AT)
