"""A draft set upon what was published while it was being written. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The draft with everybody's changes; `clashes` names the fields that both sides changed, where the draft's stand."""

    content: dict[str, Any]
    clashes: tuple[str, ...]


def merged(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """`mine` began from `base`, the page says `theirs` by now: what I left alone follows the page, facts one by one."""
    columns, clashes = _merged(base, mine, theirs, skip="facts")
    began, here, there = (side.get("facts") or {} for side in (base, mine, theirs))
    facts, fact_clashes = _merged(began, here, there)
    return Merged(columns | {"facts": facts}, tuple(clashes + fact_clashes))


def _merged(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], skip: str = ""
) -> tuple[dict[str, Any], list[str]]:
    out, clashes = {}, []
    for name in dict.fromkeys([*theirs, *mine]):
        if name == skip:
            continue
        is_mine, is_theirs = (side.get(name) != base.get(name) for side in (mine, theirs))
        if is_mine and is_theirs and mine.get(name) != theirs.get(name):
            clashes.append(name)
        side = mine if is_mine else theirs
        if name in side:
            out[name] = side[name]
    return out, clashes
