"""The flowchart of the SOP as shapes on pages, in millimetres. Pure.

Exactly the five symbols of PermenPANRB 35/2012: capsule for begin and end, box for a process, diamond for a decision,
arrow, and pentagon for the way to another page. One lane for each who acts, one row for each activity, top to bottom.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pstku.awardpapers.steps import DECISION, END, LANES, START, Step

TERMINATOR, BOX, DIAMOND, PENTAGON = "terminator", "process", "decision", "connector"
ROWS = 8  # on one page, at most
NUMBERS, LANE, CORRIDOR = 8.0, 31.0, 9.0  # widths
HEAD, ROW, GAP = 8.0, 22.0, 15.0  # heights: of the lanes' names, of an activity, of a pentagon's row
WIDTH = NUMBERS + LANE * len(LANES) + CORRIDOR
SIZES = {TERMINATOR: (27.0, 11.0), BOX: (27.0, 11.0), DIAMOND: (30.0, 17.0), PENTAGON: (7.0, 7.0)}
SYMBOLS = {START: TERMINATOR, END: TERMINATOR, DECISION: DIAMOND}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A shape around its middle, with the words in it."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line through these points with its head at the last; `words` stand beside the first."""

    points: tuple[Point, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the drawing; `numbers` are (number, y) of its rows, `alt` says it all in words."""

    height: float
    numbers: tuple[tuple[int, float], ...]
    symbols: tuple[Symbol, ...]
    arrows: tuple[Arrow, ...]
    alt: str

    def to_json(self) -> dict[str, Any]:
        """As the drawing reads it."""
        return asdict(self) | {
            "width": WIDTH,
            "lanes": list(LANES),
            "numbers_width": NUMBERS,
            "lane": LANE,
            "head": HEAD,
        }


def pages_of(steps: Sequence[Step]) -> list[Page]:
    """The drawing, cut where no branch is cut; raises ValueError for a branch too long for a page."""
    parts = _parts(steps)
    firsts = [sum(len(part) for part in parts[:place]) for place in range(len(parts))]
    return [
        _page(part, first + 1, place + 1, len(parts))
        for place, (part, first) in enumerate(zip(parts, firsts, strict=True))
    ]


def _parts(steps: Sequence[Step]) -> list[Sequence[Step]]:
    places = {step.key: place for place, step in enumerate(steps)}
    spans = [sorted((place, places[step.otherwise])) for place, step in enumerate(steps) if step.otherwise]
    parts, first = [], 0
    while first < len(steps):
        ends = range(min(first + ROWS, len(steps)), first, -1)
        last = next((end for end in ends if not any(low < end <= high for low, high in spans)), None)
        if last is None:
            raise ValueError("a branch that no page can hold")
        parts.append(steps[first:last])
        first = last
    return parts


def _page(steps: Sequence[Step], first: int, place: int, count: int) -> Page:
    top = HEAD + (GAP if place > 1 else 0)
    rows = {step.key: top + ROW * (row + 0.5) for row, step in enumerate(steps)}
    symbols = [_symbol(SYMBOLS.get(step.kind, BOX), step.lane, rows[step.key], step.short) for step in steps]
    arrows = [
        _down(symbols[row], symbols[row + 1], step.yes) for row, step in enumerate(steps[:-1]) if step.kind != END
    ]
    at = {step.key: symbol for step, symbol in zip(steps, symbols, strict=True)}
    arrows += [_branch(at[step.key], at[step.otherwise], step.no) for step in steps if step.otherwise]
    height = top + ROW * len(steps)
    letter = "ABCDEFGH"
    if place > 1:
        came = _symbol(PENTAGON, steps[0].lane, HEAD + GAP / 2, letter[place - 2])
        arrows.append(_down(came, symbols[0]))
        symbols.append(came)
    if place < count:
        left = _symbol(PENTAGON, steps[-1].lane, height + GAP / 2, letter[place - 1])
        arrows.append(_down(symbols[len(steps) - 1], left, steps[-1].yes))
        symbols.append(left)
        height += GAP
    numbers = tuple((first + row, rows[step.key]) for row, step in enumerate(steps))
    return Page(height, numbers, tuple(symbols), tuple(arrows), _in_words(steps, first, place, count))


def _symbol(kind: str, lane: str, y: float, words: str) -> Symbol:
    return Symbol(kind, NUMBERS + LANE * (LANES.index(lane) + 0.5), y, *SIZES[kind], words)


def _down(start: Symbol, end: Symbol, words: str = "") -> Arrow:
    """From the foot of one to the head of the next, by way of the middle between the rows."""
    foot, head = (start.x, start.y + start.height / 2), (end.x, end.y - end.height / 2)
    if start.x == end.x:
        return Arrow((foot, head), words)
    middle = (foot[1] + head[1]) / 2
    return Arrow((foot, (start.x, middle), (end.x, middle), head), words)


def _branch(start: Symbol, end: Symbol, words: str) -> Arrow:
    """From the side of a decision along the corridor at the right, in which nothing stands, to the side of its target."""
    corridor = WIDTH - CORRIDOR / 2
    side, target = (start.x + start.width / 2, start.y), (end.x + end.width / 2, end.y)
    return Arrow((side, (corridor, start.y), (corridor, end.y), target), words)


def _in_words(steps: Sequence[Step], first: int, place: int, count: int) -> str:
    numbers = {step.key: first + row for row, step in enumerate(steps)}
    said = [f"Diagram alir, bagian {place} dari {count}."]
    for row, step in enumerate(steps):
        line = f"{first + row}. {step.lane}: {step.short}"
        if step.otherwise:
            line += f" Bila {step.yes}, ke {first + row + 1}; bila {step.no}, ke {numbers[step.otherwise]}."
        elif step.kind == END:
            line += ", selesai."
        said.append(line if line.endswith(".") else f"{line}.")
    return " ".join(said)
