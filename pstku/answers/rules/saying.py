"""What is said about a figure: its class, how to read it, the text for a message. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pstku.core.clock import short_date
from pstku.core.numbers import format_number, round_half_up
from pstku.library.rules.figures import CURRENCIES, Figure, with_unit
from pstku.library.rules.schema import Facts

SOME = "sekian"
ROUNDED = "Dibulatkan"  # how the note of a figure begins that is said with “sekitar”
LOOKED_UP = ("V", "D")  # marks of a source: seen, or the official documentation; GK is general knowledge
BASE = re.compile(r"\d{4}=100")


@dataclass(frozen=True, slots=True)
class Band:
    """The class a value falls in: from `low` (None: no lower edge) up to `high`, which only the last one includes."""

    label: str
    low: Decimal | None
    high: Decimal
    is_last: bool

    @property
    def range_text(self) -> str:
        """kurang dari 60 · 70 sampai kurang dari 80 · 80 sampai 100"""
        if self.low is None:
            return f"kurang dari {format_number(self.high)}"
        upto = "sampai" if self.is_last else "sampai kurang dari"
        return f"{format_number(self.low)} {upto} {format_number(self.high)}"


def bands_of(bands: Sequence[Mapping[str, Any]]) -> list[Band]:
    """The classes of a scale from low to high, from items that give each class's upper edge (`to`) and label."""
    edges = [None, *(Decimal(str(item["to"])) for item in bands)]
    return [
        Band(str(item["label"]), edges[place], Decimal(str(item["to"])), place == len(bands) - 1)
        for place, item in enumerate(bands)
    ]


def band_of(bands: Sequence[Mapping[str, Any]], value: Decimal) -> Band | None:
    """The class of a value; None without classes and for a value outside them. A scale never goes below zero."""
    if value < 0:
        return None
    fitting = (band for band in bands_of(bands) if value < band.high or (band.is_last and value == band.high))
    return next(fitting, None)


def reading(facts: Facts, summary: str, value: Decimal | None) -> str:
    """One sentence on how to read the figure; without a figure it speaks of “sekian”.

    `{value}` is the figure itself, `{whole}` its whole number, for what has no parts (orang, kamar).
    """
    words = {"{value}": SOME, "{whole}": SOME}
    if value is not None:
        words = {"{value}": format_number(value), "{whole}": _whole(value)}
    sentence = facts.how_to_read or summary
    for mark, word in words.items():
        sentence = sentence.replace(mark, word)
    return sentence


def misreading(facts: Facts, value: Decimal | None) -> str | None:
    """The commonest misreading of the figure, None when the page names none; below zero it may be another one."""
    below_zero = facts.misreadings_below_zero if value is not None and value < 0 else None
    misreadings = below_zero or facts.misreadings
    return str(misreadings[0]) if misreadings else None


def _whole(value: Decimal) -> str:
    """sekitar 6 · 6 · kurang dari 1"""
    rounded = round_half_up(value, 0)
    if rounded == value:
        return format_number(rounded)
    return f"sekitar {format_number(rounded)}" if rounded else "kurang dari 1"


def spoken(facts: Facts, region: str, figure: Figure) -> str | None:
    """The sentence a colleague can say aloud, when the page brings one."""
    sentence = facts.quick
    if not sentence:
        return None
    words = {"{region}": region, "{period}": figure.period_text, "{value}": valued(facts, figure)}
    for mark, word in words.items():
        sentence = str(sentence).replace(mark, word)
    return str(sentence)


def valued(facts: Facts, figure: Figure) -> str:
    """The value with its unit: 6,52 %, Rp503.854, 78,54, 106,04 (2022=100), sekitar 210.190 jiwa."""
    text = with_unit(figure.text, facts.unit_symbol, facts.unit)
    if base := _base(facts, figure):
        text = f"{text} ({base})"
    return f"sekitar {text}" if figure.note.startswith(ROUNDED) else text


def unit_words(facts: Facts, figure: Figure) -> str:
    """persen · indeks, 2022=100: beside a figure; empty without a unit."""
    unit, base = facts.unit, _base(facts, figure)
    return f"{unit}, {base}" if base else unit


def _base(facts: Facts, figure: Figure) -> str:
    """The base of an index when its series names it, such as 2022=100; empty for a share or a change."""
    return figure.series if facts.unit == "indeks" and BASE.fullmatch(figure.series) else ""


def source_doubt(source: Mapping[str, Any]) -> str:
    """The remark on a source nobody has looked up; empty when it was seen (V) or comes from the producer (D)."""
    return "" if source.get("mark") in LOOKED_UP else " · perlu dicocokkan"


def message(title: str, facts: Facts, region: str, figure: Figure, change: str | None) -> str:
    """The text for WhatsApp: always with place, period, source and day of release."""
    status = (
        f" (angka {figure.status})" if figure.status in PROVISIONAL else " (direvisi)" if is_revised(figure) else ""
    )
    lines = [f"{title} {region}, {figure.period_text}: {valued(facts, figure)}{_per(facts)}{status}."]
    if change:
        lines.append(f"{change}.")
    if facts.how_to_read:
        lines.append(reading(facts, "", figure.value))
    released = f", rilis {short_date(figure.released_on)}" if figure.released_on else ""
    lines.append(f"Sumber: {figure.source}{released}.")
    return "\n".join(lines)


def is_revised(figure: Figure) -> bool:
    """Was an earlier figure of the period published, by us or by what its source marks?"""
    return figure.is_revised or figure.status == "direvisi"


def _per(facts: Facts) -> str:
    """What an amount of money is counted by when its symbol does not say so: per orang per bulan."""
    by = facts.unit.partition(" per ")[2]
    return f" per {by}" if by and facts.unit_symbol in CURRENCIES else ""


PROVISIONAL = ("sementara", "sangat sementara", "perkiraan")
