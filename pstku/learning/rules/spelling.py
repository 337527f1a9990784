"""Mending typos by shared trigrams; words of three letters or fewer must be right."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable

SHORTEST = 4
LEAST_ALIKE = 0.5


def trigrams(word: str) -> frozenset[str]:
    """The three-letter pieces of a word with its edges."""
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


class Vocabulary:
    """The words a library knows, by their beginnings and their trigrams."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._sorted = sorted(self.words)
        self._sizes: dict[str, int] = {}
        self._holding: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            if len(word) < SHORTEST:
                continue
            pieces = trigrams(word)
            self._sizes[word] = len(pieces)
            for piece in pieces:
                self._holding[piece].append(word)

    def mend(self, word: str) -> str:
        """The word itself when it is known or begins a known one, else the most alike known word, else itself."""
        if word in self.words or len(word) < SHORTEST or self._begins_one(word):
            return word
        mine = trigrams(word)
        shared = Counter(other for piece in mine for other in self._holding.get(piece, ()))
        alike = [(-2 * count / (len(mine) + self._sizes[other]), other) for other, count in shared.items()]
        likeness, best = min(alike, default=(0.0, word))
        return best if -likeness > LEAST_ALIKE else word

    def _begins_one(self, word: str) -> bool:
        place = bisect_left(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place].startswith(word)
