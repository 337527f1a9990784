"""A readable difference between two versions of a page. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

SAME, ADDED, REMOVED = "same", "added", "removed"
NAMES = {
    "title": "Judul",
    "short": "Singkatan",
    "function": "Fungsi",
    "summary": "Ringkasan",
    "body": "Isi",
    "synonyms": "Kata lain",
    "sources": "Sumber",
    "verify_every_days": "Diperiksa ulang setiap (hari)",
    "how_to_read": "Cara membaca",
    "misreadings": "Sering keliru",
    "how_to_get": "Cara mendapatkannya",
    "unit": "Satuan",
}
MOST_MEETINGS = 250_000  # words of one side times words of the other
_PIECES = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """What changed in one field, by its name on screen."""

    name: str
    pieces: tuple[Piece, ...]


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldDifference]:
    """The fields that differ, in the order of the form; facts one by one."""
    old, new = _flat(before), _flat(after)
    keys = list(dict.fromkeys([*NAMES, *old, *new]))
    return [
        FieldDifference(NAMES.get(key, key), words(old.get(key, ""), new.get(key, "")))
        for key in keys
        if old.get(key, "") != new.get(key, "")
    ]


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The text word by word: what stayed, went and came.

    Lines are compared first; a block in which too many words would meet counts as replaced, so that a page written
    anew does not take minutes.
    """
    pieces: list[Piece] = []
    for old, new in _blocks(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        pieces += _compared(_PIECES.findall("".join(old)), _PIECES.findall("".join(new)))
    return tuple(_joined(pieces))


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    if len(old) * len(new) > MOST_MEETINGS:
        yield old, new
        return
    for _kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[i1:i2], new[j1:j2]


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    if old == new or len(old) * len(new) > MOST_MEETINGS:
        codes = [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    else:
        codes = [*SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]
    for kind, i1, i2, j1, j2 in codes:
        if kind == "equal":
            yield Piece(SAME, "".join(old[i1:i2]))
            continue
        if i1 < i2:
            yield Piece(REMOVED, "".join(old[i1:i2]))
        if j1 < j2:
            yield Piece(ADDED, "".join(new[j1:j2]))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    for kind, some in groupby(pieces, key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.text for piece in some))


def _flat(content: Mapping[str, Any]) -> dict[str, str]:
    fields = {key: value for key, value in content.items() if key != "facts"} | dict(content.get("facts") or {})
    return {key: _said(value) for key, value in fields.items()}


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_said(item) for item in value)
    if isinstance(value, dict):
        return " | ".join(str(item) for item in value.values() if item is not None)
    return "" if value is None else str(value)
