"""A typed question becomes words to look for, and what is asked about them: time, place, meaning. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise, product

from pstku.answers.rules.asked_times import asked_times, is_year, written_dates
from pstku.answers.rules.individuals import is_about_individuals
from pstku.answers.rules.question_words import (
    BELOW,
    DEFINITION,
    FILLERS,
    JOINS,
    KIND_WORDS,
    KINDS,
    MONTHS,
    OUT,
    PLAIN,
    REGIONS,
    RELEASE,
    WHAT_IS,
    WHEN,
)
from pstku.core.text import fold
from pstku.learning.rules.places import CITY

DECIMAL = re.compile(r"(?<![0-9A-Za-z])[-−]?\d+[.,]\d+")
GLUED = re.compile(r"(?<![a-z])([a-z]{2,})((?:19|20)\d\d)(?![0-9a-z])")
LISTED = re.compile(r"[,;&+/](?![0-9])")
WHOLE = re.compile(r"[0-9]{1,3}")
SPELLED = re.compile(r"[a-z]+[0-9]*|[0-9]+")
MOST_PERIODS = 7  # one more than the cards of a page, so that what is left off is said


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one card is about, beside its indicator; nothing said means the office's own region and the newest."""

    region: str | None = None  # kota, provinsi, nasional
    place: str | None = None  # code of another place that was named
    below: str | None = None  # kelurahan, rt: a level below the city without a known name
    period: str | None = None  # as stored: 2023, 2023-10, 2026-Q1, 2025-S1


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: `words` to look for, in order; the rest says about what."""

    text: str
    words: tuple[str, ...]
    periods: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    place: str | None = None
    below: str | None = None
    is_elsewhere: bool = False  # of some other kabupaten (or, for a kabupaten, kota) without a known name
    number: Decimal | None = None  # a value whose meaning is asked: gini 0,39 artinya
    wants_several: bool = False  # ipm dan gini, beda p1 p2: more than one card may answer
    wants_meaning: bool = False
    wants_release: bool = False
    is_about_individuals: bool = False

    @property
    def year(self) -> int | None:
        """The year that was asked for, the first of several."""
        return int(self.periods[0][:4]) if self.periods else None

    @property
    def wanted(self) -> list[Wanted]:
        """A card for each region and period that was named."""
        pairs = product(self.regions or (None,), self.periods or (None,))
        return [Wanted(region, self.place, self.below, period) for region, period in pairs]


def understand(
    text: str, today: date, place_words: Collection[str] = (), places: Mapping[str, str] | None = None
) -> Question:
    """Read a question.

    `place_words` are folded words of the office's own region, which say nothing here; `places` are folded names of
    other places with their codes. A month without a year is the last one that has begun.
    """
    dated, rest = written_dates(text)
    decimal = DECIMAL.search(rest)
    phrase, place = _without_place(f" {' '.join(_joined(_folded(DECIMAL.sub(' ', rest))))} ", places or {})
    tokens = phrase.split()
    own_kind, other_kind = kinds(place_words)
    times = asked_times(tokens, today, dated)
    said = [token for at, token in enumerate(tokens) if at not in times.used]
    known = set(tokens)
    wants_meaning = bool(known & DEFINITION) or not set(WHAT_IS).isdisjoint(pairwise(tokens))
    whole = next((token for token in said if WHOLE.fullmatch(token)), None) if wants_meaning and not decimal else None
    silent = {whole, *place_words, *(OUT if known & WHEN else ())}
    words = [token for token in said if not (says_nothing(token) or token in silent)]
    levels = [token for token in tokens if token in BELOW]
    return Question(
        text=text.strip(),
        words=_searched(words, said, place_words),
        periods=times.periods[:MOST_PERIODS],
        regions=tuple(dict.fromkeys(_regions(said, place_words, own_kind, is_comparison=bool(known & JOINS)))),
        place=place,
        below=levels[0] if levels and place is None else None,
        is_elsewhere=place is None and bool(known & other_kind),
        number=_number(decimal[0]) if decimal else Decimal(whole) if whole else None,
        wants_several=wants_meaning or bool(known & JOINS) or bool(LISTED.search(text)),
        wants_meaning=wants_meaning,
        wants_release=bool(known & RELEASE),
        is_about_individuals=is_about_individuals([token for token in tokens if token not in place_words]),
    )


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
    """A folded name as a question would hold it: without words that say nothing there."""
    return " ".join(word for word in name.split() if not says_nothing(word))


def _searched(words: list[str], said: list[str], place_words: Collection[str]) -> tuple[str, ...]:
    """Without words on releases and levels while others say something; a question of fillers alone keeps them."""
    things = [word for word in words if word not in RELEASE and word not in BELOW]
    fallback = [word for word in said if not (word in {*REGIONS, *KIND_WORDS, *place_words} or is_year(word))]
    return tuple((things if not PLAIN.issuperset(things) else words) or fallback)


def _folded(text: str) -> list[str]:
    return GLUED.sub(r"\1 \2", fold(text)).split()


def _joined(tokens: Sequence[str]) -> Iterator[str]:
    """Letters spelled one by one are a word: i p m, p 0."""
    run: list[str] = []
    for token in [*tokens, ""]:
        if SPELLED.fullmatch(token) and len(token) == 1:
            run.append(token)
            continue
        yield from run if len(run) == 1 else SPELLED.findall("".join(run))
        run = []
        if token:
            yield token


def _without_place(phrase: str, places: Mapping[str, str]) -> tuple[str, str | None]:
    """The phrase without the longest place it names, and that place's code. Kota Jambi is not the province Jambi."""
    named = [name for name in places if f" {name} " in phrase and not _is_namesake(phrase, name, places[name])]
    if not named:
        return phrase, None
    name = max(named, key=len)
    return phrase.replace(f" {name} ", " "), places[name]


def _is_namesake(phrase: str, name: str, code: str) -> bool:
    """Is it the name of a kota or kabupaten, which a province has too?"""
    return code.endswith("00") and any(f" {kind} {name} " in phrase for kind in KIND_WORDS)


def _regions(
    said: Sequence[str], place_words: Collection[str], own_kind: Collection[str], *, is_comparison: bool
) -> Iterator[str]:
    """The levels that are named; beside others (gorontalo dan nasional) the own region's bare name is one of them."""
    for before, token in pairwise(["", *said]):
        is_after_level = before in REGIONS or before in KIND_WORDS or before in place_words
        if token in REGIONS:
            yield REGIONS[token]
        elif token in own_kind or (is_comparison and token in place_words and not is_after_level):
            yield CITY


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").replace("−", "-"))
