"""Limits stop who guesses, and nobody else."""

from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.core.attempts import Limit, forgive, so_far, source_of, spend
from pstku.core.errors import TooManyTries

MINE, ALL = Limit("mine", 3, 60, "Tunggu."), Limit("all", 5, 60, "Tunggu.")


def tried(who: str) -> bool:
    try:
        spend("code", (MINE, who), (ALL, "office"))
    except TooManyTries:
        return False
    return True


def test_whoever_is_over_their_own_limit_counts_against_no_other(app, still_clock):
    assert [tried("a") for _ in range(200)].count(True) == 3
    assert so_far(ALL, "office") == 3
    assert tried("b")


def test_a_refusal_names_its_field_and_is_told_at_once(app, still_clock):
    for _ in range(3):
        tried("a")
    with pytest.raises(TooManyTries) as refusal:
        spend("code", (MINE, "a"))
    assert (refusal.value.status, refusal.value.field, str(refusal.value)) == (429, "code", "Tunggu.")


def test_what_succeeds_is_taken_back_and_the_window_ends(app):
    now = clock.now()
    with clock.at(now):
        for _ in range(20):
            spend("code", (MINE, "a"))
            forgive((MINE, "a"))
        assert so_far(MINE, "a") == 0
        for _ in range(3):
            tried("a")
        assert not tried("a")
    with clock.at(now + timedelta(seconds=60)):
        assert tried("a")


def test_one_line_of_ipv6_is_one_source():
    assert source_of("2001:db8:1:2::1") == source_of("2001:db8:1:2:ffff::9") != source_of("2001:db8:1:3::1")
    assert source_of("::ffff:10.0.0.1") == source_of("10.0.0.1") == "10.0.0.1"
    assert source_of("") == ""
