"""Periods as figures carry them: 2023, 2025-08, 2026-Q2, 2026-S1. Typed ones are read, next ones follow. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from pstku.core.clock import MONTHS
from pstku.core.days import MONTH_WORDS
from pstku.core.errors import InvalidInput
from pstku.core.quarters import ROMAN
from pstku.core.text import N_, fold

SHAPES = {
    "year": re.compile(r"(19|20)[0-9]{2}"),
    "month": re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"(19|20)[0-9]{2}-Q[1-4]"),
    "semester": re.compile(r"(19|20)[0-9]{2}-S[12]"),
}
KIND_WORDS = {"year": N_("tahun"), "semester": N_("semester"), "quarter": N_("triwulan"), "month": N_("bulan")}
PARTS = {"month": 12, "quarter": 4, "semester": 2, "year": 1}
SEMESTER_MONTHS = {"1": "Maret", "2": "September"}  # BPS names a half-year by the month of its survey
HALF_OF = {3: "S1", 9: "S2"}  # the months of Susenas
LISTED = 3
MOST_KEPT = 2048  # periods read before: a chart compares each of its own with every other one
_MONTHS = MONTH_WORDS | {"may": 5, "aug": 8, "oct": 10, "dec": 12}  # as spreadsheets in English write them
_SHORT_YEAR = re.compile(r"([^\W\d]{3,9})[-\s’'.]{1,2}([0-9]{2})")  # Mar-25, Agu 25
_FIRST_DAY = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])-01")
_PART_WORDS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def is_period(period: str, kind: str) -> bool:
    """Is it a stored period of that kind?"""
    return kind in SHAPES and bool(SHAPES[kind].fullmatch(period))


def period_kind(period: str) -> str | None:
    """year, semester, quarter, month; None for anything else."""
    return next((kind for kind, shape in SHAPES.items() if shape.fullmatch(period)), None)


def parse_period(text: str, field: str = "period") -> tuple[str, str]:
    """(period, kind) of what was typed: 2025, 2025-08, Agustus 2025, Agu-25, TW II 2026, Semester 1 (Maret) 2026.

    The first day of a month is what a spreadsheet made of that month. Raises InvalidInput, also for a mark such as
    the star of a preliminary figure: it is no part of a period and must not get lost.
    """
    plain = text.strip().upper()
    if kind := period_kind(plain):
        return plain, kind
    if first := _FIRST_DAY.fullmatch(plain):
        return f"{first[1]}-{first[2]}", "month"
    if (short := _SHORT_YEAR.fullmatch(text.strip())) and fold(short[1]) in _MONTHS:
        return f"20{short[2]}-{_MONTHS[fold(short[1])]:02d}", "month"
    words = [] if "*" in text else fold(text).split()
    years = [word for word in words if re.fullmatch(r"(19|20)[0-9]{2}", word)]
    rest = [word for word in words if word not in years]
    if len(years) == 1 and (part := _part(rest)) is not None:
        return years[0] + part, period_kind(years[0] + part) or "year"
    if (slash := re.fullmatch(r"([0-9]{1,2})[/.-]((?:19|20)[0-9]{2})", plain)) and 1 <= int(slash[1]) <= 12:
        return f"{slash[2]}-{int(slash[1]):02d}", "month"
    raise InvalidInput(
        field, N_("Periode “%(text)s” belum dikenali. Tulis misalnya 2025, Agustus 2025, atau TW II 2026."), text=text
    )


def _part(words: list[str]) -> str | None:
    """The tail of a period: '' for a year, -08, -Q2, -S1; None when the words say nothing known."""
    if not words or words == ["tahun"]:
        return ""
    if len(words) == 1 and words[0] in _MONTHS:
        return f"-{_MONTHS[words[0]]:02d}"
    if joined := re.fullmatch(r"(tw|q|s)([1-4]|i{1,3}|iv)", words[0]):
        words = [joined[1], joined[2], *words[1:]]
    if len(words) == 3 and fold(SEMESTER_MONTHS.get(words[1], "")) == words[2]:
        words = words[:2]
    if len(words) == 2 and words[1] in _PART_WORDS:
        part = _PART_WORDS[words[1]]
        if words[0] in ("triwulan", "tw", "kuartal", "q"):
            return f"-Q{part}"
        if words[0] in ("semester", "smt", "s") and part <= 2:
            return f"-S{part}"
    return None


def counted_by(basis: str | None, period: str, kind: str) -> tuple[str, str]:
    """(period, kind) as an indicator counts it: Maret 2025 is the first half-year where it counts by semester."""
    if kind == "month" and basis == "semester":
        for part, month in SEMESTER_MONTHS.items():
            if MONTH_WORDS[fold(month)] == last_month(period):
                return make_period("semester", int(period[:4]), int(part)), "semester"
    return period, kind


@lru_cache(maxsize=MOST_KEPT)
def period_text(period: str) -> str:
    """A stored period in words: 2023, Agustus 2025, Triwulan II 2026, Semester 1 (Maret) 2026."""
    year, _, part = period.partition("-")
    if not part:
        return year
    if part[0] == "Q":
        return f"Triwulan {ROMAN[int(part[1])]} {year}"
    if part[0] == "S":
        return f"Semester {part[1]} ({SEMESTER_MONTHS[part[1]]}) {year}"
    return f"{MONTHS[int(part) - 1]} {year}"


def listed(periods: Sequence[str]) -> str:
    """2024 dan 2025 · Agustus 2025, September 2025, dan 9 periode lain: for a sentence."""
    words = [period_text(period) for period in periods[:LISTED]]
    if len(periods) > LISTED:
        words.append(f"{len(periods) - LISTED} periode lain")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} dan {words[-1]}"


@lru_cache(maxsize=MOST_KEPT)
def sort_key(period: str) -> tuple[int, int]:
    """Orders periods by their last month: a year after its months."""
    return int(period[:4]), last_month(period)


def months_between(one: str, other: str) -> int:
    """How far apart two periods end."""
    (year, month), (other_year, other_month) = sort_key(one), sort_key(other)
    return abs(12 * (year - other_year) + month - other_month)


def last_month(period: str) -> int:
    """1 to 12: the month in which the period ends."""
    _, _, part = period.partition("-")
    if not part:
        return 12
    return int(part[1]) * (3 if part[0] == "Q" else 6) if part[0] in "QS" else int(part)


def make_period(kind: str, year: int, part: int) -> str:
    """The stored period of a kind: part counts from 1 within the year."""
    tail = {"month": f"-{part:02d}", "quarter": f"-Q{part}", "semester": f"-S{part}"}.get(kind, "")
    return f"{year}{tail}"


def after(period: str, kind: str) -> Iterator[str]:
    """The periods that follow, without end."""
    parts = PARTS[kind]
    part = 1 if kind == "year" else last_month(period) * parts // 12
    year = int(period[:4])
    while True:
        part += 1
        if part > parts:
            year, part = year + 1, 1
        yield make_period(kind, year, part)


def first_day(period: str) -> date:
    """The day on which a period begins."""
    return date(int(period[:4]), min(months_of(period)), 1)


def earliest_release(period: str) -> date:
    """The first day on which a figure of the period can be out.

    A month and a quarter are over by then, a half-year when the month of its survey is; figures of a year, such as
    projections and the IPM, may come out within it.
    """
    year, kind = int(period[:4]), period_kind(period)
    if kind in (None, "year"):
        return date(year, 1, 1)
    month = last_month(period)
    if kind == "semester":
        month = MONTH_WORDS[fold(SEMESTER_MONTHS[period[-1]])]
    return date(year + month // 12, month % 12 + 1, 1)


def months_of(period: str) -> set[int]:
    """The months a period covers: {8}, {4, 5, 6}, all twelve for a year."""
    kind = period_kind(period) or "year"
    length = 12 // PARTS[kind]
    last = last_month(period)
    return set(range(last - length + 1, last + 1))


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
