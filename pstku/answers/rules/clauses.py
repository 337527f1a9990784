"""The parts of a question: which of them ask, and which only tell of the asker or name a place. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pstku.answers.rules.asked_times import is_year
from pstku.answers.rules.question_words import (
    CHAT,
    CIRCUMSTANCE,
    DEFINITION,
    KIND_WORDS,
    MONTHS,
    PURPOSE,
    READ,
    REGIONS,
    RELEASE,
    SELF,
)
from pstku.answers.rules.tokens import says_nothing

LONGEST_NAME = 5  # words


def _as_typed(token: str) -> str:
    return token


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the library and the office know when a question is read, all folded.

    The words of the office's own region, other places with their codes, all names in the library, the names of
    indicators, and the function that corrects a mistyped word.
    """

    place_words: Collection[str] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    names: Collection[str] = ()
    indicator_names: Collection[str] = ()
    mend: Callable[[str], str] = _as_typed


NOTHING_KNOWN = Lexicon()


def mended(token: str, lexicon: Lexicon, read_as: dict[str, str]) -> str:
    """The token with its spelling corrected; a correction is added to `read_as`."""
    if token in READ or token in lexicon.place_words or is_year(token):
        return token
    word = lexicon.mend(token)
    if word != token:
        read_as[token] = word
    return word


def without_places(clauses: list[list[str]], places: Mapping[str, str]) -> tuple[list[list[str]], str | None]:
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


def asking(clauses: Sequence[list[str]], lexicon: Lexicon) -> list[list[str]]:
    """The clauses that ask something.

    Next to one that names an indicator, clauses that name nothing or only say who asks are dropped.
    """
    marks = [_names(clause, lexicon.indicator_names) for clause in clauses]
    if not any(marks):
        return list(clauses)
    kept = []
    for clause, mark in zip(clauses, marks, strict=True):
        if mark:
            kept.append(_without_circumstance(clause, max(mark), lexicon))
        elif clause and clause[0] not in SELF | PURPOSE and (_names(clause, lexicon.names) or any(map(_asks, clause))):
            kept.append(clause)
    return kept


def _asks(token: str) -> bool:
    """Does the word alone say when, where or what about?"""
    return is_year(token) or token in MONTHS or token in REGIONS or token in RELEASE or token in DEFINITION


def _names(clause: Sequence[str], names: Collection[str]) -> list[int]:
    """The position after each run of words that is a whole name."""
    return [end for _start, end in _named_runs(clause, names)]


def _named_runs(clause: Sequence[str], names: Collection[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(clause)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(clause)) + 1):
            if " ".join(clause[start:end]) in names:
                yield start, end


def held_places(tokens: Sequence[str], lexicon: Lexicon) -> frozenset[int]:
    """The positions of words that belong to a name of several words; none of these is dropped as a filler.

    When an indicator is named by itself, only its own names count: jumlah penduduk hasil sensus penduduk.
    """
    every = [run for run in _named_runs(tokens, lexicon.names) if run[1] - run[0] > 1]
    mine = list(_named_runs(tokens, lexicon.indicator_names))
    if any(
        not any(start <= one[0] and one[1] <= end for start, end in every if (start, end) not in mine) for one in mine
    ):
        every = [run for run in every if run in mine]
    return frozenset(at for start, end in every for at in range(start, end))


def _without_circumstance(clause: list[str], after: int, lexicon: Lexicon) -> list[str]:
    """Drop the circumstance from ekonomi waktu corona 2020: after such a word only times and places are kept."""
    at = next((at for at in range(after, len(clause)) if clause[at] in CIRCUMSTANCE | PURPOSE), None)
    if at is None:
        return clause
    return clause[:at] + [
        token for token in clause[at + 1 :] if _asks(token) or token in lexicon.place_words or says_nothing(token)
    ]


def is_chat(tokens: Sequence[str], at: int, held: Collection[int]) -> bool:
    """Is the word politeness or a particle, and no part of a name?

    A final tidak, as in ada datanya tidak, is one too.
    """
    if at in held:
        return False
    following = tokens[at + 1 :]
    return tokens[at] in CHAT or (
        tokens[at] == "tidak" and at > 0 and all(says_nothing(one) or one in CHAT for one in following)
    )
