"""A readable difference between two versions of a page. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
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
        FieldDifference(field_name(key), words(old.get(key, ""), new.get(key, "")))
        for key in keys
        if old.get(key, "") != new.get(key, "")
    ]


def field_name(key: str) -> str:
    """A field by its name on screen."""
    return NAMES.get(key, key)


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The text word by word: what stayed, went and came."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(old[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece(REMOVED, "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(Piece(ADDED, "".join(new[j1:j2])))
    return tuple(pieces)


def _flat(content: Mapping[str, Any]) -> dict[str, str]:
    fields = {key: value for key, value in content.items() if key != "facts"} | dict(content.get("facts") or {})
    return {key: _said(value) for key, value in fields.items()}


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_said(item) for item in value)
    if isinstance(value, dict):
        return " | ".join(str(item) for item in value.values() if item is not None)
    return "" if value is None else str(value)
