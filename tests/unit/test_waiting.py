"""Minutes of waiting: only while the counter is open, and never while an officer is at the desk."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pstku.guestbook.rules.waiting import is_within_standard, time_waited, time_without_officer, whole_minutes
from pstku.offices.queries import Hours
from pstku.offices.rules.calendar import Calendar

TZ = ZoneInfo("Asia/Makassar")
WEEK = [
    *(Hours(day, time(8), time(15, 30), None, None) for day in range(4)),
    Hours(4, time(8), time(16), time(11, 30), time(13, 30)),
]
CALENDAR = Calendar(WEEK)
PATIENCE = timedelta(minutes=3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=TZ)


def waited(came: str, served: str) -> float:
    return time_waited(at(came), at(served), CALENDAR, TZ) / timedelta(minutes=1)


def alone(waits, services=()) -> float:
    spans = [[(at(start), at(end)) for start, end in group] for group in (waits, services)]
    return time_without_officer(*spans, PATIENCE, CALENDAR, TZ) / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("came", "served", "minutes"),
    [
        ("23T09:00", "23T09:02", 2),
        ("27T15:20", "30T08:30", 70),  # a Friday until 16.00, a Monday from 08.00: not 3,910 minutes
        ("23T07:40", "23T08:05", 5),  # before the door opened nobody waits for an officer
        ("27T11:25", "27T13:40", 15),  # the Friday prayer
        ("23T15:40", "23T15:50", 0),
        ("28T10:00", "29T10:00", 0),
    ],
)
def test_only_minutes_of_opening_count(came, served, minutes):
    assert waited(came, served) == minutes


def test_a_guest_taken_after_the_weekend_waits_in_opening_hours_only():
    assert alone([("27T15:20", "30T08:30")]) == 67


def test_nobody_is_without_an_officer_while_the_only_one_serves_somebody_else():
    assert alone([("23T09:00", "23T09:20")], [("23T08:58", "23T09:20")]) == 0
    assert alone([("23T09:00", "23T09:20")], [("23T09:05", "23T09:10")]) == 12  # 09.03-09.05 and 09.10-09.20


def test_guests_who_wait_together_count_their_minutes_once():
    assert alone([("23T09:00", "23T09:13"), ("23T09:05", "23T09:18")]) == 15


def test_patience_is_counted_in_opening_hours_too():
    assert alone([("23T07:50", "23T08:04")]) == 1
    assert alone([("23T09:00", "23T09:03")]) == 0


def test_the_standard_is_kept_to_the_second_and_minutes_are_told_whole():
    assert is_within_standard(timedelta(minutes=5), 5)
    assert not is_within_standard(timedelta(minutes=5, seconds=1), 5)
    assert [whole_minutes(timedelta(seconds=s)) for s in (29, 30, 89, 90)] == [0, 1, 1, 2]
