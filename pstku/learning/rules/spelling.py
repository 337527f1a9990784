"""Mending typos by shared trigrams; words of three letters or fewer must be right."""

from collections.abc import Iterable

SHORTEST = 4
LEAST_ALIKE = 0.5


def trigrams(word: str) -> frozenset[str]:
    """The three-letter pieces of a word with its edges."""
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def mend(word: str, vocabulary: Iterable[str]) -> str:
    """The word itself when it is known or begins a known one, else the most alike known word, else itself."""
    known = list(vocabulary)
    if word in known or len(word) < SHORTEST or any(other.startswith(word) for other in known):
        return word
    mine = trigrams(word)
    best, likeness = word, LEAST_ALIKE
    for other in known:
        if len(other) < SHORTEST:
            continue
        theirs = trigrams(other)
        alike = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        if alike > likeness or (alike == likeness and other < best):
            best, likeness = other, alike
    return best
