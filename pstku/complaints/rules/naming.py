"""Whom the words of a complaint name. Pure.

A guest who chooses nobody may still write a name. Whoever oversees complaints and may be meant does not read it before a
colleague has: a name too many costs a colleague one look, a name too few shows it to the wrong person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pstku.core.text import fold

SHORTEST_NAME = 3
HEAD_WORD = "kepala"
_TITLES = frozenset({"bapak", "ibu", "haji", "hajjah", "sst", "stat", "skom"})


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be meant, by full name and as guests know them."""

    id: int
    name: str
    call_name: str
    is_head: bool = False


def named_in(text: str, colleagues: Iterable[Colleague]) -> set[int]:
    """Ids of the colleagues whose call name or a word of whose full name stands in the text; "kepala" is the head."""
    words = set(fold(text).split())
    return {one.id for one in colleagues if words & _words_for(one)}


def names_left(text: str, names: Iterable[str]) -> list[str]:
    """The words of these names that the text still says, in whatever case; a common word may be among them."""
    said = set(fold(text).split())
    parts = [part for name in names for part in re.findall(r"[^\W\d_]+", name.partition(",")[0])]
    return sorted({fold(part): part for part in parts if _is_name(part) and fold(part) in said}.values())


def _words_for(one: Colleague) -> set[str]:
    full = fold(one.name.partition(",")[0]).split()
    found = {word for word in (*full, *fold(one.call_name).split()) if _is_name(word)}
    return found | {HEAD_WORD} if one.is_head else found


def _is_name(word: str) -> bool:
    return len(word) >= SHORTEST_NAME and fold(word) not in _TITLES
