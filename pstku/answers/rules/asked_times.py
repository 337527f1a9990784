"""The periods a question names, in whatever way they are typed. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pstku.answers.rules.question_words import (
    BACK,
    LATEST,
    MONTH_WORDS,
    MONTHS,
    PART_NUMBERS,
    QUARTER,
    SEMESTER,
    SINCE,
    YEAR_WORDS,
)
from pstku.learning.rules.periods import make_period

YEAR = re.compile(r"(19|20)\d\d")
SHORT_YEAR = re.compile(r"['’`](\d\d)(?![0-9A-Za-z])")
MONTH_YEAR = re.compile(r"(?<![0-9A-Za-z])(?:[0-3]?\d[/-])?(0?[1-9]|1[0-2])[/-]((?:19|20)\d\d)(?![0-9A-Za-z])")
YEAR_MONTH = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?![0-9A-Za-z])")
SHORT_PART = re.compile(r"(?:tw|q)([1-4])|(?:s|smt)([12])")
OF_CENTURY = re.compile(r"[1-9][0-9]")
DAY = re.compile(r"[0-9]{1,3}")
LENGTHS = {"month": 1, "quarter": 3, "semester": 6}
Part = tuple[str, int]  # ("quarter", 3)


@dataclass(frozen=True, slots=True)
class Times:
    """The periods as stored, in order, and the places of the tokens that say nothing else."""

    periods: tuple[str, ...]
    used: frozenset[int]


def is_year(token: str) -> bool:
    """2023"""
    return bool(YEAR.fullmatch(token))


def written_dates(text: str) -> tuple[list[str], str]:
    """Periods written in figures (10/2023, 2023-10), and the text without them; '23 becomes 2023."""
    text = SHORT_YEAR.sub(r" 20\1 ", text)
    found = [f"{year}-{int(month):02d}" for month, year in MONTH_YEAR.findall(text)]
    text = MONTH_YEAR.sub(" ", text)
    found += [f"{year}-{month}" for year, month in YEAR_MONTH.findall(text)]
    return found, YEAR_MONTH.sub(" ", text)


def asked_times(tokens: Sequence[str], today: date, written: Sequence[str] = ()) -> Times:
    """The periods that these folded tokens name, after those already `written` in figures.

    A month, quarter or half-year without a year is the last one that has begun.
    """
    years = [int(token) for at, token in enumerate(tokens) if is_year(token) and not _is_a_start(tokens, at)]
    parts = [("month", MONTHS[token]) for token in tokens if token in MONTHS]
    used: set[int] = set()
    for at, (token, following) in enumerate(pairwise([*tokens, ""])):
        if (part := _named_part(token, following)) or (part := _short_part(token)):
            parts.append(part)
            used |= {at, at + 1} if token in QUARTER | SEMESTER else {at}
        elif following in MONTHS and DAY.fullmatch(token):  # 1 Desember 2025
            used.add(at)
        elif token in MONTHS and OF_CENTURY.fullmatch(following) and int(following) <= today.year % 100:  # des 24
            years.append(2000 + int(following))
            used.add(at + 1)
        elif DAY.fullmatch(token) and following in YEAR_WORDS | MONTH_WORDS and _after(tokens, at) in LATEST:
            used.add(at)  # 5 tahun terakhir
        elif token in YEAR_WORDS | MONTH_WORDS and following in BACK:
            count = BACK[following]
            if following == "lalu" and at and DAY.fullmatch(tokens[at - 1]):  # 2 tahun lalu
                count = int(tokens[at - 1])
                used.add(at - 1)
            year, month = _back(token, count, today)
            years.append(year)
            parts += [("month", month)] if month else []
    return Times(tuple(dict.fromkeys([*written, *_combined(years, parts, today)])), frozenset(used))


def _named_part(token: str, following: str) -> Part | None:
    """Triwulan III, semester 1."""
    kind, most = ("quarter", 4) if token in QUARTER else ("semester", 2) if token in SEMESTER else ("", 0)
    number = PART_NUMBERS.get(following, 9)
    return (kind, number) if number <= most else None


def _short_part(token: str) -> Part | None:
    """tw3, q1, s2"""
    short = SHORT_PART.fullmatch(token)
    if short is None:
        return None
    return ("quarter", int(short[1])) if short[1] else ("semester", int(short[2]))


def _is_a_start(tokens: Sequence[str], at: int) -> bool:
    """Sejak 2020, mulai tahun 2020."""
    before = [token for token in tokens[max(at - 2, 0) : at] if token not in YEAR_WORDS]
    return bool(before) and before[-1] in SINCE


def _after(tokens: Sequence[str], at: int) -> str:
    """The token after the next one."""
    return tokens[at + 2] if at + 2 < len(tokens) else ""


def _back(unit: str, count: int, today: date) -> tuple[int, int]:
    """(year, month) of tahun ini or lalu, bulan ini or lalu; month 0 for a whole year."""
    if unit in YEAR_WORDS:
        return today.year - count, 0
    months = today.year * 12 + today.month - 1 - count
    return months // 12, months % 12 + 1


def _combined(years: Sequence[int], parts: Sequence[Part], today: date) -> Iterator[str]:
    if not parts:
        yield from map(str, years)
    for kind, number in parts:
        for year in years or [_last_year_of(kind, number, today)]:
            yield make_period(kind, year, number)


def _last_year_of(kind: str, number: int, today: date) -> int:
    """The year of the last such part that has begun."""
    return today.year - ((number - 1) * LENGTHS[kind] + 1 > today.month)
