"""Interleaved rounds and what is said of them: the median of the round-by-round ratios, with its quartiles."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

ROUNDS = 9
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Ratio:
    """Of one figure to another, round by round: lower quartile, median, upper quartile."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f}–{self.high:.2f})"


def rotated(things: Sequence[Thing], by: int) -> list[Thing]:
    """Nobody always comes first, nor always after the same one."""
    by %= len(things)
    return [*things[by:], *things[:by]]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Both in the order of the rounds."""
    low, middle, high = statistics.quantiles(
        [a / b for a, b in zip(ours, theirs, strict=True)], n=4, method="inclusive"
    )
    return Ratio(low, middle, high)


def verdict(low: float, middle: float, bar: float) -> str:
    """A bar is exceeded when the lower quartile is above it: a shared machine has a busy minute now and then."""
    return "ok" if middle <= bar else "at the bar" if low <= bar else "OVER"


def compare(what: str, unit: str, figures: Mapping[str, Sequence[float]], bars: Mapping[str, float]) -> None:
    """Print one work: ours, then each other side with our ratio to it beside its bar. "" is a bar in the unit itself.

    Behind every median stand its quartiles in brackets. The two floors are also told beside each other.
    """
    for name, found in figures.items():
        own = _spread(found)
        is_ours = name == "PSTku"
        to_them = own if is_ours else ratio(figures["PSTku"], found)
        bar = bars.get("" if is_ours else name)
        said = "" if bar is None else f"≤ {bar:<7.3g} {verdict(to_them.low, to_them.middle, bar)}"
        _row(what if is_ours else "", name, f"{own} {unit}", "" if is_ours else str(to_them), said)
    if "floor" in figures and "raw floor" in figures:
        _row("", "floor ÷ raw", "", str(ratio(figures["floor"], figures["raw floor"])), "")


def tell(what: str, measured: str, bar: str, holds: bool) -> None:
    """Print one figure that stands by itself."""
    _row(what, "PSTku", measured, "", f"{bar:<9} {'ok' if holds else 'OVER'}")


def remark(words: str) -> None:
    """Print something that has no bar."""
    print(f"{'':<63}{words}", flush=True)


def _spread(figures: Sequence[float]) -> Ratio:
    return ratio(figures, [1.0] * len(figures))


def _row(what: str, side: str, figure: str, found: str, said: str) -> None:
    print(f"{what:<44}{side:<12}{figure:>26}  {found:<20}{said}".rstrip(), flush=True)
