"""Which indicators a question means, and which of its words none of them covers. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pstku.answers.rules.question_words import COUNTED, PLAIN
from pstku.answers.rules.ranking import Catalogue, Hit, parts
from pstku.answers.rules.tokens import is_breakdown, says_nothing

MOST_CHOSEN = 3
SHORTEST_UNFINISHED = 4  # letters of a word still being typed that may mean the whole name


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found for these words, which are mended."""

    words: tuple[str, ...]
    hits: Sequence[Hit]
    by_name_only: bool = False  # a part of a name is too little: words were mended, the rest or a term was meant
    wants_several: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The indicators that answer, in the order of the question, and the words they say nothing about."""

    keys: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # words that ask for a part of the whole: perempuan, pendidikan


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: str
    score: float
    names: tuple[frozenset[int], ...]  # places of the words that make a whole name of it, for each such name
    covered: frozenset[int]  # places of the words that are part of its names
    first: int = 0  # the place in the question by which it stands among others


def choose(found: Searched, catalogue: Catalogue, vocabulary: frozenset[str]) -> Choice:
    """The indicators that answer; none where choosing would be a guess.

    - An indicator is meant when the question holds one of its names, or when its names hold every word typed. None is
      meant when the whole question is the name of another kind of page.
    - Of several, the one that covers most words answers; where the question asks for several, others answer the rest.
    - A share does not answer how many there are.
    - No card answers when a word is left over that belongs to other pages (`vocabulary`), or when at least as many
      words are unknown as were understood. Then `left_over` holds what the best page does not cover.
    """
    words, chosen = found.words, list(_chosen(found, catalogue))
    covered = frozenset().union(*(one.covered for one in chosen))
    left = _left_over(words, covered)
    is_of_ages = any(map(is_breakdown, left))
    of_parts = tuple(word for word in left if is_breakdown(word) or (is_of_ages and word.isdigit()))
    left_over = tuple(word for word in left if word not in of_parts)
    if chosen and not vocabulary.intersection(left_over) and len(left_over) < len(covered):
        chosen.sort(key=lambda one: (one.first, one.key))
        return Choice(tuple(one.key for one in chosen), (*left_over, *_counts(words, chosen, catalogue)), of_parts)
    best = next((catalogue.entry(hit.key) for hit in found.hits), None)
    in_names = best.name_words if best else frozenset()
    return Choice((), _left_over(words, {at for at, word in enumerate(words) if word in in_names}))


def _counts(words: Sequence[str], chosen: Iterable[_Candidate], catalogue: Catalogue) -> tuple[str, ...]:
    """The words that ask for a number of things (jumlah kamar hotel) where a card shows a share of them."""
    shares = [entry for one in chosen if (entry := catalogue.entry(one.key)).is_share]
    return tuple(word for word in words if word in COUNTED and any(word not in one.own_words for one in shares))


def _left_over(words: Sequence[str], covered: Collection[int]) -> tuple[str, ...]:
    """The words nothing covers. Fillers count only when the question holds nothing else and nothing covers it."""
    left = [word for at, word in enumerate(words) if at not in covered and word not in PLAIN]
    return tuple(word for word in left if not (covered and says_nothing(word)))


def terms_named(words: Sequence[str], terms: Collection[str]) -> list[str]:
    """The terms that the question consists of: gkp gkg; none where it says more."""
    named = [frozenset(part) for part in parts(words) if " ".join(words[at] for at in part) in terms]
    longest = [part for part in named if not any(part < other for other in named)]
    if len(frozenset().union(*longest)) < len(words):
        return []
    return [" ".join(words[at] for at in sorted(part)) for part in longest]


def _chosen(found: Searched, catalogue: Catalogue) -> Iterator[_Candidate]:
    """The best candidate, and others whose whole name stands elsewhere in the question; everyday words count least."""
    telling = {at for at, word in enumerate(found.words) if word not in PLAIN}
    parts = {at for at, word in enumerate(found.words) if is_breakdown(word)}
    candidates = sorted(
        _candidates(found, catalogue),
        key=lambda one: (
            -len(one.covered & telling - parts),
            -len(one.covered & telling),
            -len(one.covered),
            -one.score,
            one.key,
        ),
    )
    taken: set[int] = set()
    count = 0
    for one in candidates:
        is_another = found.wants_several and any(not name & taken and name - parts for name in one.names)
        if count == 0 or (is_another and count < MOST_CHOSEN):
            mine = [name for name in one.names if not name & taken] or [one.covered]
            taken = taken.union(*one.names) if one.names else taken | one.covered
            count += 1
            yield replace(one, first=min(min(name) for name in mine))


def _candidates(found: Searched, catalogue: Catalogue) -> Iterator[_Candidate]:
    words, scores = found.words, {hit.key: hit.score for hit in found.hits if hit.kind == "indicator"}
    names: dict[int, list[frozenset[int]]] = {}
    for part in parts(words):
        for place in catalogue.named(" ".join(words[at] for at in part)):
            names.setdefault(place, []).append(frozenset(part))
    if catalogue.is_name_of_others_only(" ".join(words), "indicator"):
        return
    holding = [catalogue.meant_by_word(word, SHORTEST_UNFINISHED) for word in words]
    whole = set() if found.by_name_only or not words else set.intersection(*holding)
    for place in names.keys() | whole:
        covered = frozenset(at for at, holders in enumerate(holding) if place in holders)
        key = catalogue.entries[place].key
        if key in scores and any(words[at] not in PLAIN for at in covered):
            yield _Candidate(key, scores[key], tuple(names.get(place, ())), covered)
