"""Is a question about somebody: a person, a household, one firm? UU 16/1997 Pasal 21 keeps that. Pure.

Lists of firms are products of BPS (directories), and what an official earns is public but not ours: neither is refused.
"""

from collections.abc import Sequence
from itertools import pairwise

from pstku.answers.rules.question_words import (
    CALLED,
    CHAT,
    COUNTED,
    FILLERS,
    MEANING,
    MONEY,
    MONTHS,
    NO_NAME,
    OF_A_PERSON,
    OFFICIALS,
    ONE_FIRM,
    ONE_OF,
    PARTICULARS,
    PRIVATE,
    REGIONS,
)


def is_about_individuals(tokens: Sequence[str]) -> bool:
    """Folded tokens, without those of the office's own region; what a word means is never about somebody."""
    words = set(tokens)
    if words & MEANING or (words & COUNTED and not words & {"individu", "individual"}):
        return False
    if any(words & asked and words & of for asked, of in PRIVATE):
        return True
    if words & MONEY and _is_one_firm(tokens):
        return True
    return any(_is_person(tokens, at) for at in range(len(tokens) - 1))


def _is_one_firm(tokens: Sequence[str]) -> bool:
    pairs = list(pairwise(tokens))
    return any(one in ONE_FIRM and _may_be_a_name(other) for one, other in pairs) or not set(ONE_OF).isdisjoint(pairs)


def _is_person(tokens: Sequence[str], at: int) -> bool:
    """Pendapatan pak rusdi; not: gaji pak wali kota."""
    is_named = tokens[at] in CALLED and _may_be_a_name(tokens[at + 1]) and tokens[at + 1] not in OFFICIALS
    return is_named and not (OF_A_PERSON | PARTICULARS).isdisjoint(tokens[:at])


def _may_be_a_name(token: str) -> bool:
    says_other = token in FILLERS or token in REGIONS or token in MONTHS or token in NO_NAME or token in CHAT
    return not (says_other or token.isdigit())
