"""Signals: facts, tests, Holm, and what honest habits must not set off."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pstku.rewards.rules.finding import Finding, adjusted
from pstku.rewards.rules.habits import counts_of
from pstku.rewards.rules.served import COUNTER, LIBRARY, REMOTE, WALK_IN, ServedVisit, group_of, is_late
from pstku.rewards.rules.signals import CODES, denied, findings

MONDAY = date(2026, 7, 6)
DUTY = {MONDAY + timedelta(days=n): ((480.0, 720.0), (780.0, 930.0)) for n in range(90)}
NURAIN, YUSUF, ANI = 1, 2, 3


def visit(officer: int, number: int, **fields) -> ServedVisit:
    """An ordinary rated visit; the numbers spread over days, minutes and habits alike for everybody."""
    values = {
        "officer_id": officer,
        "begun_by_id": officer,
        "kind": WALK_IN,
        "group": COUNTER,
        "day": MONDAY + timedelta(days=number % 60),
        "party": (officer, number),
        "guest": (officer, number),
        "voted_on": fields.get("day", MONDAY + timedelta(days=number % 60)),
        "is_alone": number % 3 == 0,
        "service_seconds": 300.0 + 37 * (number % 20),
        "has_contact": number % 5 < 2,
        "has_need": number % 8 > 0,
        "is_complete": number % 7 > 0,
        "is_declined": number % 15 == 0,
        "score": 3 + number % 2,
        "minute": 485.0 + (number * 53) % 230,
        "reaction_ms": 1800 + 91 * (number % 17),
    }
    return ServedVisit(**(values | fields))


def honest(*officers: int, count: int = 40) -> list[ServedVisit]:
    return [visit(officer, number) for officer in officers for number in range(count)]


def codes(visits, officer: int, past=(), *, strong: bool = True) -> list[str]:
    found = findings(visits, past, DUTY, "benih")[officer]
    return [item.code for item in found if (item.is_strong if strong else item.is_notable)]


def test_an_honest_quarter_has_no_signal():
    visits = honest(NURAIN, YUSUF, ANI)
    assert [codes(visits, officer) for officer in (NURAIN, YUSUF, ANI)] == [[], [], []]


def test_every_test_says_something_of_every_officer():
    found = findings(honest(NURAIN, YUSUF), (), DUTY, "benih")
    assert [item.code for item in found[NURAIN]] == list(CODES[5:])  # no facts
    unknown = [item.code for item in found[NURAIN] if item.p is None]
    assert unknown == ["channel_gap"]  # everybody votes on the tablet


@pytest.mark.parametrize(
    ("fields", "count", "code"),
    [
        ({"is_staff_phone": True}, 2, "staff_phone"),
        ({"is_staff_browser": True}, 1, "staff_browser"),
        ({"is_makers_device": True, "is_on_tablet": False}, 1, "makers_device"),
        ({"device": "hp", "is_on_tablet": False}, 3, "one_device"),
    ],
)
def test_a_fact_is_strong_at_once_and_one_less_is_not(fields, count, code):
    visits = honest(NURAIN, YUSUF)
    for place in range(count - 1):
        visits[place] = replace(visits[place], **fields)
    assert code not in codes(visits, NURAIN)
    visits[count] = replace(visits[count], **fields)
    assert codes(visits, NURAIN) == [code]
    found = next(item for item in findings(visits, (), DUTY, "benih")[NURAIN] if item.code == code)
    assert len(found.votes) == count


def test_a_denied_visit_puts_every_vote_of_the_officer_under_the_signal():
    visits = honest(NURAIN, YUSUF)
    found = denied(NURAIN, visits, denials=1, called=6)
    assert found.is_strong and found.votes == frozenset(range(40))


def test_one_phone_for_a_party_that_came_together_is_no_signal():
    together = [
        visit(NURAIN, n, day=MONDAY, minute=500.0, party="SMA 1", device="hp", is_on_tablet=False) for n in range(5)
    ]
    assert codes([*honest(NURAIN, YUSUF), *together], NURAIN) == []


def test_one_guest_who_comes_three_times_with_the_same_phone_is_no_signal():
    again = [visit(NURAIN, n, guest="Rahma", device="hp", is_on_tablet=False) for n in range(4)]
    assert codes([*honest(NURAIN, YUSUF), *again], NURAIN) == []


def test_a_school_class_that_votes_one_after_another_is_no_burst():
    school = [visit(NURAIN, n, day=MONDAY, minute=600.0 + n, party="SMA 1", group=LIBRARY) for n in range(8)]
    assert codes([*honest(NURAIN, YUSUF), *school], NURAIN) == []


def test_strangers_who_vote_within_minutes_are_a_burst_and_those_votes_stand_under_it():
    friday = MONDAY + timedelta(days=61)
    crowd = [visit(NURAIN, n, day=friday, minute=900.0 + 2 * n, party=("tamu", n)) for n in range(5)]
    visits = [*honest(NURAIN, YUSUF), *crowd]
    assert codes(visits, NURAIN) == ["burst"]
    found = next(item for item in findings(visits, (), DUTY, "benih")[NURAIN] if item.code == "burst")
    assert found.votes == frozenset(range(80, 85))


def test_guests_who_are_not_invited_put_every_vote_of_the_officer_under_the_signal():
    visits = honest(NURAIN, YUSUF, ANI)
    visits = [
        replace(v, is_skipped=True, score=None) if v.officer_id == NURAIN and place % 3 == 0 else v
        for place, v in enumerate(visits)
    ]
    assert codes(visits, NURAIN) == ["skipped"]
    found = next(item for item in findings(visits, (), DUTY, "benih")[NURAIN] if item.code == "skipped")
    assert len(found.votes) == sum(v.officer_id == NURAIN and v.is_rated for v in visits)


def test_handing_over_counts_against_who_began_and_not_against_who_got_the_guest():
    visits = honest(NURAIN, YUSUF, ANI)
    visits = [
        replace(v, officer_id=YUSUF, is_handed_late=True) if v.begun_by_id == NURAIN and place % 4 == 0 else v
        for place, v in enumerate(visits)
    ]
    assert codes(visits, NURAIN) == ["handed_late"]
    assert codes(visits, YUSUF) == []


def test_short_services_are_compared_within_the_same_kind_of_service():
    library = [visit(NURAIN, n, group=LIBRARY, service_seconds=60.0) for n in range(60)]
    others = [visit(YUSUF, n, group=LIBRARY, service_seconds=55.0 + n) for n in range(10)]
    assert codes([*honest(NURAIN, YUSUF), *library, *others], NURAIN) == []
    short = [visit(NURAIN, n + 60, service_seconds=60.0 + n) for n in range(30)]
    assert "short_service" in codes([*honest(NURAIN, YUSUF), *short], NURAIN)


def test_the_one_who_answers_messages_is_compared_with_nobody():
    messages = [visit(NURAIN, n, kind=REMOTE, has_form=False, is_on_tablet=False, has_need=False) for n in range(30)]
    assert codes([*honest(NURAIN, YUSUF), *messages], NURAIN) == []


def test_somebody_alone_is_compared_with_the_own_quarters_before():
    now = [replace(v, is_skipped=place % 3 == 0, score=3) for place, v in enumerate(honest(NURAIN))]
    nothing_before = findings(now, (), DUTY, "benih")[NURAIN]
    assert {item.p for item in nothing_before if item.code in ("skipped", "no_contact", "short_service")} == {None}
    assert codes(now, NURAIN, [counts_of(honest(NURAIN))] * 4) == ["skipped"]


def test_what_is_not_known_is_left_out():
    forgotten = [replace(v, has_contact=None) for v in honest(NURAIN, YUSUF)]
    found = findings(forgotten, (), DUTY, "benih")[NURAIN]
    assert next(item for item in found if item.code == "no_contact").p is None


def test_holm_multiplies_the_smallest_most_and_never_turns_the_order():
    tests = [Finding("a", 9, p=0.01), Finding("b", 9), Finding("c", 9, p=0.04), Finding("d", 9, p=0.011)]
    assert [item.p_adjusted for item in adjusted(tests)] == [pytest.approx(0.03), None, pytest.approx(0.04), 0.03]


def test_strong_needs_visits_and_distance_besides_a_small_p():
    strong = Finding("skipped", 4, observed=0.3, expected=0.1, points=20, p=0.001, p_adjusted=0.01)
    assert strong.is_strong
    assert not replace(strong, visits=3).is_strong
    assert not replace(strong, points=19.9).is_strong
    assert not replace(strong, p_adjusted=0.051).is_strong and strong.is_notable


def test_a_newcomer_with_three_visits_is_never_strong():
    odd = [visit(NURAIN, n, has_contact=False, has_need=False, has_form=False, service_seconds=20) for n in range(3)]
    assert codes([*odd, *honest(YUSUF, ANI)], NURAIN) == []


def test_the_same_seed_gives_the_same_findings():
    visits = honest(NURAIN, YUSUF)
    assert findings(visits, (), DUTY, "a") == findings(visits, (), DUTY, "a")


def test_shelves_and_website_are_a_group_of_their_own():
    assert [group_of(minutes) for minutes in (5, 10, None)] == [LIBRARY, COUNTER, COUNTER]


@pytest.mark.parametrize(
    ("after", "served", "late"),
    [(570, 600, True), (300, 600, False), (30, 60, True), (480, 600, True), (0, 600, False)],
)
def test_handing_over_is_late_in_the_last_minute_or_the_last_fifth(after, served, late):
    assert is_late(after, served) is late
