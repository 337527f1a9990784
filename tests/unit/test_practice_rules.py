"""Marking, scheduling, streak and item analysis."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pstku.core.errors import InvalidInput
from pstku.practice.rules.items import FirstAnswer, analyse
from pstku.practice.rules.marking import ask, given_answer, is_right
from pstku.practice.rules.scheduling import Review, next_state, replayed, streak

SINGLE = {"ask": "?", "options": [{"text": "a", "right": True}, {"text": "b"}, {"text": "c"}]}
MULTIPLE = {"ask": "?", "options": [{"text": "a", "right": True}, {"text": "b", "right": True}, {"text": "c"}]}
NUMBER = {"ask": "?", "number": {"value": "6.52", "tolerance": "0.005", "unit": "persen"}}
TZ = ZoneInfo("Asia/Makassar")
START = datetime(2026, 11, 24, 4, tzinfo=UTC)  # noon


def test_one_right_option_and_all_right_options():
    single, multiple = ask("single", SINGLE, seed="x"), ask("multiple", MULTIPLE, seed="x")
    assert is_right(single, [0]) and not is_right(single, [1])
    assert is_right(multiple, [0, 1]) and not is_right(multiple, [0]) and not is_right(multiple, [0, 1, 2])


@pytest.mark.parametrize(("typed", "right"), [("6,52", True), ("6.52", True), ("6,524", True), ("6,53", False)])
def test_a_number_is_read_our_way_and_judged_by_its_tolerance(typed, right):
    asked = ask("number", NUMBER, seed="x")
    assert is_right(asked, given_answer(asked, [typed])) is right


@pytest.mark.parametrize(
    ("value", "unit", "typed"),
    [
        ("6.04", "persen", "6,04 %"),
        ("6.04", "persen", "6,04 persen"),
        ("503854", "rupiah", "Rp 503.854"),
        ("503854", "rupiah per kapita", "Rp503.854,00"),
        ("2", "poin", "2 poin"),
        ("1000", "ton GKG", "1.000 ton"),
        ("1000", "ton GKG", "1.000"),
        ("7077", "", "7.077"),
        ("7077000", "", "7.077.000"),
        ("1.000", "persen", "1.000"),
        ("0.5", "persen", "0.500"),
    ],
)
def test_a_number_may_carry_its_unit_and_points_between_thousands(value, unit, typed):
    asked = ask("number", {"ask": "?", "number": {"value": value, "tolerance": "0.0005", "unit": unit}}, seed="x")
    assert is_right(asked, given_answer(asked, [typed]))


@pytest.mark.parametrize(
    "typed", ["45 juta", "45 orang", "USD 45", "4 5 x", "persen", "9" * 500 + " persen", "1.000,0,0"]
)
def test_a_word_that_is_not_the_unit_is_not_read_away(typed):
    asked = ask("number", NUMBER, seed="x")
    with pytest.raises(InvalidInput):
        given_answer(asked, [typed])


def test_a_wrong_thousand_is_read_as_a_thousand():
    asked = ask("number", {"ask": "?", "number": {"value": "1000"}}, seed="x")
    assert given_answer(asked, ["2.000"]) == ["2000"]


def test_a_fall_may_be_typed_with_its_minus_where_the_question_says_so():
    fall = {"ask": "Turun berapa?", "number": {"value": "0.63", "unit": "persen poin", "sign": "any"}}
    asked, strict = ask("number", fall, seed="x"), ask("number", NUMBER, seed="x")
    assert is_right(asked, given_answer(asked, ["−0,63"])) and is_right(asked, given_answer(asked, ["0,63"]))
    assert not is_right(strict, given_answer(strict, ["-6,52"]))
    deflation = ask("number", {"ask": "?", "number": {"value": "-0.63", "sign": "any"}}, seed="x")
    assert not is_right(deflation, given_answer(deflation, ["0,63"]))


def test_nothing_is_no_answer_and_nonsense_is_refused():
    asked = ask("number", NUMBER, seed="x")
    assert given_answer(asked, [" "]) is None
    with pytest.raises(InvalidInput):
        given_answer(asked, ["enam"])
    single = ask("single", SINGLE, seed="x")
    codes = {option.place: option.code for option in single.options}
    assert given_answer(single, [codes[1]]) == [1]
    for values in (["7"], ["0"], [codes[0], codes[1]]):
        with pytest.raises(InvalidInput):
            given_answer(single, values)


def test_the_order_of_options_stays_for_one_sitting_and_changes_between_them():
    orders = {tuple(o.place for o in ask("single", SINGLE, seed=str(n)).options) for n in range(20)}
    assert len(orders) > 1
    assert ask("single", SINGLE, seed="x") == ask("single", SINGLE, seed="x")


def test_right_answers_come_back_after_2_11_46_and_120_days_and_a_lapse_soon():
    state, at, days = None, START, []
    for _ in range(5):
        state, due = next_state(state, is_right=True, is_unsure=False, at=at, tz=TZ)
        days.append((due - at).days)
        at = due
    assert days == [2, 11, 46, 120, 120]
    _, due = next_state(None, is_right=False, is_unsure=False, at=START, tz=TZ)
    assert (due - START).days == 1
    _, unsure = next_state(None, is_right=True, is_unsure=True, at=START, tz=TZ)
    assert unsure < next_state(None, is_right=True, is_unsure=False, at=START, tz=TZ)[1]


@pytest.mark.parametrize(("took", "is_hard"), [(None, False), (5, False), (60, False), (61, True), (3600, True)])
def test_a_right_answer_after_more_than_a_minute_comes_back_like_an_unsure_one(took, is_hard):
    _, unsure = next_state(None, is_right=True, is_unsure=True, at=START, tz=TZ)
    _, due = next_state(None, is_right=True, is_unsure=False, took_seconds=took, at=START, tz=TZ)
    assert (due == unsure) is is_hard


def test_who_comes_a_little_earlier_than_last_time_is_not_held_back():
    """Nine days at 08:30 and 08:00 in turn, and the same days always at 09:00: the same card."""
    said = {"is_right": True, "is_unsure": True}
    late = early = None
    for day in range(0, 9, 2):
        at = START.replace(hour=0, minute=0 if day % 4 else 30) + timedelta(days=day)
        early, due = next_state(early, **said, at=at, tz=TZ)
        late, due_late = next_state(late, **said, at=START.replace(hour=1) + timedelta(days=day), tz=TZ)
        assert due == due_late
    assert (early["stability"], early["difficulty"]) == (late["stability"], late["difficulty"])


def test_a_card_kept_with_the_moment_of_its_last_review_counts_by_days_too():
    state, _ = next_state(None, is_right=True, is_unsure=False, at=START, tz=TZ)
    old = state | {"last_review": (START + timedelta(hours=8)).isoformat()}
    following = {"is_right": True, "is_unsure": False, "at": START + timedelta(days=2), "tz": TZ}
    assert next_state(old, **following)[1] == next_state(state, **following)[1]


def test_a_card_is_made_anew_from_its_reviews_and_begins_where_its_stamp_changed():
    reviews = [Review(True, False, None, START + timedelta(days=day), stamp) for day, stamp in ((0, "a"), (2, "b"))]
    assert replayed(reviews, TZ)[1] == next_state(None, is_right=True, is_unsure=False, at=reviews[1].at, tz=TZ)[1]
    assert replayed([], TZ) is None


def on_weekdays(day: date) -> bool:
    return day.weekday() < 5


def test_a_streak_counts_working_days_and_today_may_still_come():
    monday = date(2026, 11, 23)
    friday = monday - timedelta(days=3)
    assert streak({friday, monday}, monday, on_weekdays) == 2
    assert streak({friday}, monday, on_weekdays) == 1
    assert streak({friday - timedelta(days=1)}, monday, on_weekdays) == 0
    assert streak(set(), monday, on_weekdays) == 0


def test_a_streak_survives_the_days_on_which_the_office_is_closed():
    monday = date(2026, 11, 23)
    thursday, friday = monday - timedelta(days=4), monday - timedelta(days=3)
    assert streak({thursday, monday}, monday, on_weekdays) == 1
    assert streak({thursday, monday}, monday, lambda day: on_weekdays(day) and day != friday) == 2


def first(person: int, given: int, skill: float) -> FirstAnswer:
    return FirstAnswer(person, (given,), given == 0, skill)


def test_items_are_flagged_in_plain_words_and_only_from_ten_answers():
    options = SINGLE["options"]
    assert analyse([first(n, 1, 0.9) for n in range(9)], options).flags == ()
    easy = analyse([first(n, 0, 0.5) for n in range(10)], options)
    assert easy.flags == ("terlalu mudah",) and easy.unused == (1, 2)
    assert analyse([first(n, 0, 0.5) for n in range(9)], options).unused == ()
    wrong_key = [first(n, 1, 0.9) for n in range(5)] + [first(n, 0, 0.1) for n in range(5, 10)]
    assert set(analyse(wrong_key, options).flags) == {"yang paham justru keliru", "periksa kuncinya"}
    assert analyse([first(n, 2, 0.5) for n in range(10)], options).flags[0] == "terlalu sulit"
    assert analyse([], options).share is None


def test_fewer_than_five_first_answers_do_not_tell_how_many_were_right():
    few, enough = (analyse([first(n, 0, 0.5) for n in range(count)], SINGLE["options"]) for count in (4, 5))
    assert (few.n, few.is_telling, few.share) == (4, False, None)
    assert (enough.is_telling, enough.share) == (True, 1)


def test_equal_colleagues_say_nothing_about_the_key():
    options = SINGLE["options"]
    tied = [first(n, 1 if n < 5 else 0, 0.5) for n in range(10)]
    assert analyse(tied, options).flags == ()
    newcomers = [FirstAnswer(n, (1,), False, None) for n in range(5)] + [first(n, 0, 0.4) for n in range(5, 10)]
    assert analyse(newcomers, options).flags == ()


def test_two_people_at_either_end_are_no_third():
    answers = [first(n, 1, 0.9) for n in range(2)] + [first(n, 0, 0.1) for n in range(2, 8)]
    strangers = [FirstAnswer(n, (0,), True, None) for n in range(8, 11)]
    assert analyse(answers + strangers, SINGLE["options"]).flags == ()
