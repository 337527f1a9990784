"""Which page answers a question best: one rule for both databases, over an index made once per library."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from pstku.answers.rules.question_words import PLAIN

KIND_BONUS = {"indicator": 8, "survey": 5, "medium": 3, "conduct": 2}
EXACT, NAMED, BEGUN, IN_TITLE, IN_NAMES, IN_TEXT, HEADLINE = 100, 60, 50, 30, 20, 6, 4
OVERDUE = 12  # a page whose check has run out sinks below its like
SHORTEST_BEGINNING = 3  # fewer letters must be a whole word


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as ranking sees it: all words folded; `names` are title, short form, synonyms, without fillers too."""

    page_id: int
    key: str
    kind: str
    title_words: frozenset[str]
    names: tuple[str, ...]
    name_words: frozenset[str]
    is_headline: bool
    is_share: bool = False  # its figures are percentages
    due_on: date | None = None  # the day after which its check has run out

    @property
    def own_words(self) -> frozenset[str]:
        """The words of its names, without those that only come near it."""
        return frozenset(word for name in self.names for word in name.split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A page and how well it answers."""

    key: str
    kind: str
    score: float


class Catalogue:
    """The entries of a library by their names and words, so that a question touches only what it may mean."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.place_of = {entry.page_id: place for place, entry in enumerate(self.entries)}
        self._by_key = {entry.key: entry for entry in self.entries}
        self._named: dict[str, list[int]] = defaultdict(list)
        self._in_title: dict[str, list[int]] = defaultdict(list)
        self._in_names: dict[str, list[int]] = defaultdict(list)
        self._in_own_names: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(self.entries):
            for name in entry.names:
                self._named[name].append(place)
            for word in entry.title_words:
                self._in_title[word].append(place)
            for word in entry.name_words:
                self._in_names[word].append(place)
            for word in entry.own_words:
                self._in_own_names[word].append(place)
        self.names = frozenset(self._named)
        self.indicator_names = frozenset(
            name for name, places in self._named.items() if any(self.entries[at].kind == "indicator" for at in places)
        )
        self._title_words, self._name_words = sorted(self._in_title), sorted(self._in_names)
        self._names, self._own_words = sorted(self._named), sorted(self._in_own_names)

    def entry(self, key: str) -> Entry:
        """The entry of a page; raises KeyError."""
        return self._by_key[key]

    def named(self, name: str) -> list[int]:
        """Places of the entries that bear this name."""
        return self._named.get(name, [])

    def names_beginning(self, text: str) -> list[str]:
        """The names that begin so, when enough of one is typed."""
        if len(text) < SHORTEST_BEGINNING:
            return []
        first = bisect_left(self._names, text)
        return self._names[first : bisect_left(self._names, text + "\uffff", lo=first)]

    def with_word_in_title(self, word: str) -> set[int]:
        """Places of the entries whose title holds the word, or one that begins with it."""
        return _places(word, self._in_title, self._title_words)

    def with_word_in_names(self, word: str) -> set[int]:
        """Places of the entries one of whose names holds the word, or one that begins with it."""
        return _places(word, self._in_names, self._name_words)

    def meant_by_word(self, word: str, shortest: int) -> set[int]:
        """Places of the entries one of whose own names holds the word, not only a word that comes near them.

        Where no name holds it, from `shortest` letters of those one of whose names holds a word that begins so.
        """
        if word in self._in_names:
            return set(self._in_own_names.get(word, ()))
        return _places(word, self._in_own_names, self._own_words, shortest)

    def is_name_of_others_only(self, name: str, kind: str) -> bool:
        """Do pages bear this name, but none of this kind?"""
        kinds = {self.entries[place].kind for place in self.named(name)}
        return bool(kinds) and kind not in kinds


def rank(
    words: Sequence[str], catalogue: Catalogue, found_in_text: frozenset[int], today: date | None = None
) -> list[Hit]:
    """Best first; equal ones by key, so that the order never depends on the engine.

    An exact name beats a name inside the question, which beats one still being typed (the shorter first), then come
    single words of the title and of the names; a word in the text adds a little. `found_in_text` holds page ids.
    A page that only shares a word like jumlah or tingkat is none.
    """
    points: dict[int, float] = _word_points(words, catalogue)
    for place, worth in _name_points(words, catalogue).items():
        points[place] = max(points.get(place, 0), worth)
    for page_id in found_in_text & catalogue.place_of.keys():
        place = catalogue.place_of[page_id]
        points[place] = points.get(place, 0) + IN_TEXT
    hits = [_hit(catalogue.entries[place], worth, today) for place, worth in points.items()]
    hits.sort(key=lambda hit: (-hit.score, hit.key))
    return hits


def _hit(entry: Entry, points: float, today: date | None) -> Hit:
    bonus = KIND_BONUS.get(entry.kind, 0) + (HEADLINE if entry.is_headline else 0)
    if entry.due_on and today and entry.due_on < today:
        bonus -= OVERDUE
    return Hit(entry.key, entry.kind, points + bonus)


def _name_points(words: Sequence[str], catalogue: Catalogue) -> dict[int, float]:
    points: dict[int, float] = {}
    typed = " ".join(words)
    for name in catalogue.names_beginning(typed):
        for place in catalogue.named(name):
            points[place] = max(points.get(place, 0), BEGUN * len(typed) / len(name))
    for part in parts(words):
        worth = EXACT if len(part) == len(words) else NAMED + 6 * len(part)
        for place in catalogue.named(" ".join(words[at] for at in part)):
            points[place] = max(points.get(place, 0), worth)
    return points


def parts(words: Sequence[str]) -> Iterator[range]:
    """The places of every run of neighbouring words."""
    return (range(start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1))


def telling(words: Sequence[str]) -> Sequence[str]:
    """The words that say what is meant, without those that are part of many names; all when there are no others."""
    return tuple(word for word in words if word not in PLAIN) or words


def _word_points(words: Sequence[str], catalogue: Catalogue) -> dict[int, float]:
    near = set(chain.from_iterable(catalogue.with_word_in_names(word) for word in telling(words)))
    in_names = Counter(chain.from_iterable(catalogue.with_word_in_names(word) for word in words))
    in_title = Counter(chain.from_iterable(catalogue.with_word_in_title(word) for word in words))
    points: dict[int, float] = {place: IN_NAMES * count / len(words) for place, count in in_names.items()}
    points.update((place, IN_TITLE * count / len(words)) for place, count in in_title.items())
    return {place: worth for place, worth in points.items() if place in near}


def _places(word: str, holders: dict[str, list[int]], known: list[str], shortest: int = SHORTEST_BEGINNING) -> set[int]:
    if len(word) < shortest:
        return set(holders.get(word, ()))
    first = bisect_left(known, word)
    last = bisect_left(known, word + "\uffff", lo=first)
    return set(chain.from_iterable(holders[one] for one in known[first:last]))
