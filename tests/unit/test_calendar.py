"""Which periods should be filled in by now."""

from datetime import date

from pstku.library.rules.calendar import calendar_of, expected_release, missing_periods, release_meant, releases_between

AUGUST = {"period_kind": "month", "months": [8], "lag_months": 3, "day": 10}
YEARLY = {"period_kind": "year", "lag_months": -1, "day": 10}
POVERTY = {"period_kind": "semester", "months": [3], "lag_months": 1}


def test_a_release_is_expected_some_months_after_the_period_ends():
    assert expected_release(AUGUST, "2026-08") == date(2026, 11, 10)
    assert expected_release(YEARLY, "2026") == date(2026, 11, 10)
    assert expected_release(POVERTY, "2026-S1") == date(2026, 7, 31)
    assert expected_release({"period_kind": "month", "lag_months": 3}, "2025-11") == date(2026, 2, 28)
    assert expected_release({"period_kind": "year"}, "2025") is None


def test_only_the_months_in_which_the_figure_exists_are_missing():
    assert missing_periods(AUGUST, ["2023-08"], date(2026, 11, 9)) == ["2024-08", "2025-08"]
    assert missing_periods(AUGUST, ["2023-08"], date(2026, 11, 11)) == ["2024-08", "2025-08", "2026-08"]
    assert missing_periods(POVERTY, ["2024-S1"], date(2026, 11, 24)) == ["2025-S1", "2026-S1"]


def test_a_gap_between_known_periods_is_missing_too_and_nothing_before_the_first():
    assert missing_periods(YEARLY, ["2021", "2023"], date(2025, 1, 1)) == ["2022", "2024"]
    assert missing_periods(YEARLY, ["2024", "2024-08"], date(2025, 1, 1)) == []


def test_without_any_figure_three_years_are_asked_for():
    assert missing_periods(YEARLY, [], date(2026, 11, 24)) == ["2023", "2024", "2025", "2026"]


def test_an_unknown_lag_waits_a_year_and_an_unknown_kind_asks_for_nothing():
    assert missing_periods({"period_kind": "year"}, ["2023"], date(2026, 6, 1)) == ["2024"]
    assert missing_periods({}, ["2023"], date(2026, 6, 1)) == []


def test_the_releases_of_a_week_and_of_a_month_without_a_known_day():
    monday, sunday = date(2026, 11, 9), date(2026, 11, 15)
    assert [(r.period, r.day.day, r.is_day_known) for r in releases_between(AUGUST, monday, sunday)] == [
        ("2026-08", 10, False)
    ]
    assert releases_between(AUGUST, date(2026, 11, 11), sunday) == []
    monthly = {"period_kind": "month", "lag_months": 1}
    assert [r.period for r in releases_between(monthly, monday, sunday)] == ["2026-10"]
    assert releases_between({"period_kind": "month"}, monday, sunday) == []
    assert [r.period for r in releases_between(YEARLY, date(2026, 1, 1), date(2026, 12, 31))] == ["2026"]


def test_an_official_day_counts_before_every_rule():
    told = AUGUST | {"dates": {"2026-08": "2026-11-05", "2027-08": "segera"}}
    assert expected_release(told, "2026-08") == date(2026, 11, 5)
    assert expected_release(told, "2027-08") == date(2027, 11, 10)
    alone = {"period_kind": "year", "dates": {"2026": "2026-11-05"}}
    assert [
        (r.period, r.day.day, r.is_day_known) for r in releases_between(alone, date(2026, 11, 1), date(2026, 11, 9))
    ] == [("2026", 5, True)]


def test_the_first_working_day_is_no_weekend_and_no_day_off_of_the_office():
    prices = {"period_kind": "month", "lag_months": 1, "day": "first_working_day"}
    assert expected_release(prices, "2026-10") == date(2026, 11, 2)
    office = lambda day: day.weekday() < 5 and day != date(2027, 1, 1)  # noqa: E731
    assert expected_release(prices, "2026-12", office) == date(2027, 1, 4)
    assert expected_release(prices, "2026-10", lambda day: day.weekday() == 3) == date(2026, 11, 5)
    assert expected_release(prices, "2026-10", lambda day: False) == date(2026, 11, 1)
    assert missing_periods(prices, ["2026-09"], date(2026, 11, 8)) == [], "usually within a week of the first"
    assert missing_periods(prices, ["2026-09"], date(2026, 11, 9)) == ["2026-10"]
    entered = prices | {"dates": {"2026-10": "2026-11-03"}}
    assert missing_periods(entered, ["2026-09"], date(2026, 11, 4)) == ["2026-10"]


def test_early_november_counts_for_its_first_days_only():
    early = {"period_kind": "year", "lag_months": -1, "by_day": 10}
    found = releases_between(early, date(2026, 11, 9), date(2026, 11, 15))
    assert [(r.period, r.is_day_known, r.is_early) for r in found] == [("2026", False, True)]
    assert releases_between(early, date(2026, 11, 11), date(2026, 11, 30)) == []
    assert missing_periods(early, ["2025"], date(2026, 11, 11)) == ["2026"]


PRICES = {"period_kind": "month", "lag_months": 1, "day": "first_working_day"}


def told(calendar, period, today):
    return release_meant(releases_between(calendar, date(2025, 1, 1), date(2027, 12, 31)), period, today).when_in_words


def test_a_rule_is_told_as_a_pattern_until_a_day_is_entered():
    today = date(2026, 1, 20)
    assert told(PRICES, "2025-12", today) == "biasanya awal Januari 2026, tanggal pasti belum dimasukkan"
    entered = calendar_of(PRICES, {"2025-12": "2026-01-05"})
    assert told(entered, "2025-12", today) == "5 Januari 2026"
    assert told(AUGUST, "2026-08", today) == "biasanya sekitar 10 November 2026, tanggal pasti belum dimasukkan"
    yearly = {"period_kind": "year", "lag_months": 2}
    assert told(yearly, "2025", today) == "biasanya bulan Februari 2026, tanggal pasti belum dimasukkan"


def test_a_release_by_a_rule_is_still_awaited_in_the_week_after_its_usual_day():
    coming = release_meant(releases_between(PRICES, date(2025, 1, 1), date(2026, 12, 31)), None, date(2026, 1, 4))
    assert coming.period == "2025-12"  # 2 January by the rule, 5 January in the end


def test_a_postponed_release_is_neither_out_nor_missing():
    put_off = calendar_of(PRICES, {"2026-10": "ditunda"})
    assert told(put_off, "2026-10", date(2026, 11, 20)) == "ditunda, tanggal baru belum dimasukkan"
    assert missing_periods(put_off, ["2026-09"], date(2026, 11, 20)) == []
    assert [r.period for r in releases_between(put_off, date(2026, 12, 9), date(2026, 12, 20))] == ["2026-10"]


def test_what_an_editor_entered_goes_before_the_page():
    page = PRICES | {"dates": {"2026-10": "2026-11-02", "2026-11": "2026-12-01"}}
    assert calendar_of(page, {"2026-10": "2026-11-03"})["dates"] == {"2026-10": "2026-11-03", "2026-11": "2026-12-01"}
