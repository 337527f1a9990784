"""A typed question becomes words to look for, and what is asked about them: time, place, meaning. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise, product

from pstku.core.text import fold
from pstku.learning.rules.periods import make_period
from pstku.learning.rules.question_words import (
    BELOW,
    CALLED,
    CITY,
    COUNTED,
    DEFINITION,
    ELSEWHERE,
    FILLERS,
    JOINS,
    MEANING,
    MONTHS,
    NO_NAME,
    OF_A_PERSON,
    PART_NUMBERS,
    PLAIN,
    PRIVATE,
    QUARTER,
    REGIONS,
    RELEASE,
    SEMESTER,
    UNCOUNTED,
)

YEAR = re.compile(r"(19|20)\d\d")
SHORT_YEAR = re.compile(r"['’`](\d\d)(?![0-9A-Za-z])")
MONTH_YEAR = re.compile(r"(?<![0-9A-Za-z])(?:[0-3]?\d[/-])?(0?[1-9]|1[0-2])[/-]((?:19|20)\d\d)(?![0-9A-Za-z])")
YEAR_MONTH = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?![0-9A-Za-z])")
DECIMAL = re.compile(r"(?<![0-9A-Za-z])[-−]?\d+[.,]\d+")
GLUED = re.compile(r"(?<![a-z])([a-z]{2,})((?:19|20)\d\d)(?![0-9a-z])")
SHORT_PART = re.compile(r"(?:tw|q)([1-4])|(?:s|smt)([12])")
LISTED = re.compile(r"[,;&+/](?![0-9])")
WHOLE = re.compile(r"[0-9]{1,3}")
SPELLED = re.compile(r"[a-z]+[0-9]*|[0-9]+")
MOST_PERIODS = 3
HALF_OF = {3: "S1", 9: "S2"}


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
    is_elsewhere: bool = False  # of some other kabupaten, without a known name
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
    dated, rest = _written_dates(SHORT_YEAR.sub(r" 20\1 ", text))
    decimal = DECIMAL.search(rest)
    phrase, place = _without_place(f" {' '.join(_joined(_folded(DECIMAL.sub(' ', rest))))} ", places or {})
    tokens = phrase.split()
    times = _Times(tokens, today, dated)
    said = [token for at, token in enumerate(tokens) if at not in times.used]
    known = set(tokens)
    wants_meaning = bool(known & DEFINITION)
    whole = next((token for token in said if WHOLE.fullmatch(token)), None) if wants_meaning and not decimal else None
    words = [token for token in said if not (says_nothing(token) or token in place_words or token == whole)]
    levels = [token for token in tokens if token in BELOW]
    return Question(
        text=text.strip(),
        words=_searched(words, said, place_words),
        periods=times.periods[:MOST_PERIODS],
        regions=tuple(dict.fromkeys(_regions(said, place_words))),
        place=place,
        below=levels[0] if levels and place is None else None,
        is_elsewhere=place is None and bool(known & (ELSEWHERE - set(place_words))),
        number=_number(decimal[0]) if decimal else Decimal(whole) if whole else None,
        wants_several=wants_meaning or bool(known & JOINS) or bool(LISTED.search(text)),
        wants_meaning=wants_meaning,
        wants_release=bool(known & RELEASE),
        is_about_individuals=_is_about_individuals([token for token in tokens if token not in place_words]),
    )


def says_nothing(token: str) -> bool:
    """Fillers, and what is kept elsewhere: the year, the month, the region."""
    return token in FILLERS or token in DEFINITION or token in REGIONS or token in MONTHS or is_year(token)


def is_year(token: str) -> bool:
    """2023"""
    return bool(YEAR.fullmatch(token))


def bare(name: str) -> str:
    """A folded name as a question would hold it: without words that say nothing there."""
    return " ".join(word for word in name.split() if not says_nothing(word))


def fits(asked: str | None, period: str) -> bool:
    """May a figure of `period` answer what was asked? Nothing asked: any; a year: any of its parts.

    A month is answered by its half-year (of Susenas), quarter or year; a quarter or half-year only by itself.
    """
    if asked is None or asked == period:
        return True
    year, _, part = asked.partition("-")
    if not period.startswith(year):
        return False
    if not part or part[0] in "QS":
        return not part
    month = int(part)
    return period[5:] in ("", f"Q{(month + 2) // 3}", HALF_OF.get(month))


def _searched(words: list[str], said: list[str], place_words: Collection[str]) -> tuple[str, ...]:
    """Without words on releases and levels while others say something; a question of fillers alone keeps them."""
    things = [word for word in words if word not in RELEASE and word not in BELOW]
    fallback = [word for word in said if not (word in REGIONS or is_year(word) or word in place_words)]
    return tuple((things if not PLAIN.issuperset(things) else words) or fallback)


def _written_dates(text: str) -> tuple[list[str], str]:
    """Periods written in figures (10/2023, 2023-10), and the text without them."""
    found = [f"{year}-{int(month):02d}" for month, year in MONTH_YEAR.findall(text)]
    text = MONTH_YEAR.sub(" ", text)
    found += [f"{year}-{month}" for year, month in YEAR_MONTH.findall(text)]
    return found, YEAR_MONTH.sub(" ", text)


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
    """The phrase without the longest place it names, and that place's code."""
    named = [name for name in places if f" {name} " in phrase]
    if not named:
        return phrase, None
    name = max(named, key=len)
    return phrase.replace(f" {name} ", " "), places[name]


def _regions(said: Sequence[str], place_words: Collection[str]) -> Iterator[str]:
    for token in said:
        if token in REGIONS:
            yield REGIONS[token]
        elif token in ELSEWHERE and token in place_words:
            yield CITY


class _Times:
    """The periods a question names, and the places of the tokens that named them."""

    def __init__(self, tokens: Sequence[str], today: date, written: Sequence[str]) -> None:
        self.used: set[int] = set()
        years = [int(token) for token in tokens if is_year(token)]
        parts = [("month", MONTHS[token]) for token in tokens if token in MONTHS]
        for at, token in enumerate(tokens):
            following = tokens[at + 1] if at + 1 < len(tokens) else ""
            if (kind := _part_kind(token)) and (number := PART_NUMBERS.get(following, 9)) <= (4, 2)[kind == "semester"]:
                parts.append((kind, number))
                self.used |= {at, at + 1}
            elif following in MONTHS and WHOLE.fullmatch(token):  # 1 Desember 2025
                self.used.add(at)
            elif short := SHORT_PART.fullmatch(token):
                parts.append(("quarter", int(short[1])) if short[1] else ("semester", int(short[2])))
                self.used.add(at)
            elif token in ("tahun", "bulan") and following in ("ini", "lalu", "kemarin"):
                back = following != "ini"
                if token == "tahun":
                    years.append(today.year - back)
                else:
                    months = today.year * 12 + today.month - 1 - back
                    years.append(months // 12)
                    parts.append(("month", months % 12 + 1))
        self.periods = tuple(dict.fromkeys([*written, *self._combined(years, parts, today)]))

    @staticmethod
    def _combined(years: Sequence[int], parts: Sequence[tuple[str, int]], today: date) -> Iterator[str]:
        if not parts:
            yield from map(str, years)
        for kind, number in parts:
            for year in years or [_last_year_of(kind, number, today)]:
                yield make_period(kind, year, number)


def _part_kind(token: str) -> str | None:
    return "quarter" if token in QUARTER else "semester" if token in SEMESTER else None


def _last_year_of(kind: str, number: int, today: date) -> int:
    """The year of the last such part that has begun."""
    length = {"month": 1, "quarter": 3, "semester": 6}[kind]
    return today.year - ((number - 1) * length + 1 > today.month)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").replace("−", "-"))


def _is_about_individuals(tokens: Sequence[str]) -> bool:
    known, (what, whose) = set(tokens), UNCOUNTED
    if known & MEANING:
        return False
    if any(known & asked and known & of for asked, of in PRIVATE):
        return True
    if known & what and known & whose and not (known & COUNTED or any(map(is_year, tokens))):
        return True
    return any(
        one in CALLED and not (says_nothing(other) or other.isdigit() or other in NO_NAME)
        for one, other in pairwise(tokens)
        if OF_A_PERSON.intersection(tokens[: tokens.index(one)])
    )
