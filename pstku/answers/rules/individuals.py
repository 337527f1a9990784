"""Is a question about somebody: a person, a household, a firm? UU 16/1997 Pasal 21 keeps that. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from pstku.answers.rules.asked_times import is_year
from pstku.answers.rules.question_words import (
    CALLED,
    COUNTED,
    FILLERS,
    MEANING,
    MONTHS,
    NO_NAME,
    OF_A_PERSON,
    PRIVATE,
    REGIONS,
    UNCOUNTED,
)


def is_about_individuals(tokens: Sequence[str]) -> bool:
    """Folded tokens, without those of the office's own region; what a word means is never about somebody."""
    known, (what, whose) = set(tokens), UNCOUNTED
    if known & MEANING:
        return False
    if any(known & asked and known & of for asked, of in PRIVATE):
        return True
    if known & what and known & whose and not (known & COUNTED or any(map(is_year, tokens))):
        return True
    return any(
        one in CALLED and _may_be_a_name(other) and OF_A_PERSON.intersection(tokens[: tokens.index(one)])
        for one, other in pairwise(tokens)
    )


def _may_be_a_name(token: str) -> bool:
    says_other = token in FILLERS or token in REGIONS or token in MONTHS or token in NO_NAME or token in MEANING
    return not (says_other or token.isdigit())
