"""Which page answers a question best: one rule for both databases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KIND_BONUS = {"indicator": 8, "survey": 5, "medium": 3, "conduct": 2}
EXACT, NAMED, IN_TITLE, IN_NAMES, IN_TEXT = 100, 60, 30, 20, 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as ranking sees it: all words folded; `names` are title, short form, synonyms."""

    page_id: int
    key: str
    kind: str
    title_words: frozenset[str]
    names: tuple[str, ...]
    name_words: frozenset[str]
    is_headline: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A page and how well it answers."""

    key: str
    kind: str
    score: float


def rank(words: Sequence[str], entries: Iterable[Entry], found_in_text: frozenset[int]) -> list[Hit]:
    """Best first; equal ones by key, so that the order never depends on the engine."""
    hits = [Hit(e.key, e.kind, score(words, e, e.page_id in found_in_text)) for e in entries]
    return sorted((hit for hit in hits if hit.score > 0), key=lambda hit: (-hit.score, hit.key))


def score(words: Sequence[str], entry: Entry, in_text: bool) -> float:
    """0 for no match; an exact name beats a name inside the question, which beats single words."""
    if not words:
        return 0
    points = max(_name_points(words, entry), _word_points(words, entry)) + (IN_TEXT if in_text else 0)
    if not points:
        return 0
    return points + KIND_BONUS.get(entry.kind, 0) + (4 if entry.is_headline else 0)


def _name_points(words: Sequence[str], entry: Entry) -> float:
    phrase = f" {' '.join(words)} "
    best = 0.0
    for name in entry.names:
        if name == phrase.strip():
            return EXACT
        if f" {name} " in phrase:
            best = max(best, NAMED + 6 * len(name.split()))
    return best


def _word_points(words: Sequence[str], entry: Entry) -> float:
    in_title = sum(_is_in(word, entry.title_words) for word in words) / len(words)
    in_names = sum(_is_in(word, entry.name_words) for word in words) / len(words)
    return IN_TITLE * in_title if in_title else IN_NAMES * in_names


def _is_in(word: str, known: frozenset[str]) -> bool:
    return word in known or (len(word) >= 3 and any(other.startswith(word) for other in known))
