"""The survey's arithmetic against published and hand-computed figures."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from pstku.core.numbers import round_half_up
from pstku.ratings.rules.asking import UNSUR_QUESTIONS
from pstku.skm.rules.answers import filled_from, unanswered
from pstku.skm.rules.figures import Answer, Limits, figures_of, from_json, to_json
from pstku.skm.rules.index import band_of, differs, index_from, index_of, sums_of
from pstku.skm.rules.rounds import round_days, round_name, rounds_around
from pstku.skm.rules.sample import sample_size
from pstku.skm.rules.sets import EXAMPLES, SKM, UNSUR_NAMES, worded
from pstku.skm.rules.showing import MERGED, may_move, merged, shown_services

KEYS = SKM.keys
PUBLISHED = {  # 29 respondents of a published report; it also prints 90,56, which is the weight 0,11
    "persyaratan": 105, "prosedur": 101, "waktu": 100, "biaya": 116, "produk": 102, "kompetensi": 105,
    "perilaku": 106, "sarana": 105, "pengaduan": 115,
}  # fmt: skip
INDEXES = (  # respondents, sum of all values, index, letter
    (29, 955, "91.48", "A"),
    (58, 1357, "64.99", "D"),
    (19, 524, "76.61", "B"),
    (19, 604, "88.30", "B"),
    (7, 63, "25.00", "D"),
    (1, 36, "100.00", "A"),
    (20, 639, "88.75", "A"),  # with the weight 0,11 it would be 87,86 and B
)
KREJCIE_MORGAN = {10: 10, 20: 19, 30: 28, 50: 44, 75: 63, 100: 80, 200: 132, 300: 169, 500: 217, 1000: 278, 2000: 322, 10000: 370}  # fmt: skip
LIMITS = Limits(30, 10)


def all_of(value: int) -> dict[str, int]:
    return dict.fromkeys(KEYS, value)


def answer(value: int = 3, service: int = 1, way: str = "own_phone") -> Answer:
    return Answer(way, service, all_of(value), dict.fromkeys(("age_group", "sex", "education", "occupation")))


@pytest.mark.parametrize(("respondents", "total", "index", "letter"), INDEXES)
def test_the_index_is_exact_and_rounded_half_up_once(respondents, total, index, letter):
    exact = index_of(SKM, total, respondents)
    assert exact == Fraction(25 * total, 9 * respondents)
    shown = round_half_up(exact, 2)
    assert (str(shown), band_of(SKM, shown).letter) == (index, letter)


def test_nobody_has_no_index_and_not_zero():
    assert index_of(SKM, 0, 0) is None


def test_a_published_round_unsur_by_unsur():
    """Respondents whose answers add up to the published sums: as many of the upper value as the sum needs."""
    n = 29

    def value(key: str, place: int) -> int:
        low, more = divmod(PUBLISHED[key], n)
        return low + (place < more)

    found = index_from(SKM, sums_of(SKM, [{key: value(key, place) for key in KEYS} for place in range(n)]))
    assert (found.value, found.letter, found.name) == (Decimal("91.48"), "A", "Sangat Baik")
    assert found.weakest == ("waktu",)
    assert {key: mean.value for key, mean in found.means.items()} == {
        key: round_half_up(Fraction(total, n), 2) for key, total in PUBLISHED.items()
    }


def test_all_of_the_lowest_unsur_are_named_in_the_order_of_the_set():
    sums = sums_of(SKM, [all_of(3) | {"biaya": 2, "sarana": 2}])
    assert index_from(SKM, sums).weakest == ("biaya", "sarana")


def test_the_range_by_hand():
    """Two respondents, all 2 and all 4: sums 18 and 36, s = 12.7279, SE = 9; 1,96 x 9 x 25/9 = 49."""
    found = index_from(SKM, sums_of(SKM, [all_of(2), all_of(4)]))
    assert (found.value, found.low, found.high) == (Decimal("75.00"), Decimal("26.00"), Decimal("100.00"))
    mean = found.means["waktu"]
    assert (mean.value, mean.low, mean.high) == (Decimal("3.00"), Decimal("1.04"), Decimal("4.00"))


def test_a_range_never_leaves_the_scale():
    found = index_from(SKM, sums_of(SKM, [all_of(1), all_of(1), all_of(4)]))
    assert (found.low, found.means["biaya"].low) == (Decimal("25.00"), Decimal("1.00"))


def test_rounds_are_told_apart_only_beyond_chance():
    def of(*values: int):
        return index_from(SKM, sums_of(SKM, [all_of(value) for value in values]))

    assert differs(of(*[2] * 30), of(*[4] * 30)) == 1
    assert differs(of(*[4] * 30), of(*[2] * 30)) == -1
    assert differs(of(2, 4, 3), of(3, 4, 3)) == 0
    assert differs(of(3, 3), of(3, 3)) == 0
    near = of(*[4] * 29, 1)
    assert (near.value, near.low, near.high) == (Decimal("97.50"), Decimal("92.60"), Decimal("100.00"))
    below = of(*[4] * 23, *[3] * 6, 2)
    assert (
        3 < near.value - below.value < Decimal("4.90")
    )  # less than the later half alone, of which the scale hides a part
    assert (differs(below, near), differs(near, below)) == (0, 0)


@pytest.mark.parametrize(("users", "respondents"), KREJCIE_MORGAN.items())
def test_the_sample_is_the_published_table(users, respondents):
    assert sample_size(users) == respondents


def test_nobody_needs_no_sample():
    assert sample_size(0) == 0


def test_the_set_has_nine_unsur_by_key_and_the_lists_of_sarana_and_pengaduan_are_not_swapped():
    assert set(KEYS) == set(UNSUR_QUESTIONS) == set(UNSUR_NAMES)
    assert len(KEYS) == 9
    answers = {question.key: question.answers for question in SKM.questions}
    assert answers["sarana"] == ("Buruk", "Cukup", "Baik", "Sangat baik")
    assert answers["pengaduan"][0] == "Tidak ada"
    assert answers["biaya"] == ("Sangat mahal", "Cukup mahal", "Murah", "Gratis")
    assert {len(listed) for listed in answers.values()} == {SKM.highest}
    assert SKM.warning == "Pedoman 9/2024 belum diperiksa"


def test_what_is_no_tap_on_the_scale_is_no_answer():
    typed = dict.fromkeys(KEYS, "4") | {
        "waktu": "5",
        "biaya": "0",
        "sarana": "<script>",
        "sex": "male",
        "age_group": "",
    }
    filled = filled_from(SKM, typed)
    assert unanswered(SKM, filled.values) == [key for key in KEYS if key in ("waktu", "biaya", "sarana")]
    assert filled.about == {"sex": "male"}


def test_29_answers_have_no_index_and_30_have_one():
    assert figures_of(SKM, [answer()] * 29, LIMITS, {}, is_final=True)["services"] == {}
    assert "guests" not in figures_of(SKM, [answer()] * 29, LIMITS, {}, is_final=True)
    shown = from_json(figures_of(SKM, [answer()] * 30, LIMITS, {}, is_final=False)["guests"])
    assert (shown.respondents, shown.value, shown.letter) == (30, Decimal("75.00"), "C")


def test_paper_is_counted_apart_and_lifts_nobody_over_the_limit():
    answers = [answer()] * 29 + [answer(4, way="paper")] * 29
    assert set(figures_of(SKM, answers, LIMITS, {}, is_final=True)) == {"services", "about", "ways"}
    found = figures_of(SKM, [*answers, answer(4, way="paper")], LIMITS, {}, is_final=True)
    assert "guests" not in found
    assert from_json(found["paper"]).value == 100


def test_figures_move_by_five_answers_and_no_closing_moves_them_by_fewer():
    before = figures_of(SKM, [answer()] * 30, LIMITS, {}, is_final=False)
    assert figures_of(SKM, [answer()] * 30 + [answer(1)] * 4, LIMITS, before, is_final=False) == before
    assert figures_of(SKM, [answer()] * 30 + [answer(1)] * 5, LIMITS, before, is_final=False)["guests"]["n"] == 35
    for is_final in (False, True):
        for late in range(1, 5):
            found = figures_of(SKM, [answer()] * 30 + [answer(1)] * late, LIMITS, before, is_final=is_final)
            assert found["guests"] == before["guests"]
            assert found.get("services", {}) == {}  # one service of all answers would be the new index of the whole
    found = figures_of(SKM, [answer()] * 30 + [answer(1)] * 5, LIMITS, before, is_final=True)
    assert (found["guests"]["n"], found["services"]["1"]["n"]) == (35, 35)
    assert not may_move(34, 30, 30)


def test_services_beside_an_older_whole_leave_a_rest_of_many():
    before = figures_of(SKM, [answer()] * 20 + [answer(service=2)] * 10, LIMITS, {}, is_final=False)
    later = [answer()] * 20 + [answer(service=2)] * 10 + [answer(1, service=2)]
    assert set(figures_of(SKM, later, LIMITS, before, is_final=True)["services"]) == {"1"}
    assert set(figures_of(SKM, later, LIMITS, {}, is_final=True)["services"]) == {"1", "2"}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 20, "b": 10}, {"a": 20, "b": 10}),
        ({"a": 20, "b": 7, "c": 3, "": 2}, {"a": 20, "b": 7, MERGED: 5}),
        ({"a": 20, "b": 7, "c": 1}, {"a": 20, MERGED: 8}),  # one alone would still be one
        ({"a": 20, "b": 1}, {}),
        ({"a": 1}, {}),
        ({}, {}),
    ],
)
def test_those_who_said_the_same_are_counted_from_five_on(counts, shown):
    assert merged(counts) == shown


def test_who_answered_is_not_said_of_a_round_too_small_for_an_index():
    one = Answer(
        "own_phone", 1, all_of(4), {"age_group": "55_65", "sex": "female", "education": "s3", "occupation": "student"}
    )
    assert figures_of(SKM, [one] * 29, LIMITS, {}, is_final=True)["about"] == {}
    assert figures_of(SKM, [one] * 30, LIMITS, {}, is_final=True)["about"]["sex"] == {"female": 30}


def test_services_and_who_answered_come_with_the_end_only():
    assert set(figures_of(SKM, [answer()] * 40, LIMITS, {}, is_final=False)) == {"guests"}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({1: 20, 2: 10}, [1, 2]),
        ({1: 20, 2: 10, 3: 9}, [1]),  # else 3 is the rest of the whole
        ({1: 20, 2: 9, 3: 9}, [1]),
        ({1: 31, 2: 2}, []),
        ({1: 30}, [1]),
    ],
)
def test_no_small_service_is_found_by_subtracting(counts, shown):
    assert shown_services(counts, 10, are_all_counted=True) == shown


def test_an_index_is_kept_as_it_was():
    found = index_from(SKM, sums_of(SKM, [all_of(2), all_of(3), all_of(4)]))
    assert from_json(to_json(found)) == found
    assert from_json(None) is None


def test_the_days_and_names_of_rounds():
    assert round_days("year", 2026, 1) == (date(2026, 1, 1), date(2026, 12, 31))
    assert round_days("semester", 2026, 2) == (date(2026, 7, 1), date(2026, 12, 31))
    assert round_days("quarter", 2026, 4) == (date(2026, 10, 1), date(2026, 12, 31))
    assert [round_name(*one) for one in rounds_around(date(2026, 7, 1))] == [
        "Tahun 2026", "Semester II 2026", "Triwulan III 2026",
    ]  # fmt: skip
    for day in (date(2026, 6, 30), date(2026, 12, 31), date(2026, 1, 1)):
        assert all(first <= day <= last for first, last in (round_days(*one) for one in rounds_around(day)))


@pytest.mark.parametrize("questions", EXAMPLES.values(), ids=EXAMPLES)
def test_what_we_ship_of_other_surveys_is_structure_without_a_sentence(questions):
    assert not questions.is_worded and not questions.is_entered
    assert {(one.sentence, one.answers) for one in questions.questions} == {("", ())}
    assert len(set(questions.keys)) == len(questions.keys) and all(questions.names.values())
    assert questions.warning and questions.source
    assert not re.search(r"\b(SKD|SPKP|SPAK|IKK|IPAK|IKM)\b", questions.title + questions.index_name)


def test_the_structures_are_those_of_their_surveys():
    shape = {key: (len(one.keys), one.lowest, one.highest, one.top) for key, one in EXAMPLES.items()}
    assert shape == {
        "layanan_10": (11, 1, 10, 100),
        "integritas_10": (5, 1, 10, 100),
        "layanan_6": (8, 1, 6, 4),
        "integritas_6": (5, 1, 6, 4),
    }
    assert SKM.is_worded and SKM.top == 100


@pytest.mark.parametrize(
    ("key", "values", "index", "low", "letter"),
    [  # invented: everybody answers everything alike; 100·mean/10 and 4·mean/6
        ("layanan_10", [10, 10], "100.00", "100.00", "A"),
        ("layanan_10", [8, 9, 9], "86.67", "80.13", "B"),
        ("integritas_10", [1, 1], "10.00", "10.00", "D"),
        ("integritas_10", [7, 8], "75.00", "65.20", "C"),
        ("layanan_6", [6], "4.00", "4.00", ""),
        ("layanan_6", [5, 5, 6], "3.56", "3.12", ""),
        ("integritas_6", [1, 1], "0.67", "0.67", ""),
        ("integritas_6", [3, 4], "2.33", "1.68", ""),
    ],
)
def test_other_scales_have_their_own_index(key, values, index, low, letter):
    questions = EXAMPLES[key]
    found = index_from(questions, sums_of(questions, [dict.fromkeys(questions.keys, value) for value in values]))
    assert (str(found.value), str(found.low), found.letter) == (index, low, letter)
    assert found.high <= questions.top
    assert from_json(to_json(found)) == found


def test_a_text_makes_a_set_that_can_be_asked():
    questions = EXAMPLES["integritas_6"]
    asked = worded(questions, {key: f"Uji {key}" for key in questions.keys}, ("buruk", "baik"), "Naskah uji")
    assert asked.is_worded and asked.is_entered and asked.source == "Naskah uji"
    assert asked.questions[0].answers == ("1 buruk", "2", "3", "4", "5", "6 baik")
    assert unanswered(asked, dict.fromkeys(asked.keys, 6)) == []
    assert unanswered(asked, dict.fromkeys(asked.keys, 7)) == list(asked.keys)
