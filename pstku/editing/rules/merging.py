"""A draft set upon what was published while it was being written. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

MINE, THEIRS = "mine", "theirs"
BY_LINES = ("body",)


@dataclass(frozen=True, slots=True)
class Merged:
    """The draft with everybody's changes; `clashes` names the fields that both sides changed so that one must give way.

    In them stands what was chosen; the draft's own until the author chooses.
    """

    content: dict[str, Any]
    clashes: tuple[str, ...]


def merged(
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    choices: Mapping[str, str] | None = None,
) -> Merged:
    """`mine` began from `base`, the page says `theirs` by now: what I left alone follows the page, facts one by one.

    `choices`: of each clash, mine or theirs.
    """
    columns, clashes = _merged(base, mine, theirs, choices or {}, skip="facts")
    began, here, there = (side.get("facts") or {} for side in (base, mine, theirs))
    facts, fact_clashes = _merged(began, here, there, choices or {})
    return Merged(columns | {"facts": facts}, tuple(clashes + fact_clashes))


def merged_lines(base: str, mine: str, theirs: str) -> str | None:
    """Both sides' changes of a text in one, None where they touch the same lines or lines side by side."""
    lines = base.splitlines(keepends=True)
    changes = [*_changes(lines, mine), *_changes(lines, theirs)]
    changes = sorted(dict.fromkeys(changes))  # the same change on both sides is one
    for (_start, end, _new), (following, _end, _other) in pairwise(changes):
        if following <= end:
            return None
    for start, end, new in reversed(changes):
        lines[start:end] = new
    return "".join(lines)


def _changes(base: list[str], text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """(first line, line after the last, what stands there now) of each change."""
    lines = text.splitlines(keepends=True)
    matcher = SequenceMatcher(None, base, lines, autojunk=False)
    return [(a, b, tuple(lines[c:d])) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def _merged(
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    choices: Mapping[str, str],
    skip: str = "",
) -> tuple[dict[str, Any], list[str]]:
    out, clashes = {}, []
    for name in dict.fromkeys([*theirs, *mine]):
        if name == skip:
            continue
        is_mine, is_theirs = (side.get(name) != base.get(name) for side in (mine, theirs))
        side = mine if is_mine else theirs
        if is_mine and is_theirs and mine.get(name) != theirs.get(name):
            texts = [str(side.get(name) or "") for side in (base, mine, theirs)]
            together = merged_lines(*texts) if name in BY_LINES else None
            if together is not None:
                out[name] = together
                continue
            clashes.append(name)
            side = theirs if choices.get(name) == THEIRS else mine
        if name in side:
            out[name] = side[name]
    return out, clashes
