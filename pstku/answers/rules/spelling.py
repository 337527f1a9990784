"""Mending typos by shared trigrams, then by single slips; words of three letters or fewer must be right."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable

SHORTEST = 4
LEAST_ALIKE = 0.5
SUFFIX = "nya"
LONG = 8  # letters of a word that may hold two slips


def trigrams(word: str) -> frozenset[str]:
    """The three-letter pieces of a word with its edges."""
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def slips(one: str, other: str) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, wanted in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
    return row[-1]


class Vocabulary:
    """The words a library knows by name, by their beginnings and their trigrams; `spelled` ones stand in its texts."""

    def __init__(self, words: Iterable[str], spelled: Iterable[str] = ()) -> None:
        self.words, self._spelled = frozenset(words), frozenset(spelled)
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
        """The word itself when it is known, spelled so in a text or begins a known one, else the most alike known word.

        Without one that is alike the word itself; -nya is taken off a known one.
        """
        if word in self.words or len(word) < SHORTEST or self._begins_one(word):
            return word
        if word.removesuffix(SUFFIX) in self.words:
            return word.removesuffix(SUFFIX)
        if word in self._spelled:
            return word
        mine = trigrams(word)
        shared = Counter(other for piece in mine for other in self._holding.get(piece, ()))
        alike = [(-2 * count / (len(mine) + self._sizes[other]), other) for other, count in shared.items()]
        likeness, best = min(alike, default=(0.0, word))
        return best if -likeness > LEAST_ALIKE else self._one_slip_away(word)

    def _one_slip_away(self, word: str) -> str:
        """The first known word with the same first letter that one slip (two in long words) turns into this one."""
        most = 2 if len(word) >= LONG else 1
        first = bisect_left(self._sorted, word[0])
        following = bisect_left(self._sorted, chr(ord(word[0]) + 1), lo=first)
        letters = set(word)
        near = [
            (slips(word, other), other)
            for other in self._sorted[first:following]
            if len(other) >= SHORTEST
            and abs(len(other) - len(word)) <= most
            and len(letters.symmetric_difference(other)) <= 2 * most
        ]
        count, best = min(near, default=(most + 1, word))
        return best if count <= most else word

    def _begins_one(self, word: str) -> bool:
        place = bisect_left(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place].startswith(word)
