"""Interleaved rounds and what is said of them: the median of the round-by-round ratios, with its quartiles."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

ROUNDS = 9
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Ratio:
    """Ours to theirs, round by round: lower quartile, median, upper quartile."""

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


def compare(what: str, unit: str, figures: Mapping[str, Sequence[float]], bars: Mapping[str, float]) -> None:
    """Print one work: ours, then each other side with our ratio to it beside its bar. "" is a bar in the unit itself."""
    ours = figures["PSTku"]
    _row(what, "PSTku", f"{statistics.median(ours):.2f} {unit}", "", bars.get(""), _quartiles(ours)[0])
    for name, theirs in figures.items():
        if name != "PSTku":
            found = ratio(ours, theirs)
            _row("", name, f"{statistics.median(theirs):.2f} {unit}", str(found), bars.get(name), found.low)


def tell(what: str, measured: str, bar: str, holds: bool) -> None:
    """Print one figure that stands by itself."""
    print(f"{what:<44}{'PSTku':<11}{measured:>12} {'':<22}{bar:<9} {'ok' if holds else 'OVER'}", flush=True)


def remark(words: str) -> None:
    """Print something that has no bar."""
    print(f"{'':<55}{words}", flush=True)


def _quartiles(figures: Sequence[float]) -> tuple[float, float]:
    low, _, high = statistics.quantiles(figures, n=4, method="inclusive")
    return low, high


def _row(what: str, side: str, figure: str, found: str, bar: float | None, low: float) -> None:
    verdict = "" if bar is None else f"≤ {bar:<7.3g} {'ok' if low <= bar else 'OVER'}"
    print(f"{what:<44}{side:<11}{figure:>12} {found:<22}{verdict}".rstrip(), flush=True)
