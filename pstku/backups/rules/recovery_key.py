"""A recovery key as it is printed: the text that `age` itself reads, in numbered groups of four.

Its 58 letters hold no B, I, O and no 1, and end with a checksum, so that a typing mistake is noticed. Three groups typed
back prove that the paper can be read. For that, nine groups are stored as slow hashes in three sets; 76 bits of the key
are in none of them.
"""

import re
from datetime import datetime, timedelta
from secrets import SystemRandom

PREFIX = "AGE-SECRET-KEY-1"
LETTERS_IN_GROUP = 4
ASKED, SETS = 3, 3
TESTED_AGAIN = timedelta(days=365)
LOOKALIKES = str.maketrans("OIB1", "0L8L")  # what the alphabet of keys does not have, read as what it looks like


def printed_groups(secret: str) -> list[str]:
    """The groups of a key: fourteen of four letters, and one of two."""
    letters = secret.removeprefix(PREFIX)
    return [letters[start : start + LETTERS_IN_GROUP] for start in range(0, len(letters), LETTERS_IN_GROUP)]


def cleaned_letters(typed: str) -> str:
    """Typed letters as printed: without spaces and dashes, and with lookalikes such as 0 and O corrected."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(LOOKALIKES)


def secret_from(typed: str) -> str:
    """The whole key from what was typed or scanned, with or without its beginning and blanks."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper()).removeprefix(re.sub(r"[^0-9A-Z]", "", PREFIX))
    return PREFIX + letters.translate(LOOKALIKES)


def drawn_places(count: int) -> list[list[int]]:
    """Three random sets of three group numbers (from 1), each in reading order; no group is in two sets."""
    drawn = SystemRandom().sample(range(1, count), ASKED * SETS)  # the last group is shorter and never asked
    return [sorted(drawn[start : start + ASKED]) for start in range(0, len(drawn), ASKED)]


def is_test_due(tested_at: datetime | None, now: datetime) -> bool:
    """Must the paper be read again: it never was, or a year ago?"""
    return tested_at is None or now - tested_at > TESTED_AGAIN
