"""The office's day, quarter and words for moments."""

import threading
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from pstku.core import clock

WITA = ZoneInfo("Asia/Makassar")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 12.00 WITA


def test_the_present_is_aware_and_in_utc():
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta()


def test_travelling_ends_with_the_block_even_when_it_fails():
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.at(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON
    with pytest.raises(KeyError), clock.at(NOON):
        raise KeyError
    assert clock.now() > NOON - timedelta(days=3650) and clock.now() != NOON


def test_a_moment_of_another_zone_becomes_utc():
    with clock.at(datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))):
        assert clock.now() == NOON and clock.now().tzinfo is UTC


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="timezone"), clock.at(datetime(2026, 11, 23)):
        pass


def test_one_threads_travel_is_not_anothers():
    seen = []
    with clock.at(NOON):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0] != NOON


def test_the_day_turns_at_the_offices_midnight():
    assert clock.local_day(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), WITA) == date(2026, 11, 22)
    assert clock.local_day(datetime(2026, 11, 22, 16, 0, tzinfo=UTC), WITA) == date(2026, 11, 23)


def test_a_day_is_a_half_open_range_that_holds_exactly_its_moments():
    start, end = clock.day_range(date(2026, 11, 23), WITA)
    assert start == datetime(2026, 11, 22, 16, tzinfo=UTC) and start.tzinfo is UTC
    assert end == clock.day_range(date(2026, 11, 24), WITA)[0]
    assert clock.local_day(end - timedelta(microseconds=1), WITA) == date(2026, 11, 23)
    assert clock.local_day(end, WITA) == date(2026, 11, 24)


def test_several_days_include_the_last():
    start, end = clock.days_range(date(2026, 11, 23), date(2026, 11, 25), WITA)
    assert end - start == timedelta(days=3)


def test_a_day_with_a_changed_clock_has_its_own_length():
    start, end = clock.day_range(date(2026, 3, 29), ZoneInfo("Europe/Berlin"))
    assert end - start == timedelta(hours=23)


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (1, date(2024, 1, 1), date(2024, 3, 31)),
        (2, date(2024, 4, 1), date(2024, 6, 30)),
        (3, date(2024, 7, 1), date(2024, 9, 30)),
        (4, date(2024, 10, 1), date(2024, 12, 31)),
    ],
)
def test_each_quarter_and_the_days_at_its_ends(quarter, first, last):
    assert clock.quarter_days(2024, quarter) == (first, last)
    assert clock.quarter_of(first) == clock.quarter_of(last) == (2024, quarter)


def test_dates_are_written_as_the_office_writes_them():
    assert clock.long_date(date(2026, 11, 3)) == "3 November 2026"
    assert clock.short_date(date(2026, 8, 12)) == "12 Agu 2026"
    assert clock.weekday_date(date(2026, 11, 23)) == "Senin, 23 November 2026"
    assert clock.weekday_date(date(2026, 11, 29)) == "Minggu, 29 November 2026"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Jakarta", "08.41 WIB"),
        ("Asia/Pontianak", "08.41 WIB"),
        ("Asia/Makassar", "09.41 WITA"),
        ("Asia/Jayapura", "10.41 WIT"),
        ("UTC", "01.41"),
    ],
)
def test_the_time_names_its_zone(zone, words):
    assert clock.clock_time(datetime(2026, 11, 23, 1, 41, 59, tzinfo=UTC), ZoneInfo(zone)) == words
