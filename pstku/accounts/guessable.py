"""Passwords that are guessed first: those many people use, and those made of the office, the person or PSTku itself.

Any letters and signs may be used, in any mix. What counts is how much is left once the words are taken out that
somebody who knows the office would try.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from pstku.core.errors import InvalidInput
from pstku.core.text import N_, fold

COMMON_FILE = Path(__file__).parent / "common_passwords.txt"
LEAST_LEFT = 8  # letters and digits beside a word that can be guessed
LEAST_DIFFERENT = 5
SHORTEST_WORD = 3
OURS = (
    *("pstku", "pst", "bps", "skip", "statistik", "statistics", "sensus", "survei", "pegawai", "petugas", "admin"),
    *("kantor", "demo", "contoh", "sandi", "password", "rahasia", "kunci", "indonesia", "merdeka", "bismillah"),
)
SIGNS, DIGITS = str.maketrans("@$", "as"), str.maketrans("0134578", "oieastb")  # P@ssw0rd
COMMON = N_("Kata sandi ini termasuk yang paling sering dipakai orang. Pilih beberapa kata yang tidak berhubungan.")
REPEATED = N_("Kata sandi ini hanya mengulang bagian yang pendek. Pilih beberapa kata yang tidak berhubungan.")
OWN = N_("Kata sandi ini hampir seluruhnya nama Anda, kantor, atau aplikasi ini. Tambahkan beberapa kata lain.")


def check_guessable(password: str, names: Iterable[str] = ()) -> None:
    """Raise InvalidInput("password") for a password somebody would try first.

    `names` are those of the person and the office, whole or in words.
    """
    plain = unicodedata.normalize("NFKC", password).casefold().translate(SIGNS)
    unit = _repeated(_letters(plain))
    if len(set(unit)) < LEAST_DIFFERENT or (unit != _letters(plain) and len(unit) < LEAST_LEFT):
        raise InvalidInput("password", REPEATED)
    left = unit
    for word in sorted(_words(names), key=len, reverse=True):
        left = left.replace(word, "")
    if left != unit and len(left) < LEAST_LEFT:
        raise InvalidInput("password", OWN)
    if _is_row(unit) or _is_common({plain, unit, left}):
        raise InvalidInput("password", COMMON)


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _repeated(text: str) -> str:
    """The part that a text repeats from end to end, or the text."""
    found = re.fullmatch(r"(.+?)\1+", text)
    return found[1] if found else text


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in (*OURS, *names) for word in fold(name).split() if len(word) >= SHORTEST_WORD}


def _is_row(text: str) -> bool:
    """Mostly steps to the next letter or digit, as in 1234567891 or abcdefghij."""
    steps = [abs(ord(b) - ord(a)) <= 1 for a, b in pairwise(text)]
    return sum(steps) * 10 >= len(steps) * 8


def _is_common(forms: set[str]) -> bool:
    """Is it a common password, or one with fewer than eight letters or digits around it?"""
    cores = {core for form in forms if len(form) - len(core := _core(form)) < LEAST_LEFT}
    tried = forms | cores | {form.translate(DIGITS) for form in forms | cores}
    with COMMON_FILE.open(encoding="utf-8") as lines:
        return any(line.rstrip("\n") in tried for line in lines if line[0] != "#")


def _core(text: str) -> str:
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
