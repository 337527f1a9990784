"""Correct a typed word to one the library knows: another form of the same root, or a typing mistake. Pure.

Mistakes are found by shared trigrams, then by single letters. A correct Indonesian word is never corrected, and words of
three letters or fewer are taken as typed.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from pstku.answers.rules.affixes import SHORTEST_ROOT, roots

SHORTEST = 4
LEAST_ALIKE = 0.5
LONG = 8  # letters of a word that may hold two slips


def trigrams(word: str) -> frozenset[str]:
    """The three-letter pieces of a word with its edges."""
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def slips(one: str, other: str) -> int:
    """The number of letters left out, added, changed or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, other_letter in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != other_letter))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == other_letter:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
    return row[-1]


def _never(_word: str) -> bool:
    return False


class Vocabulary:
    """The words that may be meant, found by their beginnings, roots and trigrams.

    `spelled` are the words of the library's texts, `others` further words a question may hold (months, the own region);
    `is_word` tells whether a word is correct Indonesian.
    """

    def __init__(
        self,
        words: Iterable[str],
        spelled: Iterable[str] = (),
        others: Iterable[str] = (),
        is_word: Callable[[str], bool] = _never,
    ) -> None:
        self.words, self._spelled, self._is_word = frozenset(words), frozenset(spelled), is_word
        self._known = self.words | frozenset(others)
        self._sorted = sorted(self._known)
        self._sizes: dict[str, int] = {}
        self._holding: dict[str, list[str]] = defaultdict(list)
        self._by_root: dict[str, tuple[str, ...]] = {}  # most have one word, and a set takes four times the room
        for word in self._sorted:
            if len(word) < SHORTEST:
                continue
            pieces = trigrams(word)
            self._sizes[word] = len(pieces)
            for piece in pieces:
                self._holding[piece].append(word)
            for root in dict.fromkeys(roots(word)):
                self._by_root[root] = (*self._by_root.get(root, ()), word)

    def mend(self, word: str) -> str:
        """The word that is meant: this one if it is known, one of the same root, or the correction; else the word itself."""
        if len(word) < SHORTEST or word in self._known or self._begins_one(word):
            return word
        if (kin := self.kin(word)) is not None:
            return kin
        if word in self._spelled or self._is_word(word):
            return word
        mine = trigrams(word)
        shared = Counter(other for piece in mine for other in self._holding.get(piece, ()))
        alike = [(-2 * count / (len(mine) + self._sizes[other]), other) for other, count in shared.items()]
        likeness, best = min(alike, default=(0.0, word))
        return best if -likeness > LEAST_ALIKE else self._one_slip_away(word)

    def kin(self, word: str) -> str | None:
        """A known word of the same root: the root itself, else the only word built on it; None when there is none."""
        found = roots(word)
        if listed_root := next((root for root in found if root in self._known), None):
            return listed_root
        for root in found:
            if len(built := self._by_root.get(root, ())) == 1:
                return built[0]
        return None

    def _one_slip_away(self, word: str) -> str:
        """The first known word with the same first letter that one slip (two in long words) turns into this one."""
        first = bisect_left(self._sorted, word[0])
        following = bisect_left(self._sorted, chr(ord(word[0]) + 1), lo=first)
        letters = set(word)
        near = [
            (slips(word, other), other)
            for other in self._sorted[first:following]
            if len(other) >= SHORTEST and _may_be_near(word, letters, other)
        ]
        count, best = min(((c, o) for c, o in near if c <= _most_slips(word, o)), default=(0, word))
        return best if count else word

    def _begins_one(self, word: str) -> bool:
        place = bisect_left(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place].startswith(word)


def _most_slips(word: str, other: str) -> int:
    return 2 if max(len(word), len(other)) >= LONG else 1


def _may_be_near(word: str, letters: set[str], other: str) -> bool:
    most = _most_slips(word, other)
    return abs(len(other) - len(word)) <= most and len(letters.symmetric_difference(other)) <= 2 * most


__all__ = ["LEAST_ALIKE", "LONG", "SHORTEST", "SHORTEST_ROOT", "Vocabulary", "slips", "trigrams"]
