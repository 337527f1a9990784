"""What somebody who knows the office would try first is no password; everything else may be one."""

import pytest

from pstku.accounts.guessable import COMMON, COMMON_FILE, OWN, REPEATED, check_guessable
from pstku.accounts.passwords import one_time_password
from pstku.core.errors import InvalidInput
from pstku.demo.people import PASSWORD as OF_THE_DEMO

NAMES = ("nurain.l", "Nurain Lestari, SST", "Nurain", "7571", "BPS Kota Gorontalo", "Kota Gorontalo", "Gorontalo")

REFUSED = {
    "1234567890": COMMON,
    "qwertyuiop": COMMON,
    "QwertyUiop": COMMON,
    "password12": OWN,
    "sayang1234": COMMON,
    "P@ssw0rd12": COMMON,
    "iloveyou!!": COMMON,
    "12345678910": COMMON,
    "abcdefghijkl": COMMON,
    "pegawai1pegawai1": OWN,
    "demo-pstku": OWN,
    "pstku-2026": OWN,
    "Gorontalo7571": OWN,
    "bps.gorontalo": OWN,
    "nurainlestari": OWN,
    "Nurain-2026!": OWN,
    "aaaaaaaaaaaa": REPEATED,
    "abc12abc12abc12": REPEATED,
    "1212121212": REPEATED,
}
TAKEN = (
    "padi menguning di ladang", "lima-ekor-kuda", "kolam teduh 2026", "8364712951", "🐟ikan goreng enak", "xK9#mQ2$vL",
    "gorontalo punya langit biru", "sayang ibu dan bapak selamanya",
)  # fmt: skip


@pytest.mark.parametrize(("password", "why"), REFUSED.items())
def test_what_is_guessed_first_is_refused_with_the_reason(password, why):
    with pytest.raises(InvalidInput) as refusal:
        check_guessable(password, NAMES)
    assert (refusal.value.field, refusal.value.message) == ("password", why)


@pytest.mark.parametrize("password", TAKEN)
def test_anything_else_of_any_make_is_taken(password):
    check_guessable(password, NAMES)


def test_the_password_of_the_demo_is_refused_for_anybody_else_and_our_own_codes_never():
    with pytest.raises(InvalidInput):
        check_guessable(OF_THE_DEMO)
    for _ in range(50):
        check_guessable(one_time_password(), NAMES)


def test_the_list_holds_what_its_head_says():
    lines = COMMON_FILE.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert 3_000 <= len(words) <= 10_000 and words == sorted(set(words))
    assert sum(len(word) >= 10 for word in words) > 2_400
    assert COMMON_FILE.with_suffix(".licence").exists() and "common_passwords.licence" in lines[2]
