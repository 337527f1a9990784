"""What is said about a figure: its class, how to read it, the text for a message. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pstku.core.clock import short_date
from pstku.core.numbers import format_number
from pstku.learning.rules.figures import CURRENCIES, Figure, with_unit
from pstku.learning.rules.periods import period_text

SOME = "sekian"
ROUNDED = "Dibulatkan"  # how the note of a figure begins that is said with “sekitar”
LISTED = 3


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
    """The classes of a scale from low to high; each item names its upper edge (`to`)."""
    edges = [None, *(Decimal(str(item["to"])) for item in bands)]
    return [
        Band(str(item["label"]), edges[place], Decimal(str(item["to"])), place == len(bands) - 1)
        for place, item in enumerate(bands)
    ]


def band_of(bands: Sequence[Mapping[str, Any]], value: Decimal) -> Band | None:
    """The class of a value; None outside the scale, which never goes below zero, or without classes."""
    if value < 0:
        return None
    fitting = (band for band in bands_of(bands) if value < band.high or (band.is_last and value == band.high))
    return next(fitting, None)


def reading(facts: Mapping[str, Any], summary: str, value_text: str | None) -> str:
    """One sentence on how to read the figure; without a figure it speaks of “sekian”."""
    return str(facts.get("how_to_read") or summary).replace("{value}", value_text or SOME)


def spoken(facts: Mapping[str, Any], region: str, figure: Figure) -> str | None:
    """The sentence a colleague can say aloud, when the page brings one."""
    sentence = facts.get("quick")
    if not sentence:
        return None
    words = {"{region}": region, "{period}": figure.period_text, "{value}": valued(facts, figure)}
    for mark, word in words.items():
        sentence = str(sentence).replace(mark, word)
    return str(sentence)


def valued(facts: Mapping[str, Any], figure: Figure) -> str:
    """The value with its unit: 6,52 %, Rp503.854, 78,54, sekitar 210.190 jiwa."""
    text = with_unit(figure.text, str(facts.get("unit_symbol") or ""), str(facts.get("unit") or ""))
    return f"sekitar {text}" if figure.note.startswith(ROUNDED) else text


def message(title: str, facts: Mapping[str, Any], region: str, figure: Figure, change: str | None) -> str:
    """The text for WhatsApp: always with place, period, source and day of release."""
    status = f" (angka {figure.status})" if figure.status in PROVISIONAL else " (direvisi)" if figure.is_revised else ""
    lines = [f"{title} {region}, {figure.period_text}: {valued(facts, figure)}{_per(facts)}{status}."]
    if change:
        lines.append(f"{change}.")
    if facts.get("how_to_read"):
        lines.append(reading(facts, "", figure.text))
    released = f", rilis {short_date(figure.released_on)}" if figure.released_on else ""
    lines.append(f"Sumber: {figure.source}{released}.")
    return "\n".join(lines)


def _per(facts: Mapping[str, Any]) -> str:
    """What an amount of money is counted by, which its sign does not say: per orang per bulan."""
    by = str(facts.get("unit") or "").partition(" per ")[2]
    return f" per {by}" if by and facts.get("unit_symbol") in CURRENCIES else ""


PROVISIONAL = ("sementara", "sangat sementara")


def listed(periods: Sequence[str]) -> str:
    """2024 dan 2025 · Agustus 2025, September 2025, dan 9 periode lain: for a sentence."""
    words = [period_text(period) for period in periods[:LISTED]]
    if len(periods) > LISTED:
        words.append(f"{len(periods) - LISTED} periode lain")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} dan {words[-1]}"
