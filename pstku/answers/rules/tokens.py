"""A question's words as they are looked for: folded, spelled alike, and whether one says anything. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence

from pstku.answers.rules.asked_times import is_year
from pstku.answers.rules.question_words import (
    BREAKDOWNS,
    BY,
    DEFINITION,
    FILLERS,
    KIND_WORDS,
    KINDS,
    MONTHS,
    REGIONS,
    SPELLINGS,
)
from pstku.core.text import fold

GLUED = re.compile(r"(?<![a-z])([a-z]{2,})((?:19|20)\d\d)(?![0-9a-z])")
SPELLED_OUT = re.compile(r"[a-z]+[0-9]*|[0-9]+")


def folded(text: str) -> list[str]:
    """The folded words of a text; a year is split from the letters before it (se2026: se, 2026)."""
    return GLUED.sub(r"\1 \2", fold(text)).split()


def joined(tokens: Sequence[str]) -> Iterator[str]:
    """Join letters that were spelled one by one into a word: i p m, p 0."""
    run: list[str] = []
    for token in [*tokens, ""]:
        if SPELLED_OUT.fullmatch(token) and len(token) == 1:
            run.append(token)
            continue
        yield from run if len(run) == 1 else SPELLED_OUT.findall("".join(run))
        run = []
        if token:
            yield token


def kinds(place_words: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """(words for the kind of the office's own region, words for the other kind): kota and kabupaten; a province has neither."""
    kota, kabupaten = KINDS
    if "provinsi" in place_words:
        return frozenset(), KIND_WORDS
    return (kota, kabupaten) if kabupaten.isdisjoint(place_words) else (kabupaten, kota)


def says_nothing(token: str) -> bool:
    """Is the word a filler, or a year, month or region, which the question keeps elsewhere?"""
    return token in FILLERS or token in DEFINITION or token in REGIONS or token in MONTHS or is_year(token)


def bare(name: str) -> str:
    """A folded name in the spelling of questions, without fillers."""
    return " ".join(word for word in spelled(name).split() if not says_nothing(word))


def spelled(name: str) -> str:
    """A folded name in the spelling of questions."""
    return " ".join(SPELLINGS.get(word, word) for word in name.split())


def is_breakdown(word: str) -> bool:
    """Does the word name a part of the whole (perempuan, pendidikan) that a total figure does not give?"""
    return word in BREAKDOWNS or word in BY
