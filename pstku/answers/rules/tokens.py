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
    """The words of a text, folded; a year glued to letters is parted from them (se2026: se, 2026)."""
    return GLUED.sub(r"\1 \2", fold(text)).split()


def joined(tokens: Sequence[str]) -> Iterator[str]:
    """Letters spelled one by one are a word: i p m, p 0."""
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
    """The words for what the office's own region is, a kota or a kabupaten, and for what it is not; a province is neither."""
    kota, kabupaten = KINDS
    if "provinsi" in place_words:
        return frozenset(), KIND_WORDS
    return (kota, kabupaten) if kabupaten.isdisjoint(place_words) else (kabupaten, kota)


def says_nothing(token: str) -> bool:
    """Fillers, and what is kept elsewhere: the year, the month, the region."""
    return token in FILLERS or token in DEFINITION or token in REGIONS or token in MONTHS or is_year(token)


def bare(name: str) -> str:
    """A folded name as a question would hold it: spelled alike, without words that say nothing there."""
    return " ".join(word for word in spelled(name).split() if not says_nothing(word))


def spelled(name: str) -> str:
    """A folded name with its words written as a question's are."""
    return " ".join(SPELLINGS.get(word, word) for word in name.split())


def is_breakdown(word: str) -> bool:
    """Perempuan, pendidikan: a part that a figure of all does not tell."""
    return word in BREAKDOWNS or word in BY
