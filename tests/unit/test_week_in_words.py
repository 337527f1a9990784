"""The front page says the week's hours in few words."""

from datetime import time

from pstku.offices.queries import Hours
from pstku.offices.rules.week import week_in_words


def day(weekday, closes=time(15, 30), pause=(None, None)):
    return Hours(weekday, time(8), closes, *pause)


def test_days_with_the_same_hours_stand_together():
    friday = day(4, time(16), (time(11, 30), time(13, 30)))
    assert week_in_words([friday, *(day(n) for n in range(4))]) == [
        ("Senin–Kamis", "08.00–15.30", ""),
        ("Jumat", "08.00–16.00", "11.30–13.30"),
    ]


def test_a_closed_day_in_between_parts_the_group():
    assert [words for words, _, _ in week_in_words([day(0), day(2), day(3)])] == ["Senin", "Rabu–Kamis"]
    assert week_in_words([]) == []
