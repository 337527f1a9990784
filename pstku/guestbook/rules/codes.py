"""Kode kunjungan and nomor antrean: how they are written, and how what a guest types is read."""

import unicodedata

from pstku.core.tokens import CODE_ALPHABET

VISIT_CODE_LETTERS = 4
# Letters no code holds that can only be meant as one that does. O, I and D resemble several and are left as they are.
LOOK_ALIKES = str.maketrans("BSZ", "852")


def read_visit_code(typed: str) -> str | None:
    """The visit code somebody typed in any case, with spaces or dashes; None when it cannot be one.

    A letter too many is no code: leaving it out could name another guest's visit.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(letter for letter in plain if not letter.isspace() and letter not in "-–.").translate(LOOK_ALIKES)
    return code if len(code) == VISIT_CODE_LETTERS and set(code) <= set(CODE_ALPHABET) else None


def queue_label(letter: str, number: int) -> str:
    """The queue number guests see, such as A-014."""
    return f"{letter}-{number:03d}"
