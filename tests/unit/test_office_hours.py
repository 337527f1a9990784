"""Opening hours, the Friday break, holidays and working days."""

from datetime import date, datetime, time

import pytest

from pstku.offices.queries import Hours
from pstku.offices.rules import Opening, add_working_days, hours_of, hours_text, is_open, next_opening

WEEK = [Hours(day, time(8), time(15, 30), None, None) for day in range(4)]
WEEK.append(Hours(4, time(8), time(16), time(11, 30), time(13, 30)))
HOLIDAYS = {date(2026, 12, 25)}  # a Friday


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 23, 7, 59), False),
        (datetime(2026, 11, 23, 8, 0), True),
        (datetime(2026, 11, 23, 15, 30), False),
        (datetime(2026, 11, 27, 11, 29), True),
        (datetime(2026, 11, 27, 12, 0), False),
        (datetime(2026, 11, 27, 13, 30), True),
        (datetime(2026, 11, 28, 10, 0), False),
        (datetime(2026, 12, 25, 10, 0), False),
    ],
)
def test_open_only_within_the_hours_of_the_day(moment, expected):
    assert is_open(moment, WEEK, HOLIDAYS) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 23, 6, 0), Opening(date(2026, 11, 23), time(8))),
        (datetime(2026, 11, 23, 16, 0), Opening(date(2026, 11, 24), time(8))),
        (datetime(2026, 11, 27, 12, 0), Opening(date(2026, 11, 27), time(13, 30))),
        (datetime(2026, 11, 27, 17, 0), Opening(date(2026, 11, 30), time(8))),
        (datetime(2026, 12, 24, 17, 0), Opening(date(2026, 12, 28), time(8))),
    ],
)
def test_the_next_opening_skips_breaks_weekends_and_holidays(moment, expected):
    assert next_opening(moment, WEEK, HOLIDAYS) == expected


def test_an_office_without_hours_never_opens():
    assert next_opening(datetime(2026, 11, 23, 8), [], set()) is None


def test_hours_in_words():
    assert hours_text(hours_of(date(2026, 11, 27), WEEK, HOLIDAYS)) == "08.00–16.00, istirahat 11.30–13.30"
    assert hours_text(hours_of(date(2026, 11, 28), WEEK, HOLIDAYS)) == ""


def test_working_days_skip_weekends_and_holidays():
    assert add_working_days(date(2026, 12, 21), 7, range(5), HOLIDAYS) == date(2026, 12, 31)
