"""Clocks of complaints by hand-computed days, whom words name, and the register."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pstku.complaints.rules.clocks import Kind, answer_due, first_due, likely_kind, running
from pstku.complaints.rules.naming import Colleague, named_in, names_left
from pstku.complaints.rules.register import Entry, Line, count_line
from pstku.offices.queries import Hours
from pstku.offices.rules.calendar import Calendar
from pstku.offices.settings import Settings

WITA = ZoneInfo("Asia/Makassar")
WEEK = [Hours(day, time(8), time(15, 30), None, None) for day in range(5)]
USUAL = Calendar(WEEK)
CHRISTMAS = Calendar(WEEK, {date(2026, 12, 24): "Cuti bersama", date(2026, 12, 25): "Natal"})
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("received", "calendar", "last"),
    [
        (FRIDAY, USUAL, date(2026, 12, 2)),  # Monday, Tuesday, Wednesday
        (date(2026, 11, 28), USUAL, date(2026, 12, 2)),  # a Saturday counts like the Friday before it
        (FRIDAY, Calendar(WEEK, {date(2026, 12, 1): "Libur"}), date(2026, 12, 3)),
        (date(2026, 12, 22), CHRISTMAS, date(2026, 12, 29)),  # 23; 24 and 25 are off; 28, 29
        (FRIDAY, Calendar([]), date(2026, 11, 30)),  # an office that never opens: three days
    ],
)
def test_the_first_word_comes_by_the_third_working_day(received, calendar, last):
    assert first_due(received, Settings(), calendar) == last


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (Kind.PLAIN, date(2026, 12, 31)),
        (Kind.BREACH, date(2027, 1, 13)),
        (Kind.FIELD, date(2027, 2, 20)),
        (None, date(2027, 2, 20)),
    ],
)
def test_each_kind_has_its_own_last_day(kind, last):
    # From Tuesday 22 December, the first of January worked: 23, 28 to 30, 31 are five; 1, 4 to 8, 11 to 13 make fourteen.
    # Sixty working days would end in March; the law's sixty days end on 20 February.
    assert answer_due(date(2026, 12, 22), kind, Settings(), CHRISTMAS) == last


def test_no_setting_takes_an_answer_beyond_the_days_of_the_law():
    settings = Settings(complaint_plain_days=60, complaint_days=10)
    assert answer_due(FRIDAY, Kind.PLAIN, settings, USUAL) == FRIDAY + timedelta(days=10)


def test_about_a_person_a_breach_is_offered_first():
    assert (likely_kind(None), likely_kind(7)) == (Kind.PLAIN, Kind.BREACH)


def entry(**fields) -> Entry:
    values = {
        "received_on": FRIDAY,
        "kind": None,
        "first_due_on": date(2026, 12, 2),
        "first_word_at": None,
        "due_on": date(2026, 12, 4),
        "answered_at": None,
        "finding": None,
    }
    return Entry(**(values | fields))


class Waiting:
    first_due_on = date(2026, 12, 2)
    due_on = date(2026, 12, 4)

    def __init__(self, is_greeted: bool) -> None:
        self.is_greeted = is_greeted


@pytest.mark.parametrize(
    ("is_greeted", "today", "state"),
    [
        (False, FRIDAY, (True, False, 3)),
        (False, date(2026, 12, 2), (True, False, 0)),  # the whole day, until midnight
        (False, date(2026, 12, 3), (True, True, 1)),
        (True, date(2026, 12, 3), (False, False, 1)),
        (True, date(2026, 12, 7), (False, True, 1)),  # Monday: the weekend is no working day
    ],
)
def test_the_clock_that_runs_is_the_first_words_until_it_is_said(is_greeted, today, state):
    clock = running(Waiting(is_greeted), today, USUAL)
    assert (clock.is_first_word, clock.due.is_late, clock.due.days) == state


def moment(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def test_the_register_counts_by_the_offices_midnight():
    # 2 December ends at 16.00 UTC in WITA, 4 December likewise.
    entries = [
        entry(first_word_at=moment(2, 15, 59), answered_at=moment(4, 15, 59), finding="upheld"),
        entry(first_word_at=moment(2, 16, 0), answered_at=moment(4, 16, 0), finding="not_upheld"),
        entry(answered_at=moment(1, 3), finding="not_upheld"),  # an answer is a word as well
        entry(),
        entry(first_word_at=moment(1, 3), due_on=date(2026, 12, 31)),
        entry(first_due_on=None, due_on=date(2027, 1, 26)),  # of before the first word was promised
    ]
    line = count_line(entries, date(2026, 12, 7), WITA)
    assert line == Line(
        received=6,
        greeted_in_time=3,
        greeted_late=2,
        answered_in_time=2,
        answered_late=1,
        upheld=1,
        not_upheld=2,
        waiting=3,
        overdue=1,
    )


def test_who_still_has_time_is_neither_in_time_nor_late():
    line = count_line([entry()], date(2026, 12, 2), WITA)
    assert (line.greeted_in_time, line.greeted_late, line.waiting, line.overdue) == (0, 0, 1, 0)


ADMIN = Colleague(1, "Aminah Usman, S.Si", "Aminah")
HEAD = Colleague(2, "Hasan Botutihe, M.Si", "Hasan", is_head=True)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Petugas membentak saya.", set()),
        ("ibu aminah membentak saya", {1}),
        ("Bu USMAN dan pak Hasan diam saja.", {1, 2}),
        ("Kepala kantor tidak mau menemui saya.", {2}),
        ("Saya datang ke kantor jam 9.", set()),
        ("Usmania bukan nama orang di sini.", set()),
    ],
)
def test_words_that_name_a_colleague_are_found(text, ids):
    assert named_in(text, [ADMIN, HEAD]) == ids


def test_names_are_found_in_an_answer_in_whatever_case_and_titles_are_not():
    names = ["Budi Indah", "Ibu Nurain Lestari, SST", "Nurain"]
    assert names_left("Ibu Nurain sudah kami tegur, Bapak Budi.", names) == ["Budi", "Nurain"]
    assert names_left("Terima kasih, BUDI; nurain kami tegur.", names) == ["Budi", "Nurain"]
    assert names_left("Ruang kini lebih indah.", names) == ["Indah"]  # for the handler to confirm
    assert names_left("Ibu petugas sudah kami tegur.", [*names, "budiman"]) == []
