"""Typos: alike words, single slips, and words that stay as they are."""

import pytest

from pstku.answers.rules.spelling import Vocabulary, slips

KNOWN = Vocabulary(["inflasi", "investasi", "miskin", "kemiskinan", "pengangguran", "p0"])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("inflsi", "inflasi"), ("infalsi", "inflasi"), ("inlfasi", "inflasi"), ("inflassi", "inflasi"),
        ("miksin", "miskin"), ("penganguran", "pengangguran"), ("penagngguran", "pengangguran"),
        ("inflasi", "inflasi"), ("inf", "inf"), ("po", "po"), ("kemisk", "kemisk"), ("xyzzy", "xyzzy"),
    ],
)  # fmt: skip
def test_a_word_is_mended_to_the_nearest_known_one_or_left_alone(typed, read):
    assert KNOWN.mend(typed) == read


def test_a_word_that_stands_in_a_text_is_no_slip():
    known = Vocabulary(["sapa", "tingkat", "inflasi"], {"siapa", "peringkat", "inflasinya"})
    assert [known.mend(word) for word in ("siapa", "peringkat", "sapaa")] == ["siapa", "peringkat", "sapa"]
    assert known.mend("inflasinya") == "inflasi", "-nya says nothing"


def test_a_slip_is_a_letter_left_out_added_changed_or_swapped():
    assert [slips("inflasi", other) for other in ("inflasi", "inflsi", "inflaasi", "inflazi", "infalsi")] == [
        0,
        1,
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("typed", "meant"), [("inflsi", "inflasi"), ("pengganguran", "pengangguran"), ("p0", "p0"), ("xyz", "xyz")]
)
def test_typos_are_mended_and_short_words_left_alone(typed, meant):
    assert Vocabulary(["inflasi", "pengangguran", "p1", "gini"]).mend(typed) == meant
