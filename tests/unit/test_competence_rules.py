"""Kompetensi: the index, the smallest group, the tested share, which question tests what; the first week's days."""

from decimal import Decimal

import pytest

from pstku.core.numbers import round_half_up
from pstku.practice.rules.competence import (
    DATA,
    MEDIA,
    SERVING,
    WEBSITE,
    MarkedShare,
    Marks,
    Score,
    clean_answers,
    has_other_items,
    index_of,
    indicator_of,
    office_index,
    office_tested,
    open_items,
    own_index,
    own_tested,
)
from pstku.practice.rules.first_week import Offer, Taken, days_of, is_enough, progress

ITEMS = [{"key": f"{indicator}-{n}", "indicator": indicator} for indicator in (DATA, MEDIA) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("ratings", "index"),
    [([1, 1], "0.00"), ([5], "100.00"), ([3, 3, 3], "50.00"), ([4, 4, 5], "83.33"), ([1, 2], "12.50"), ([], None)],
)
def test_the_index_runs_from_0_to_100(ratings, index):
    found = index_of(ratings)
    assert (None if found is None else round_half_up(found, 2)) == (None if index is None else Decimal(index))


def test_each_person_counts_once_however_many_items_were_rated():
    whole = {"data-1": 5, "data-2": 5, "data-3": 5}
    one = {"data-1": 1}
    assert own_index(whole, ITEMS, DATA) == 100 and own_index(one, ITEMS, DATA) == 0
    assert office_index([whole, whole, whole, whole, one], ITEMS, DATA) == Decimal("80.00")


def test_the_mean_of_the_office_is_rounded_once():
    three = lambda *ratings: {f"data-{n}": rating for n, rating in enumerate(ratings, 1)}  # noqa: E731
    replies = [three(1, 1, 1), *[three(1, 1, 2)] * 4]  # 0 and four times 8⅓
    assert own_index(replies[1], ITEMS, DATA) == Decimal("8.33")
    assert office_index(replies, ITEMS, DATA) == Decimal("6.67"), "6.66 when each person is rounded before"


def test_four_people_are_too_few_to_say_anything():
    reply = {"data-1": 4, "media-1": 2}
    assert office_index([reply] * 4, ITEMS, DATA) is None
    assert office_index([reply] * 5, ITEMS, DATA) == Decimal("75.00")
    assert office_index([reply] * 5 + [{"media-1": 1}], ITEMS, DATA) == Decimal("75.00"), "no rating is no zero"
    four = {person: Marks(5, 5) for person in range(4)}
    assert office_tested(four) is None
    assert office_tested(four | {4: Marks(1, 6)}) == MarkedShare(Decimal(83), 5), "whole numbers, halves up"
    assert office_tested(four | {4: Marks(4, 4)}) is None, "four answers are not a share"


def test_a_share_needs_five_answers():
    assert own_tested(Marks(4, 4)) is None and own_tested(None) is None
    assert own_tested(Marks(4, 6)) == MarkedShare(Decimal(67), 6)


def test_a_round_with_other_sentences_is_no_equal():
    asked = [{"key": "a", "indicator": DATA, "text": "Satu"}, {"key": "b", "indicator": DATA, "text": "Dua"}]
    assert not has_other_items(asked, list(reversed(asked)))
    assert has_other_items(asked, asked[:1])
    assert has_other_items(asked, [asked[0], asked[1] | {"text": "Lain"}])


@pytest.mark.parametrize(
    ("pages", "indicator"),
    [
        (["ind.ipm", "med.website"], DATA),
        (["srv.susenas"], DATA),
        (["med.sirusa"], MEDIA),
        (["med.allstats-search"], WEBSITE),
        (["med.website"], WEBSITE),
        (["con.sapa", "ind.ipm"], SERVING),
        ([], DATA),
    ],
)
def test_the_first_page_tells_what_a_question_tests(pages, indicator):
    assert indicator_of(pages) == indicator


def test_only_ticks_of_this_round_from_1_to_5_count():
    typed = {"data-1": "5", "data-2": "6", "data-3": "x", "media-1": "1", "serving-9": "3", "media-2": "²"}
    answers = clean_answers(typed, ITEMS)
    assert answers == {"data-1": 5, "media-1": 1}
    assert open_items(answers, ITEMS) == ["data-2", "data-3", "media-2", "media-3"]


def test_the_gap_is_negative_below_the_target():
    assert Score(DATA, Decimal("66.96"), None, 85).gap == Decimal("-18.04")
    assert Score(DATA, None, None, 85).gap is None


def test_the_week_counts_what_was_done_and_leaves_out_what_the_office_does_not_have():
    guide = {
        "days": [
            {"title": "Hari 1", "pages": ["con.sapa", "con.hilang"], "quizzes": ["umum", "nerwilis"], "drill": 10},
            {"title": "Hari 2", "try": [{"id": "a", "say": "Coba", "ask": "ipm"}]},
        ]
    }
    offer = Offer({"con.sapa"}, {"umum"})
    days = days_of(guide, offer, Taken({"page/con.sapa", "quiz/umum"}, 10))
    assert [[step.key for step in day.steps] for day in days] == [["page/con.sapa", "quiz/umum", "drill/10"], ["try/a"]]
    assert [day.is_done for day in days] == [True, False] and progress(days) == (3, 4)
    assert not days_of(guide, offer, Taken({"page/con.sapa", "quiz/umum", "drill/10"}, 9))[0].is_done
    assert days_of({}, offer, Taken(set())) == []


def test_half_a_quiz_is_enough_and_an_empty_one_is_not():
    assert [is_enough(answered, 10) for answered in (0, 4, 5, 10)] == [False, False, True, True]
    assert is_enough(2, 3) and not is_enough(1, 3) and not is_enough(0, 0)
