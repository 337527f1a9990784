"""Figures in words: periods, values with their unit, changes. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pstku.core.clock import SHORT_MONTHS
from pstku.core.numbers import format_number
from pstku.core.quarters import ROMAN
from pstku.library.rules.periods import fits, period_text
from pstku.library.rules.schema import Facts


@dataclass(frozen=True, slots=True)
class Figure:
    """One value as the library keeps it, ready to be said."""

    id: int
    indicator_key: str
    region_code: str
    period: str
    period_kind: str
    value: Decimal
    series: str
    status: str
    source: str
    source_url: str | None
    released_on: date | None
    note: str
    is_checked: bool
    is_revised: bool = False  # an earlier vintage of the same period was published
    has_newer: bool = False  # a newer vintage waits to be checked
    checked_by_id: int | None = None
    checked_at: datetime | None = None

    @property
    def text(self) -> str:
        """78,54"""
        return format_number(self.value)

    @property
    def period_text(self) -> str:
        """2023, Agustus 2025, Triwulan II 2026, Semester 1 (Maret) 2026"""
        return period_text(self.period)

    @property
    def short_period(self) -> str:
        """2023, Agu 25, TW II 26, S1 26: under a chart."""
        year, _, part = self.period.partition("-")
        if not part:
            return year
        if part[0] == "Q":
            return f"TW {ROMAN[int(part[1])]} {year[2:]}"
        return f"{part} {year[2:]}" if part[0] == "S" else f"{SHORT_MONTHS[int(part) - 1]} {year[2:]}"

    @property
    def year(self) -> int:
        return int(self.period[:4])


SCALES = ("ribu", "juta", "miliar", "triliun")
BARE = {"indeks", "rasio"}
CURRENCIES = ("Rp", "US$")


def with_unit(text: str, symbol: str, unit: str) -> str:
    """6,52 % · Rp503.854 · US$26.612,2 juta · 210.190 jiwa; an index or ratio has no unit."""
    if symbol == "%":
        return f"{text} %"
    if symbol in CURRENCIES:
        scale = unit.partition(" ")[0]
        return f"{symbol}{text} {scale}" if scale in SCALES else f"{symbol}{text}"
    plain = (symbol or unit).strip()
    return f"{text} {plain}" if plain and not BARE.intersection(plain.lower().split()) else text


def with_status(text: str, status: str) -> str:
    """A figure with its status in words: 78,54 (sementara)."""
    return f"{text} ({status})" if status else text


def change_words(now: Figure, before: Figure, facts: Facts) -> str | None:
    """Naik 0,32 poin dari 2022 (78,22); None when a change of method lies between the two."""
    if now.series != before.series:
        return None
    difference = now.value - before.value
    if difference == 0:
        return f"Sama dengan {before.period_text} ({before.text})"
    verb, unit = "Naik" if difference > 0 else "Turun", facts.unit
    size = format_number(abs(difference))
    if facts.is_percentage:
        size = f"{size} persen poin"
    elif BARE.intersection(unit.lower().split()) or not unit:
        size = f"{size} poin"
    else:
        size = with_unit(size, facts.unit_symbol, unit)
    return f"{verb} {size} dari {before.period_text} ({before.text})"


def previous(figures: list[Figure], chosen: Figure) -> Figure | None:
    """The nearest earlier figure that may be compared: of the same month, quarter or half-year and the same series.

    August of Sakernas is compared only with another August, and nothing across a change of method.
    """
    like = (chosen.period_kind, chosen.period[4:], chosen.series)
    earlier = [f for f in figures if (f.period_kind, f.period[4:], f.series) == like and f.year < chosen.year]
    return earlier[-1] if earlier else None


def pick(figures: list[Figure], asked: str | None) -> Figure | None:
    """The newest figure that may answer the asked period; None when that period is not there."""
    return next((figure for figure in reversed(figures) if fits(asked, figure.period)), None)
