"""A typed question becomes words to look for, and what is asked about them: time, place, count, part, meaning. Pure.

Words are first written as they are spelled, then the parts of the sentence are kept that ask something, then every
kind of thing that may be asked is read by its own rule.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise

from pstku.answers.rules.asked_days import AskedDay, asked_day
from pstku.answers.rules.asked_times import NEWEST, Times, asked_times, is_year, written_dates
from pstku.answers.rules.individuals import is_about_individuals
from pstku.answers.rules.question_words import (
    BELOW,
    BREAKDOWNS,
    BY,
    CHAT,
    CIRCUMSTANCE,
    COMPARED,
    COUNTED,
    DEFINITION,
    FILLERS,
    JOINS,
    KIND_WORDS,
    KINDS,
    MONTHS,
    NOT_OUT,
    OUT,
    PEOPLE,
    PLAIN,
    PURPOSE,
    READ,
    REGIONS,
    RELATIONS,
    RELEASE,
    SELF,
    SERIES,
    SHARE,
    SOURCES,
    SPELLINGS,
    UNIT_WORDS,
    WHAT_IS,
)
from pstku.core.text import fold
from pstku.library.rules.places import CITY

DECIMAL = re.compile(r"(?<![0-9A-Za-z])[-−]?\d+[.,]\d+")
GLUED = re.compile(r"(?<![a-z])([a-z]{2,})((?:19|20)\d\d)(?![0-9a-z])")
CLAUSES = re.compile(r"[;:?!\n]+|,(?![0-9])|(?<=[a-zA-Z]{5})\.(?=\s|$)")
LISTED = re.compile(r"[,;&+/](?![0-9])")
WHOLE = re.compile(r"[0-9]{1,3}")
SPELLED_OUT = re.compile(r"[a-z]+[0-9]*|[0-9]+")
LONGEST_NAME = 5  # words
INTENTS = RELEASE | BELOW | SERIES | COMPARED | UNIT_WORDS | SOURCES | OUT | RELATIONS


def _as_typed(token: str) -> str:
    return token


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known when a question is read: folded words of the office's own region, folded names of other places
    with their codes, the whole names in the library and those of indicators, and how a slip is mended."""

    place_words: Collection[str] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    names: Collection[str] = ()
    indicator_names: Collection[str] = ()
    mend: Callable[[str], str] = _as_typed


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one card is about, beside its indicator; nothing said means the office's own region and the newest."""

    region: str | None = None  # kota, provinsi, nasional
    place: str | None = None  # code of another place that was named
    below: str | None = None  # kelurahan, rt: a level below the city without a known name
    times: Times = NEWEST


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: `words` to look for, in order; the rest says about what."""

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
    def wanted(self) -> list[Wanted]:
        """A card for each region that was named."""
        return [Wanted(region, self.place, self.below, self.times) for region in self.regions or (None,)]


NOTHING_KNOWN = Lexicon()


def understand(text: str, today: date, known: Lexicon = NOTHING_KNOWN) -> Question:
    """Read a question. A month without a year is the last one that has begun."""
    dated, rest = written_dates(text)
    decimal = DECIMAL.search(rest)
    typed = [list(_joined(_folded(clause))) for clause in CLAUSES.split(DECIMAL.sub(" ", rest))]
    clauses = [spelled(" ".join(clause)).split() for clause in typed]
    clauses, place = _without_places(clauses, known.places)
    read_as: dict[str, str] = {}
    clauses = [[_mended(token, known, read_as) for token in clause] for clause in clauses]
    tokens = list(chain.from_iterable(_asking(clauses, known)))
    own_kind, other_kind = kinds(known.place_words)
    times, used = _times(tokens, today, dated)
    said = [token for at, token in enumerate(tokens) if at not in used]
    spoken = set(tokens)
    wants_meaning = bool(spoken & DEFINITION) or not set(WHAT_IS).isdisjoint(pairwise(tokens))
    whole = next((token for token in said if WHOLE.fullmatch(token)), None) if wants_meaning and not decimal else None
    silent = {whole, *known.place_words}
    held = _held(said, known)
    kept = [
        at for at, token in enumerate(said) if not (says_nothing(token) or token in silent or _is_chat(said, at, held))
    ]
    words = [said[at] for at in kept]
    is_out = _is_out(tokens)
    intents = INTENTS if is_out else INTENTS - OUT
    things = [said[at] for at in kept if at in held or said[at] not in intents]
    levels = [token for token in tokens if token in BELOW]
    return Question(
        text=text.strip(),
        words=_searched(things, words, said, known),
        times=times,
        regions=tuple(dict.fromkeys(_regions(said, known.place_words, own_kind, is_comparison=bool(spoken & JOINS)))),
        place=place,
        below=levels[0] if levels and place is None else None,
        is_elsewhere=place is None and bool(spoken & other_kind),
        number=_number(decimal[0]) if decimal else Decimal(whole) if whole else None,
        wants_several=wants_meaning or bool(spoken & (JOINS | RELATIONS)) or bool(LISTED.search(text)),
        wants_meaning=wants_meaning,
        wants_release=bool(spoken & RELEASE) or is_out,
        wants_count=_wants_count(tokens),
        is_about_individuals=is_about_individuals([token for token in tokens if token not in known.place_words]),
        day=asked_day(tokens, today),
        read_as=tuple((one, word) for one, word in read_as.items() if word in tokens),
    )


def _times(tokens: list[str], today: date, dated: Sequence[str]) -> tuple[Times, frozenset[int]]:
    found = asked_times(tokens, today, dated)
    return found.times, found.used


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
    """A folded name as a question would hold it: spelled alike, without words that say nothing there."""
    return " ".join(word for word in spelled(name).split() if not says_nothing(word))


def spelled(name: str) -> str:
    """A folded name with its words written as a question's are."""
    return " ".join(SPELLINGS.get(word, word) for word in name.split())


def is_breakdown(word: str) -> bool:
    """Perempuan, pendidikan: a part that a figure of all does not tell."""
    return word in BREAKDOWNS or word in BY


def _folded(text: str) -> list[str]:
    return GLUED.sub(r"\1 \2", fold(text)).split()


def _joined(tokens: Sequence[str]) -> Iterator[str]:
    """Letters spelled one by one are a word: i p m, p 0."""
    run: list[str] = []
    for token in [*tokens, ""]:
        if SPELLED_OUT.fullmatch(token) and len(token) == 1:
            run.append(token)
            continue
        yield from run if len(run) == 1 else SPELLED_OUT.findall("".join(run))
        run = []
        if token:
            yield token


def _mended(token: str, known: Lexicon, read_as: dict[str, str]) -> str:
    """The token as it is spelled; what was a slip is kept in `read_as`."""
    if token in READ or token in known.place_words or is_year(token):
        return token
    word = known.mend(token)
    if word != token:
        read_as[token] = word
    return word


def _without_places(clauses: list[list[str]], places: Mapping[str, str]) -> tuple[list[list[str]], str | None]:
    """The clauses without the places they name, and the first place's code. Kota Jambi is not the province Jambi."""
    left, code = [], None
    for clause in clauses:
        phrase = f" {' '.join(clause)} "
        while named := [
            name for name in places if f" {name} " in phrase and not _is_namesake(phrase, name, places[name])
        ]:
            name = max(named, key=lambda one: (len(one), one))
            code = code or places[name]
            phrase = phrase.replace(f" {name} ", " ", 1)
        left.append(phrase.split())
    return left, code


def _is_namesake(phrase: str, name: str, code: str) -> bool:
    """Is it the name of a kota or kabupaten, which a province has too?"""
    return code.endswith("00") and any(f" {kind} {name} " in phrase for kind in KIND_WORDS)


def _asking(clauses: Sequence[list[str]], known: Lexicon) -> list[list[str]]:
    """The parts that ask: beside one that names an indicator, those that name nothing or tell of the asker fall away."""
    marks = [_names(clause, known.indicator_names) for clause in clauses]
    if not any(marks):
        return list(clauses)
    kept = []
    for clause, mark in zip(clauses, marks, strict=True):
        if mark:
            kept.append(_without_circumstance(clause, max(mark), known))
        elif clause and clause[0] not in SELF | PURPOSE and (_names(clause, known.names) or any(map(_asks, clause))):
            kept.append(clause)
    return kept


def _asks(token: str) -> bool:
    """Does the word alone say when, where or what about?"""
    return is_year(token) or token in MONTHS or token in REGIONS or token in RELEASE or token in DEFINITION


def _names(clause: Sequence[str], names: Collection[str]) -> list[int]:
    """The places after every run of words that is a whole name."""
    return [end for _start, end in _named_runs(clause, names)]


def _named_runs(clause: Sequence[str], names: Collection[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(clause)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(clause)) + 1):
            if " ".join(clause[start:end]) in names:
                yield start, end


def _held(said: Sequence[str], known: Lexicon) -> frozenset[int]:
    """The places of the words that are part of a whole name of several words, so that none of them is silent.

    Where an indicator is named by itself only its own names count: jumlah penduduk hasil sensus penduduk.
    """
    every = [run for run in _named_runs(said, known.names) if run[1] - run[0] > 1]
    mine = list(_named_runs(said, known.indicator_names))
    if any(
        not any(start <= one[0] and one[1] <= end for start, end in every if (start, end) not in mine) for one in mine
    ):
        every = [run for run in every if run in mine]
    return frozenset(at for start, end in every for at in range(start, end))


def _without_circumstance(clause: list[str], after: int, known: Lexicon) -> list[str]:
    """Ekonomi waktu corona 2020: after the last name only time and place count beyond such a word."""
    at = next((at for at in range(after, len(clause)) if clause[at] in CIRCUMSTANCE | PURPOSE), None)
    if at is None:
        return clause
    return clause[:at] + [
        token for token in clause[at + 1 :] if _asks(token) or token in known.place_words or says_nothing(token)
    ]


def _is_chat(said: Sequence[str], at: int, held: Collection[int]) -> bool:
    """Manners and particles, but within a whole name; ada datanya tidak: at the end that only asks."""
    if at in held:
        return False
    following = said[at + 1 :]
    return said[at] in CHAT or (
        said[at] == "tidak" and at > 0 and all(says_nothing(one) or one in CHAT for one in following)
    )


def _is_out(tokens: Sequence[str]) -> bool:
    """Kapan ipm keluar; not: penduduk keluar."""
    return any(token in OUT and before not in NOT_OUT for before, token in pairwise(["", *tokens]))


def _searched(things: list[str], words: list[str], said: list[str], known: Lexicon) -> tuple[str, ...]:
    """Without words on releases, levels, series while others say something; a question of fillers alone keeps them."""
    fallback = [word for word in said if not (word in {*REGIONS, *KIND_WORDS, *known.place_words} or is_year(word))]
    return tuple((things if not PLAIN.issuperset(things) else words) or fallback)


def _wants_count(tokens: Sequence[str]) -> bool:
    """Berapa orang, jumlah, ada berapa: how many there are, unless a share is named."""
    if SHARE.intersection(tokens):
        return False
    meant = [token for token in tokens if token not in CHAT and token not in {"ada", "itu", "yang"}]
    return (
        bool(COUNTED.intersection(tokens))
        or any((one == "berapa" and other in PEOPLE) for one, other in pairwise(meant))
        or ("ada", "berapa") in set(pairwise(tokens))
        or ({"berapa", "orang"} <= set(meant) and "per" not in meant)  # orang miskin berapa
    )


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
