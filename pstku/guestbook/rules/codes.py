"""Kode kunjungan and nomor antrean: how they are written, and how what a guest types is read."""

import re
import secrets
import unicodedata

from pstku.core.tokens import CODE_ALPHABET, random_code

VISIT_CODE_LETTERS = 4
# Codes that tablets give while no server answers begin with these, and the server's own never do: the two cannot meet.
TABLETS_FIRST = "VWX"
SERVERS_FIRST = "".join(letter for letter in CODE_ALPHABET if letter not in TABLETS_FIRST)
# Letters no code holds that can only be meant as one that does. O, I and D resemble several and are left as they are.
LOOK_ALIKES = str.maketrans("BSZ", "852")
_TABLET_NUMBER = re.compile(r"[A-Z]-T[1-9][0-9]{0,5}-[0-9]{2,6}")


def read_visit_code(typed: str) -> str | None:
    """The visit code somebody typed in any case, with spaces or dashes; None when it cannot be one.

    A letter too many is no code: leaving it out could name another guest's visit.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(letter for letter in plain if not letter.isspace() and letter not in "-–.").translate(LOOK_ALIKES)
    return code if len(code) == VISIT_CODE_LETTERS and set(code) <= set(CODE_ALPHABET) else None


def draw_code(first: str = SERVERS_FIRST) -> str:
    """A random visit code that begins with one of these letters."""
    return secrets.choice(first) + random_code(VISIT_CODE_LETTERS - 1)


def queue_label(letter: str, number: int, tablet_number: str | None = None) -> str:
    """The number its guest was shown: A-014, or A-T2-07 by a tablet that no server answered."""
    return tablet_number or f"{letter}-{number:03d}"


def is_tablet_number(text: str) -> bool:
    """Is it written as a number that tablets give: A-T2-07, of the second tablet the seventh of the day?"""
    return _TABLET_NUMBER.fullmatch(text) is not None
