"""When the counter is open: Fridays with their prayer break, holidays, and the next opening."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pstku.offices.queries import Hours
from pstku.offices.rules.calendar import (
    Calendar,
    DayOff,
    HoursPeriod,
    add_working_days,
    hours_of,
    open_spans,
    stretches,
    year_without_holidays,
)
from pstku.offices.rules.opening import opening

TZ = ZoneInfo("Asia/Makassar")
HOURS = [
    *(Hours(day, time(8), time(15, 30), None, None) for day in range(4)),
    Hours(4, time(8), time(16), time(11, 30), time(13, 30)),
]
CALENDAR = Calendar(HOURS, {date(2026, 12, 25): "Hari Raya Natal"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T07:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T15:29", True),
        ("2026-11-23T15:30", False),
        ("2026-11-27T11:30", False),
        ("2026-11-27T13:30", True),
        ("2026-11-28T10:00", False),
        ("2026-12-25T10:00", False),
    ],
)
def test_the_counter_is_open_in_its_hours_only(moment, is_open):
    assert opening(at(moment), CALENDAR).is_open is is_open


@pytest.mark.parametrize(
    ("moment", "following"),
    [
        ("2026-11-23T06:00", "2026-11-23T08:00"),
        ("2026-11-23T16:00", "2026-11-24T08:00"),
        ("2026-11-27T12:00", "2026-11-27T13:30"),
        ("2026-11-27T16:00", "2026-11-30T08:00"),
        ("2026-12-24T16:00", "2026-12-28T08:00"),
    ],
)
def test_a_closed_counter_says_when_it_opens(moment, following):
    assert opening(at(moment), CALENDAR).next_opening == at(following)


def test_an_open_counter_has_no_next_opening_and_knows_when_it_closes():
    now = opening(at("2026-11-23T10:00"), CALENDAR)
    assert now.next_opening is None
    assert now.closes == time(15, 30)


def test_an_office_without_hours_never_opens():
    assert opening(at("2026-11-23T10:00"), Calendar([])).next_opening is None


def test_working_days_skip_the_weekend_and_holidays():
    assert add_working_days(date(2026, 12, 24), 1, CALENDAR) == date(2026, 12, 28)
    assert add_working_days(date(2026, 11, 23), 0, CALENDAR) == date(2026, 11, 23)
    with pytest.raises(ValueError, match="no working days"):
        add_working_days(date(2026, 11, 23), 1, Calendar([]))


def test_a_period_with_other_hours_counts_before_the_usual_week():
    short = [Hours(day, time(8), time(15), None, None) for day in range(4)]
    ramadan = HoursPeriod(date(2027, 2, 8), date(2027, 3, 9), "Ramadan", tuple(short))
    calendar = Calendar(HOURS, {date(2027, 3, 8): "Cuti bersama"}, (ramadan,))
    assert hours_of(date(2027, 2, 5), calendar).closes == time(16)
    assert hours_of(date(2027, 2, 8), calendar).closes == time(15)
    assert hours_of(date(2027, 2, 12), calendar) is None  # the period's week leaves Friday out
    assert hours_of(date(2027, 3, 8), calendar) is None
    assert opening(at("2027-02-08T15:10"), calendar).is_open is False
    assert opening(at("2027-02-11T15:10"), calendar).next_opening == at("2027-02-15T08:00")


def test_open_spans_leave_out_breaks_nights_and_days_without_service():
    friday_to_monday = open_spans(at("2026-11-27T11:00"), at("2026-11-30T09:00"), CALENDAR, TZ)
    assert friday_to_monday == [
        (at("2026-11-27T11:00"), at("2026-11-27T11:30")),
        (at("2026-11-27T13:30"), at("2026-11-27T16:00")),
        (at("2026-11-30T08:00"), at("2026-11-30T09:00")),
    ]
    assert open_spans(at("2026-12-25T09:00"), at("2026-12-25T10:00"), CALENDAR, TZ) == []


def test_days_in_a_row_of_the_same_word_are_one_stretch_and_national_ones_never():
    own = [DayOff(date(2027, 4, day), "Pindah", is_own=True) for day in (5, 6, 8)]
    national = [DayOff(date(2027, 3, day), "Idulfitri", "libur nasional") for day in (10, 11)]
    found = [(first.on.day, last.day) for first, last in stretches([*national, *own])]
    assert found == [(10, 10), (11, 11), (5, 6), (8, 8)]


def test_the_next_year_is_missed_from_november_on_even_when_one_day_of_it_is_known():
    known = [date(2026, 1, day) for day in range(1, 20)] + [date(2027, 1, 1)]
    assert year_without_holidays(date(2026, 10, 31), known) is None
    assert year_without_holidays(date(2026, 11, 1), known) == 2027
    assert year_without_holidays(date(2027, 1, 2), known) == 2027
