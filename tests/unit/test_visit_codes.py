"""A visit code is read as guests type it, and never as somebody else's."""

from itertools import product

import pytest

from pstku.core.tokens import CODE_ALPHABET
from pstku.guestbook.rules.codes import (
    TABLETS_FIRST,
    VISIT_CODE_LETTERS,
    draw_code,
    is_tablet_number,
    queue_label,
    read_visit_code,
)


@pytest.mark.parametrize("typed", ["C7QF", "c7qf", " c7 qf ", "C7-QF", "c 7 q f", "C7–QF", "Ｃ７ＱＦ", "C7QF\n"])
def test_one_code_however_it_is_typed(typed):
    assert read_visit_code(typed) == "C7QF"


@pytest.mark.parametrize(("typed", "meant"), [("BS2Z", "8522"), ("bszc", "852C")])
def test_a_letter_that_can_only_be_one_sign_is_that_sign(typed, meant):
    assert read_visit_code(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "C7Q", "C7QFX", "C7OQF", "C7Q0", "C7Q1", "C7QI", "DDDD", "C7Q%", "081234567890", "Budi"]
)
def test_what_may_mean_another_code_is_none(typed):
    assert read_visit_code(typed) is None


def test_every_code_reads_as_itself():
    for letters in product(CODE_ALPHABET, repeat=2):
        code = "".join(letters) * (VISIT_CODE_LETTERS // 2)
        assert read_visit_code(code) == read_visit_code(code.lower()) == code


def test_queue_numbers_have_three_digits_and_grow_past_them():
    assert [queue_label("A", n) for n in (1, 14, 999, 1000)] == ["A-001", "A-014", "A-999", "A-1000"]


def test_a_tablets_number_is_what_its_guest_was_shown():
    assert queue_label("A", 14, "A-T2-07") == "A-T2-07"
    assert all(is_tablet_number(text) for text in ("A-T2-07", "D-T12-103"))
    others = ("", "A-014", "A-T0-07", "A-T2-7", "a-T2-07", "A-T2-07 ", "<b>-T2-07")
    assert not any(is_tablet_number(text) for text in others)


def test_codes_of_the_server_and_of_tablets_never_meet():
    drawn = {"server": [draw_code() for _ in range(300)], "tablet": [draw_code(TABLETS_FIRST) for _ in range(300)]}
    assert all(read_visit_code(code) == code for codes in drawn.values() for code in codes)
    assert {code[0] in TABLETS_FIRST for code in drawn["server"]} == {False}
    assert {code[0] in TABLETS_FIRST for code in drawn["tablet"]} == {True}
