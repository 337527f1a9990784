"""The periods a question names: one, several, a range, the last few, or a comparison with the time before. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pstku.answers.rules.question_words import (
    AGAINST,
    BACK,
    COMPARED,
    EACH,
    LATEST,
    MONTH_WORDS,
    MONTHS,
    NUMBERS,
    PART_NUMBERS,
    QUARTER,
    SEMESTER,
    SERIES,
    SINCE,
    UNTIL,
    YEAR_WORDS,
)
from pstku.library.rules.periods import make_period, sort_key

YEAR = re.compile(r"(19|20)\d\d")
SHORT_YEAR = re.compile(r"['’`](\d\d)(?![0-9A-Za-z])")
MONTH_YEAR = re.compile(r"(?<![0-9A-Za-z])(?:[0-3]?\d[/-])?(0?[1-9]|1[0-2])[/-]((?:19|20)\d\d)(?![0-9A-Za-z])")
YEAR_MONTH = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?![0-9A-Za-z])")
YEAR_YEAR = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d) ?[-–—] ?((?:19|20)\d\d)(?![0-9A-Za-z])")
LONE_DASH = re.compile(r" [-–—] ")
TO_AND_WITH = re.compile(r"(?<![0-9A-Za-z])s[./]d[.]?(?![0-9A-Za-z])")
SHORT_PART = re.compile(r"(?:tw|q)([1-4])|(?:s|smt)([12])")
OF_CENTURY = re.compile(r"[1-9][0-9]")
DAY = re.compile(r"[0-9]{1,3}")
LENGTHS = {"month": 1, "quarter": 3, "semester": 6}
UNITS = {"tahun": "year", "bulan": "month", "triwulan": "quarter", "semester": "semester"}
MOST_PERIODS = 24
Part = tuple[str, int]  # ("quarter", 3)


@dataclass(frozen=True, slots=True)
class Times:
    """What is asked about time. Nothing set: the newest there is."""

    periods: tuple[str, ...] = ()  # as stored, in the order asked
    first: str | None = None  # of a range; `last` None: up to the newest
    last: str | None = None
    recent: tuple[int, str] | None = None  # (5, "year"): the last five years
    is_series: bool = False  # everything there is over time
    by_month: bool = False  # every month of the year that was asked
    is_compared: bool = False

    @property
    def is_range(self) -> bool:
        """Does the question ask for a table of periods, not for single ones?"""
        return bool(self.first or self.recent or self.by_month or (self.is_series and not self.periods))

    @property
    def is_open(self) -> bool:
        """Was no period named? Then the newest one is meant."""
        return not (self.periods or self.is_range)


NEWEST = Times()


@dataclass(frozen=True, slots=True)
class Read:
    """The times a question asks about, and the positions of the tokens that only say so."""

    times: Times
    used: frozenset[int]


def is_year(token: str) -> bool:
    """Is the word a year, such as 2023?"""
    return bool(YEAR.fullmatch(token))


def written_dates(text: str) -> tuple[list[str], str]:
    """The periods written in digits (10/2023, 2023-10), and the text without them.

    '23 becomes 2023, and a dash between two times becomes "sampai".
    """
    text = LONE_DASH.sub(" sampai ", TO_AND_WITH.sub(" sampai ", SHORT_YEAR.sub(r" 20\1 ", text)))
    text = YEAR_YEAR.sub(r"\1 sampai \2", text)
    found = [f"{year}-{int(month):02d}" for month, year in MONTH_YEAR.findall(text)]
    text = MONTH_YEAR.sub(" ", text)
    found += [f"{year}-{month}" for year, month in YEAR_MONTH.findall(text)]
    return found, YEAR_MONTH.sub(" ", text)


def asked_times(tokens: Sequence[str], today: date, written: Sequence[str] = ()) -> Read:
    """The times that these folded tokens name, after those already `written` in figures.

    A month, quarter or half-year without a year is the last one that has begun.
    """
    years: list[tuple[int, int]] = []
    parts: list[tuple[int, Part]] = []
    used: set[int] = set()
    recent: tuple[int, str] | None = None
    since: int | None = None
    by_month = is_against = False
    for at, token in enumerate(tokens):
        following, before = _at(tokens, at + 1), _at(tokens, at - 1)
        if is_year(token):
            if _is_a_start(tokens, at):
                since = int(token)
            else:
                years.append((at, int(token)))
        elif part := _named_part(token, following):
            parts.append((at, part))
            used |= {at, at + 1}
        elif part := _short_part(token):
            parts.append((at, part))
            used.add(at)
        elif token in MONTHS:
            parts.append((at, ("month", MONTHS[token])))
            if DAY.fullmatch(before):  # 1 Desember 2025
                used.add(at - 1)
            if OF_CENTURY.fullmatch(following) and int(following) <= today.year % 100:  # des 24
                years.append((at + 1, 2000 + int(following)))
                used.add(at + 1)
        elif token in MONTH_WORDS and following in NUMBERS:  # bulan lima
            parts.append((at, ("month", NUMBERS[following])))
            used.add(at + 1)
        elif token in MONTH_WORDS and before in EACH:
            by_month = True
            used.add(at - 1)
        elif token in UNITS and _at(tokens, at + 1) in LATEST and _count(before):
            recent = (_count(before), UNITS[token])
            used.add(at - 1)
        elif token in YEAR_WORDS | MONTH_WORDS and following in BACK:
            if before in AGAINST:  # dibanding tahun lalu
                is_against = True
                used.add(at + 1)
                continue
            count = BACK[following]
            if following == "lalu" and _count(before):  # 2 tahun lalu
                count = _count(before)
                used.add(at - 1)
            year, month = _back(token, count, today)
            years.append((at, year))
            parts += [(at, ("month", month))] if month else []
    span = _span(tokens, years, parts, today)
    words = set(tokens)
    if span:
        used |= {span[2]}
    single = tuple(dict.fromkeys([*written, *_combined([y for _at, y in years], [p for _at, p in parts], today)]))
    times = Times(
        periods=() if span or since else single[:MOST_PERIODS],
        first=span[0] if span else str(since) if since else None,
        last=span[1] if span else single[-1] if since and single else None,
        recent=None if span else recent,
        is_series=bool(words & SERIES),
        by_month=by_month and len(years) == 1 and not parts and not span,
        is_compared=is_against or bool(words & COMPARED),
    )
    return Read(times, frozenset(used))


def _at(tokens: Sequence[str], at: int) -> str:
    return tokens[at] if 0 <= at < len(tokens) else ""


def _count(token: str) -> int:
    """5 of "5", of "lima"; 0 of anything else."""
    return int(token) if DAY.fullmatch(token) else NUMBERS.get(token, 0)


def _span(
    tokens: Sequence[str], years: Sequence[tuple[int, int]], parts: Sequence[tuple[int, Part]], today: date
) -> tuple[str, str, int] | None:
    """(first, last, place of the word between) of a range: a time, "sampai", and a time of the same kind."""
    for at, token in enumerate(tokens):
        if token not in UNTIL:
            continue
        before, after = [y for p, y in years if p < at], [y for p, y in years if p > at]
        part_before, part_after = [q for p, q in parts if p < at], [q for p, q in parts if p > at]
        if part_before and part_after and part_before[-1][0] == part_after[0][0]:
            last = next(iter(after or before), None)
            if last is None:
                last = _last_year_of(*part_after[0], today)
            first = before[-1] if before else last - (part_before[-1][1] > part_after[0][1])
            ends = (
                make_period(part_before[-1][0], first, part_before[-1][1]),
                make_period(part_after[0][0], last, part_after[0][1]),
            )
        elif before and after and not (part_before or part_after):
            ends = str(before[-1]), str(after[0])
        else:
            continue
        first_end, last_end = sorted(ends, key=sort_key)
        return first_end, last_end, at
    return None


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


def _back(unit: str, count: int, today: date) -> tuple[int, int]:
    """(year, month) of tahun ini or lalu, bulan ini or lalu; month 0 for a whole year."""
    if unit in YEAR_WORDS:
        return today.year - count, 0
    months = today.year * 12 + today.month - 1 - count
    return months // 12, months % 12 + 1


def _combined(years: Sequence[int], parts: Sequence[Part], today: date) -> Iterator[str]:
    if not parts:
        yield from map(str, years)
    if len(parts) == len(years) > 1:  # Oktober 2023 dan Maret 2025
        yield from (make_period(kind, year, number) for (kind, number), year in zip(parts, years, strict=True))
        return
    for kind, number in parts:
        for year in years or [_last_year_of(kind, number, today)]:
            yield make_period(kind, year, number)


def _last_year_of(kind: str, number: int, today: date) -> int:
    """The year of the last such part that has begun."""
    return today.year - ((number - 1) * LENGTHS[kind] + 1 > today.month)
