"""Every signal has a name and a sentence, in words that can be checked."""

import pytest

from pstku.rewards.rules.finding import Finding
from pstku.rewards.rules.signal_words import NAMES, words_of
from pstku.rewards.rules.signals import CODES, FACTS_FROM


def test_every_signal_has_a_name():
    assert list(NAMES) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_signal_says_its_counts(code):
    fact = code in FACTS_FROM
    found = Finding(code, 7, 30, observed=0.25, expected=0.1, points=15, p=0.01, is_deterministic=fact)
    assert "7" in words_of(found) and words_of(found).endswith(".")


def test_a_share_is_told_beside_that_of_colleagues():
    found = Finding("skipped", 11, 36, observed=11 / 36, expected=0.0245, points=28, p=0.0001)
    assert words_of(found) == "Tamu konter yang tidak diundang menilai: 11 dari 36; pada rekan yang setara 2 %."


def test_a_burst_is_told_beside_what_chance_does():
    found = Finding("burst", 5, 33, observed=5.0, expected=1.34, points=73, p=0.0001)
    assert words_of(found) == "Paling banyak 5 penilaian dalam 10 menit; karena kebetulan saja sekitar 1,3."


def test_a_gap_tells_the_distance_and_neither_mean():
    found = Finding("channel_gap", 12, 40, observed=3.9, expected=3.1, points=20.0, p=0.001)
    assert words_of(found) == "Rata-rata 12 penilaian di luar tablet 20 angka di atas yang di tablet."
    below = Finding("channel_gap", 12, 40, observed=3.1, expected=3.3, points=-5.0, p=0.8)
    assert words_of(below) == "Rata-rata 12 penilaian di luar tablet 5 angka di bawah yang di tablet."


def test_what_cannot_be_compared_says_so():
    assert words_of(Finding("skipped", 0)) == "Belum dapat dibandingkan: tidak ada data yang setara."
