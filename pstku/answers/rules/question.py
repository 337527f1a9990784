"""A typed question becomes words to look for, and what is asked about them: time, place, count, part, meaning. Pure.

Words are first written as they are spelled, then the parts of the sentence are kept that ask something, then every
kind of thing that may be asked is read by its own rule.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise

from pstku.answers.rules.asked_days import AskedDay, asked_day
from pstku.answers.rules.asked_times import NEWEST, Times, asked_times, is_year, written_dates
from pstku.answers.rules.clauses import NOTHING_KNOWN, Lexicon, asking, held_places, is_chat, mended, without_places
from pstku.answers.rules.individuals import is_about_individuals
from pstku.answers.rules.question_words import (
    BELOW,
    CHAT,
    COMPARED,
    COUNTED,
    DEFINITION,
    JOINS,
    KIND_WORDS,
    NOT_OUT,
    OUT,
    PEOPLE,
    PLAIN,
    REGIONS,
    RELATIONS,
    RELEASE,
    SERIES,
    SHARE,
    SOURCES,
    UNIT_WORDS,
    WHAT_IS,
)
from pstku.answers.rules.tokens import folded, joined, kinds, says_nothing, spelled
from pstku.library.rules.places import CITY

DECIMAL = re.compile(r"(?<![0-9A-Za-z])[-−]?\d+[.,]\d+")
CLAUSES = re.compile(r"[;:?!\n]+|,(?![0-9])|(?<=[a-zA-Z]{5})\.(?=\s|$)")
LISTED = re.compile(r"[,;&+/](?![0-9])")
WHOLE = re.compile(r"[0-9]{1,3}")
INTENTS = RELEASE | BELOW | SERIES | COMPARED | UNIT_WORDS | SOURCES | OUT | RELATIONS


@dataclass(frozen=True, slots=True)
class CardRequest:
    """The place and time one card is asked for; the default is the office's own region and the newest figure."""

    region: str | None = None  # kota, provinsi, nasional
    place: str | None = None  # code of another place that was named
    below: str | None = None  # kelurahan, rt: a level below the city without a known name
    times: Times = NEWEST


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood: `words` to look for, in order, and what it asks about them."""

    text: str
    words: tuple[str, ...]
    times: Times = NEWEST
    regions: tuple[str, ...] = ()
    place: str | None = None
    below: str | None = None
    is_elsewhere: bool = False  # of some other kabupaten (or, for a kabupaten, kota) without a known name
    number: Decimal | None = None  # a value whose meaning is asked: gini 0,39 artinya
    wants_several: bool = False  # ipm dan gini, beda p1 p2: more than one card may answer
    wants_meaning: bool = False
    wants_release: bool = False
    wants_count: bool = False  # berapa orang menganggur
    is_about_individuals: bool = False
    day: AskedDay | None = None  # on which the office may be closed
    read_as: tuple[tuple[str, str], ...] = ()  # (typed, read) words that were mended

    @property
    def periods(self) -> tuple[str, ...]:
        """The single periods that were asked for."""
        return self.times.periods

    @property
    def year(self) -> int | None:
        """The year that was asked for, the first of several."""
        return int(self.periods[0][:4]) if self.periods else None

    @property
    def card_requests(self) -> list[CardRequest]:
        """A request for each region that was named."""
        return [CardRequest(region, self.place, self.below, self.times) for region in self.regions or (None,)]


def understand(text: str, today: date, lexicon: Lexicon = NOTHING_KNOWN) -> Question:
    """Read a question. A month without a year is the last one that has begun."""
    dated, rest = written_dates(text)
    decimal = DECIMAL.search(rest)
    typed = [list(joined(folded(clause))) for clause in CLAUSES.split(DECIMAL.sub(" ", rest))]
    clauses = [spelled(" ".join(clause)).split() for clause in typed]
    clauses, place = without_places(clauses, lexicon.places)
    read_as: dict[str, str] = {}
    clauses = [[mended(token, lexicon, read_as) for token in clause] for clause in clauses]
    tokens = list(chain.from_iterable(asking(clauses, lexicon)))
    own_kind, other_kind = kinds(lexicon.place_words)
    times, used = _times(tokens, today, dated)
    remaining = [token for at, token in enumerate(tokens) if at not in used]
    spoken = set(tokens)
    wants_meaning = bool(spoken & DEFINITION) or not set(WHAT_IS).isdisjoint(pairwise(tokens))
    whole = (
        next((token for token in remaining if WHOLE.fullmatch(token)), None) if wants_meaning and not decimal else None
    )
    silent = {whole, *lexicon.place_words}
    held = held_places(remaining, lexicon)
    kept = [
        at
        for at, token in enumerate(remaining)
        if not (says_nothing(token) or token in silent or is_chat(remaining, at, held))
    ]
    words = [remaining[at] for at in kept]
    is_out = _is_out(tokens)
    intents = INTENTS if is_out else INTENTS - OUT
    things = [remaining[at] for at in kept if at in held or remaining[at] not in intents]
    levels = [token for token in tokens if token in BELOW]
    return Question(
        text=text.strip(),
        words=_searched(things, words, remaining, lexicon),
        times=times,
        regions=tuple(
            dict.fromkeys(_regions(remaining, lexicon.place_words, own_kind, is_comparison=bool(spoken & JOINS)))
        ),
        place=place,
        below=levels[0] if levels and place is None else None,
        is_elsewhere=place is None and bool(spoken & other_kind),
        number=_number(decimal[0]) if decimal else Decimal(whole) if whole else None,
        wants_several=wants_meaning or bool(spoken & (JOINS | RELATIONS)) or bool(LISTED.search(text)),
        wants_meaning=wants_meaning,
        wants_release=bool(spoken & RELEASE) or is_out,
        wants_count=_wants_count(tokens),
        is_about_individuals=is_about_individuals([token for token in tokens if token not in lexicon.place_words]),
        day=asked_day(tokens, today),
        read_as=tuple((one, word) for one, word in read_as.items() if word in tokens),
    )


def _times(tokens: list[str], today: date, dated: Sequence[str]) -> tuple[Times, frozenset[int]]:
    found = asked_times(tokens, today, dated)
    return found.times, found.used


def _is_out(tokens: Sequence[str]) -> bool:
    """Kapan ipm keluar; not: penduduk keluar."""
    return any(token in OUT and before not in NOT_OUT for before, token in pairwise(["", *tokens]))


def _searched(things: list[str], words: list[str], remaining: list[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The words to search for, without those on releases, levels and series; a question of such words alone keeps them."""
    fallback = [
        word for word in remaining if not (word in {*REGIONS, *KIND_WORDS, *lexicon.place_words} or is_year(word))
    ]
    return tuple((things if not PLAIN.issuperset(things) else words) or fallback)


def _wants_count(tokens: Sequence[str]) -> bool:
    """Berapa orang, jumlah, ada berapa: how many there are, unless a share is named."""
    if SHARE.intersection(tokens):
        return False
    rest = [token for token in tokens if token not in CHAT and token not in {"ada", "itu", "yang"}]
    return (
        bool(COUNTED.intersection(tokens))
        or any((one == "berapa" and other in PEOPLE) for one, other in pairwise(rest))
        or ("ada", "berapa") in set(pairwise(tokens))
        or ({"berapa", "orang"} <= set(rest) and "per" not in rest)  # orang miskin berapa
    )


def _regions(
    tokens: Sequence[str], place_words: Collection[str], own_kind: Collection[str], *, is_comparison: bool
) -> Iterator[str]:
    """The levels named. In a comparison (gorontalo dan nasional) the bare name of the office's region counts as one."""
    for before, token in pairwise(["", *tokens]):
        is_after_level = before in REGIONS or before in KIND_WORDS or before in place_words
        if token in REGIONS:
            yield REGIONS[token]
        elif token in own_kind or (is_comparison and token in place_words and not is_after_level):
            yield CITY


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").replace("−", "-"))
