"""Which page answers a question best: one rule for both databases, over an index made once per library."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from pstku.answers.rules.question_words import PLAIN

KIND_BONUS = {"indicator": 8, "survey": 5, "medium": 3, "conduct": 2}
EXACT, NAMED, BEGUN, IN_TITLE, IN_NAMES, IN_TEXT, HEADLINE = 100, 60, 50, 30, 20, 6, 4
OVERDUE = 12  # a page whose check has run out sinks below its like
SHORTEST_BEGINNING = 3  # fewer letters must be a whole word


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as ranking sees it, all of it folded. `names` are title, short form, synonyms, without fillers too.

    Its words are not kept: they are asked for when the page changes, and of the one page that is chosen.
    """

    page_id: int
    key: str
    kind: str
    title: str
    names: tuple[str, ...]
    near: tuple[str, ...]  # guests' words that do not mean it, but come near it
    is_headline: bool
    is_share: bool = False  # its figures are percentages
    due_on: date | None = None  # the day after which its check has run out
    unit: str = ""  # of its figures

    @property
    def title_words(self) -> frozenset[str]:
        """The words of its title."""
        return frozenset(self.title.split())

    @property
    def own_words(self) -> frozenset[str]:
        """The words of its names, without those that only come near it."""
        return frozenset(" ".join(self.names).split())

    @property
    def name_words(self) -> frozenset[str]:
        """The words of its names, and those that only come near it."""
        return frozenset(" ".join((*self.names, *self.near)).split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A page and how well it answers."""

    key: str
    kind: str
    score: float


class Holders:
    """An immutable index: word or name -> positions of the entries that hold it, and the words in alphabetical order."""

    def __init__(self, of: dict[str, tuple[int, ...]], words: list[str]) -> None:
        self.of, self.words = of, words

    @classmethod
    def made(cls, held: Iterable[tuple[str, int]]) -> "Holders":
        """Build it from (word, position) pairs, sorted by position."""
        of: dict[str, list[int]] = defaultdict(list)
        for word, place in held:
            of[word].append(place)
        return cls({word: tuple(places) for word, places in of.items()}, sorted(of))  # most have one: half the size

    def changed(self, removed: Iterable[tuple[str, int]], new: Iterable[tuple[str, int]]) -> "Holders":
        """A copy without some pairs and with others."""
        of, words = dict(self.of), list(self.words)
        for word, place in removed:
            of[word] = tuple(held for held in of[word] if held != place)
        for word, place in new:
            if word not in of:
                insort(words, word)
            of[word] = tuple(sorted((*of.get(word, ()), place)))
        for word in [word for word, _place in removed if not of.get(word, True)]:
            if word in of:
                del of[word], words[bisect_left(words, word)]
        return Holders(of, words)

    def beginning(self, text: str) -> list[str]:
        """The words that begin with these letters."""
        first = bisect_left(self.words, text)
        return self.words[first : bisect_left(self.words, text + "\uffff", lo=first)]

    def places(self, word: str, shortest: int) -> set[int]:
        """Positions of the entries that hold the word, or, from `shortest` letters on, a word that begins with it."""
        words = self.beginning(word) if len(word) >= shortest else [word]
        return set(chain.from_iterable(self.of.get(one, ()) for one in words))


HELD: tuple[Callable[[Entry], Iterable[str]], ...] = (  # what a catalogue finds entries by
    lambda entry: entry.names,
    lambda entry: entry.names if entry.kind == "indicator" else (),
    lambda entry: entry.title_words,
    lambda entry: entry.name_words,
    lambda entry: entry.own_words,
)


class Catalogue:
    """The entries of a library by their names and words, so that a question touches only what it may mean."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.place_of = {entry.page_id: place for place, entry in enumerate(self.entries)}
        placed = list(enumerate(self.entries))
        self._named, self._of_indicators, self._in_title, self._in_names, self._in_own_names = (
            Holders.made((word, place) for place, entry in placed for word in words_of(entry)) for words_of in HELD
        )
        self._by_key = {entry.key: entry for entry in self.entries}

    def changed(self, removed: Iterable[int], new: Iterable[Entry]) -> "Catalogue":
        """A copy without the pages of some ids and with these entries; the words of other pages are not read again."""
        entries, place_of = list(self.entries), dict(self.place_of)
        added = list(new)
        left = {
            page_id: place_of.pop(page_id)
            for page_id in (*removed, *(entry.page_id for entry in added))
            if page_id in place_of
        }
        without = [(self.entries[place], place) for place in left.values()]
        for entry in added:
            place = place_of[entry.page_id] = left.get(entry.page_id, len(entries))
            entries[place : place + 1] = [entry]
        with_them = [(entry, place_of[entry.page_id]) for entry in added]
        other = Catalogue.__new__(Catalogue)
        other.entries, other.place_of = tuple(entries), place_of
        other._named, other._of_indicators, other._in_title, other._in_names, other._in_own_names = (
            held.changed(
                [(word, place) for entry, place in without for word in words_of(entry)],
                [(word, place) for entry, place in with_them for word in words_of(entry)],
            )
            for held, words_of in zip(self._held(), HELD, strict=True)
        )
        other._by_key = {entries[place].key: entries[place] for place in place_of.values()}
        return other

    def _held(self) -> tuple[Holders, ...]:
        return self._named, self._of_indicators, self._in_title, self._in_names, self._in_own_names

    @cached_property
    def names(self) -> frozenset[str]:
        """All names, of whatever kind of page."""
        return frozenset(self._named.of)

    @cached_property
    def indicator_names(self) -> frozenset[str]:
        """The names of indicators."""
        return frozenset(self._of_indicators.of)

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of each page's figures, by its key."""
        return {key: entry.unit for key, entry in self._by_key.items()}

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The words of all names, and those that come near them."""
        return frozenset(self._in_names.of)

    def entry(self, key: str) -> Entry:
        """The entry of a page; raises KeyError."""
        return self._by_key[key]

    def named(self, name: str) -> tuple[int, ...]:
        """Places of the entries that bear this name."""
        return self._named.of.get(name, ())

    def names_beginning(self, text: str) -> list[str]:
        """The names that begin with what was typed, once enough letters are there."""
        if len(text) < SHORTEST_BEGINNING:
            return []
        return self._named.beginning(text)

    def with_word_in_title(self, word: str) -> set[int]:
        """Places of the entries whose title holds the word, or one that begins with it."""
        return self._in_title.places(word, SHORTEST_BEGINNING)

    def with_word_in_names(self, word: str) -> set[int]:
        """Places of the entries one of whose names holds the word, or one that begins with it."""
        return self._in_names.places(word, SHORTEST_BEGINNING)

    def meant_by_word(self, word: str, shortest: int) -> set[int]:
        """Positions of the entries that have the word in one of their own names.

        When no name holds it, of those with a word that begins with it, from `shortest` letters on.
        """
        if word in self._in_names.of:
            return set(self._in_own_names.of.get(word, ()))
        return self._in_own_names.places(word, shortest)

    def is_name_of_others_only(self, name: str, kind: str) -> bool:
        """Is this the name of pages, but of none of this kind?"""
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
    """The words that tell pages apart: those that are not part of many names, or all when there are no others."""
    return tuple(word for word in words if word not in PLAIN) or words


def _word_points(words: Sequence[str], catalogue: Catalogue) -> dict[int, float]:
    near = set(chain.from_iterable(catalogue.with_word_in_names(word) for word in telling(words)))
    in_names = Counter(chain.from_iterable(catalogue.with_word_in_names(word) for word in words))
    in_title = Counter(chain.from_iterable(catalogue.with_word_in_title(word) for word in words))
    points: dict[int, float] = {place: IN_NAMES * count / len(words) for place, count in in_names.items()}
    points.update((place, IN_TITLE * count / len(words)) for place, count in in_title.items())
    return {place: worth for place, worth in points.items() if place in near}
