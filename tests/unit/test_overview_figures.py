"""Figures of a period, from plain facts."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.guestbook.rules.days import VisitFacts, figures_of, total
from pstku.guestbook.rules.days import median as middle
from pstku.guestbook.rules.waiting import whole_minutes
from pstku.offices.queries import Hours
from pstku.offices.rules.calendar import Calendar
from pstku.returns.overview import figures
from pstku.returns.overview.period import choices, period_of

TZ = ZoneInfo("Asia/Makassar")
CALENDAR = Calendar([Hours(day, time(8), time(15, 30), None, None) for day in range(5)])
NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 09.00 WITA


def visit(wait: float = 2, service: float = 10, **changes) -> VisitFacts:
    base = VisitFacts(
        day=date(2026, 11, 23),
        channel="tablet",
        follow_up=False,
        service_type_id=1,
        state="done",
        created_at=NINE,
        started_at=NINE + timedelta(minutes=wait),
        closed_at=NINE + timedelta(minutes=wait + service),
        is_rated=False,
        sex=None,
        party_size=1,
        party_male=None,
        party_female=None,
        standard_minutes=5,
    )
    changes.setdefault("day", clock.local_day(changes.get("created_at", NINE), TZ))
    return replace(base, **changes)


def days(*visits: VisitFacts, now: datetime = NINE + timedelta(days=9)) -> figures.Days:
    """The figures of each day, with a patience of three minutes."""
    found: dict[date, list[VisitFacts]] = {}
    for each in visits:
        found.setdefault(each.day, []).append(each)
    patience = timedelta(minutes=3)
    return {day: figures_of(mine, [], patience, now, CALENDAR, TZ) for day, mine in found.items()}


def whole(*visits: VisitFacts, now: datetime = NINE + timedelta(days=9)):
    return total(days(*visits, now=now).values())


def test_a_visit_closed_days_later_does_not_inflate_the_service_time():
    forgotten = visit(closed_at=NINE + timedelta(days=3))
    found = figures.times(whole(visit(service=8), visit(service=12), forgotten).whole)
    assert found.service == 10
    assert found.closed_later == 1


def test_waiting_is_judged_against_the_standard_of_each_service():
    found = figures.times(whole(visit(wait=5), visit(wait=5.5), visit(wait=50, standard_minutes=None)).whole)
    assert (found.within_standard, found.with_standard) == (1, 2)


def test_nobody_served_means_no_time_instead_of_zero():
    assert figures.times(whole(visit(state="no_show", started_at=None)).whole).to_first_service is None


def test_coverage_counts_walk_in_guests_who_were_served():
    visits = [visit(is_rated=True), visit(), visit(channel="whatsapp"), visit(channel="field", is_rated=True)]
    visits.append(visit(state="cancelled", started_at=None))
    found = figures.coverage("x", days(*visits))
    assert (found.rated, found.served, found.percent) == (1, 2, 50)


def test_a_settled_quarter_is_covered_by_what_was_kept_of_it():
    summer = visit(day=date(2026, 8, 3), is_rated=False)  # the cut has taken the mark of rating away
    found = figures.coverage("x", days(summer, visit(is_rated=True)), {(2026, 3): (30, 40)})
    assert (found.rated, found.served) == (31, 41)


def test_a_question_left_at_an_empty_desk_is_no_walk_in():
    left = visit(
        created_at=datetime(2026, 11, 20, 7, 40, tzinfo=UTC),  # a Friday, 15.40 WITA
        started_at=NINE,
        closed_at=NINE + timedelta(minutes=5),
        follow_up=True,
        is_rated=True,
    )
    assert figures.times(whole(left).whole) == figures.Times(None, None, 0, 0, 0)
    assert figures.coverage("x", days(left)).served == 0
    assert whole(left).alone == timedelta()


def test_a_visit_nobody_closed_keeps_an_officer_at_the_desk_until_its_evening_only():
    forgotten = visit(wait=0, closed_at=NINE + timedelta(days=1, hours=3))
    following = visit(created_at=NINE + timedelta(days=1), started_at=NINE + timedelta(days=1, minutes=13))
    assert whole_minutes(whole(forgotten, following).alone) == 10


def test_the_sex_of_a_single_guest_counts_like_that_of_a_party():
    visits = [visit(sex="male"), visit(sex="male"), visit(sex="female"), visit(), visit(sex="female", party_size=3)]
    visits.append(visit(sex="female", party_size=2, party_male=1, party_female=0))
    people = figures.people_of(whole(*visits).parts)
    assert (people.persons, people.male, people.female, people.unknown) == (9, 3, 2, 4)


def test_a_left_question_is_no_visit_that_an_officer_entered():
    people = figures.people_of(
        whole(visit(), visit(follow_up=True), visit(channel="whatsapp"), visit(channel="field")).parts
    )
    assert (people.left_questions, people.entered_visits, people.field_visits) == (1, 1, 1)


def test_two_guests_waiting_at_once_count_their_common_minutes_once():
    first = visit(wait=13)
    second = visit(created_at=NINE + timedelta(minutes=5), started_at=NINE + timedelta(minutes=18))
    found = whole(first, second, now=NINE + timedelta(hours=1)).alone
    assert whole_minutes(found) == 10  # from 09.13 on the officer is at the desk, with the first


def test_a_guest_still_waiting_counts_until_now():
    waiting = visit(state="waiting", started_at=None, closed_at=None)
    assert whole_minutes(whole(waiting, now=NINE + timedelta(minutes=10)).alone) == 7


def test_months_without_guests_have_a_bar_and_the_running_month_is_partial():
    months = figures.by_month(days(visit()), date(2026, 9, 1), date(2026, 11, 23))
    assert [(m.month, m.visits, m.is_partial) for m in months] == [(9, 0, False), (10, 0, False), (11, 1, True)]


def test_months_before_the_first_visit_ever_have_no_bar():
    months = figures.by_month(days(visit()), date(2026, 1, 1), date(2026, 12, 31), since=date(2026, 10, 12))
    assert [(m.month, m.visits) for m in months] == [(10, 0), (11, 1), (12, 0)]


def test_a_period_before_the_first_visit_ever_has_no_bar_at_all():
    assert figures.by_month({}, date(2025, 1, 1), date(2025, 12, 31), since=date(2026, 7, 1)) == []


def test_a_group_of_unknown_sex_is_counted_apart():
    people = figures.people_of(whole(visit(party_size=30, party_male=10, party_female=12), visit()).parts)
    assert (people.visits, people.persons, people.male, people.female, people.unknown) == (2, 31, 10, 12, 9)


def test_a_running_quarter_ends_today_and_a_past_one_on_its_last_day():
    today = date(2026, 11, 23)
    assert period_of("2026-Q4", today).last == today
    assert period_of("2026-Q3", today).last == date(2026, 9, 30)
    assert ("2026-Q4", "Triwulan IV 2026") in choices(today)


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("2027", "masa"),
        ("2027-Q1", "masa"),
        ("2026-12", "masa"),
        ("2026-11-24..2026-11-24", "dari"),
        ("9999-12-31..9999-12-31", "dari"),
        ("1999-12-31..2000-01-01", "dari"),
    ],
)
def test_a_period_that_has_not_begun_or_is_long_gone_is_refused(code, field):
    with pytest.raises(InvalidInput) as refused:
        period_of(code, date(2026, 11, 23))
    assert refused.value.field == field


def test_a_running_month_ends_today_and_can_begin_today():
    assert period_of("2026-11", date(2026, 11, 1)).last == date(2026, 11, 1)
    assert period_of("2026-11-23..2026-11-30", date(2026, 11, 23)).last == date(2026, 11, 23)


def test_an_unknown_period_says_what_to_choose():
    with pytest.raises(InvalidInput, match="Pilih masa dari daftar"):
        period_of("2026-Q5", date(2026, 11, 23))


def test_a_guest_nobody_met_waits_until_the_evening_of_the_day_and_not_overnight():
    left_open = visit(state="waiting", started_at=None, closed_at=None)
    assert whole_minutes(whole(left_open).alone) == 6 * 60 + 30 - 3


def test_the_middle_of_a_histogram_is_that_of_its_values():
    assert middle({}) is None
    for values in ([3], [3, 4], [1, 1, 9], [1, 1, 9, 9], [7, 2, 2, 5, 30]):
        assert middle(Counter(values)) == median(values)
