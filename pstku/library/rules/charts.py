"""A series as its chart draws it: a place for every period that should have a figure, empty where there is none. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import Any

from pstku.library.rules.calendar import has_figure
from pstku.library.rules.figures import Figure
from pstku.library.rules.periods import after, period_text, sort_key

MOST_PLACES = 7  # side by side, so that the words under two neighbours do not touch
MISSING, MANY_MISSING = "–", "…"


@dataclass(frozen=True, slots=True)
class Point:
    """One place of a chart: a figure, or nothing (`value` None) for the periods `said`."""

    label: str
    value: Decimal | None
    text: str
    method: str
    said: str  # for whoever hears the chart


def chart_points(figures: Sequence[Figure], calendar: Mapping[str, Any]) -> list[Point]:
    """The figures of one kind of period, oldest first, with an empty place for each period between that has none.

    `calendar` names the months in which a figure exists at all. Where the places would stand too close, a run of
    missing periods shrinks to one place, and the oldest figures give way.
    """
    steps = list(_steps(figures, calendar))
    while len(_places(steps, _together)) > MOST_PLACES:
        steps = [(steps[1][0], ()), *steps[2:]]
    closest = min((len(missing) + 1 for _, missing in steps[1:]), default=1)
    in_time = sum(len(missing) + 1 for _, missing in steps) <= MOST_PLACES * closest
    return _places(steps, _each if in_time else _together)


def chart_words(name: str, points: Sequence[Point]) -> str:
    """The chart in sentences: every value with its period, what is not filled in, where the method changed."""
    words = "; ".join(point.said if point.value is None else f"{point.said} {point.text}" for point in points)
    filled = [point for point in points if point.value is not None]
    breaks = [
        f" Metode hitung berganti antara {before.said} dan {now.said}."
        for before, now in pairwise(filled)
        if before.method != now.method
    ]
    return f"{name}: {words}.{''.join(breaks)}"


Missing = tuple[str, ...]


def _steps(figures: Sequence[Figure], calendar: Mapping[str, Any]) -> Iterator[tuple[Figure, Missing]]:
    """Each figure with the periods just before it that have none."""
    for place, figure in enumerate(figures):
        between = _between(figures[place - 1], figure) if place else ()
        yield figure, tuple(period for period in between if has_figure(calendar, period))


def _between(before: Figure, now: Figure) -> Iterator[str]:
    end = sort_key(now.period)
    return takewhile(lambda period: sort_key(period) < end, after(before.period, before.period_kind))


def _places(steps: Sequence[tuple[Figure, Missing]], gap: Callable[[Missing, str], list[Point]]) -> list[Point]:
    points: list[Point] = []
    for figure, missing in steps:
        points += gap(missing, points[-1].method) if missing else []
        words = figure.period_text
        points.append(Point(figure.short_period, figure.value, figure.text, figure.series, words))
    return points


def _each(missing: Missing, method: str) -> list[Point]:
    return [Point(MISSING, None, "", method, f"{period_text(period)} belum diisi") for period in missing]


def _together(missing: Missing, method: str) -> list[Point]:
    if len(missing) == 1:
        return _each(missing, method)
    words = f"{period_text(missing[0])} sampai {period_text(missing[-1])} belum diisi"
    return [Point(MANY_MISSING, None, "", method, words)]
