"""A readable difference between two versions of a page. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from pstku.core.clock import MONTHS, long_date
from pstku.core.numbers import format_number
from pstku.library.rules.calendar import FIRST_WORKING_DAY, exact_day
from pstku.library.rules.periods import KIND_WORDS, period_text
from pstku.library.rules.schema import DIRECTIONS

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
    "misreadings_below_zero": "Sering keliru saat angkanya minus",
    "how_to_get": "Cara mendapatkannya",
    "formula": "Rumus dengan kata",
    "formula_latex": "Rumus (LaTeX)",
    "quick": "Kalimat untuk diucapkan",
    "unit": "Satuan",
    "unit_symbol": "Lambang satuan",
    "decimals": "Angka di belakang koma",
    "is_percentage": "Selisihnya disebut persen poin",
    "direction": "Arti naik dan turun",
    "headline": "Angka utama kantor",
    "survey": "Dari survei",
    "levels": "Tersedia untuk",
    "related": "Indikator terkait",
    "kota_period": "Masa yang punya angka kabupaten/kota",
    "bands": "Golongan angka",
    "webapi": "Tabel dan indikator WebAPI",
    "release_calendar": "Jadwal rilis",
    "since": "Sejak",
    "unit_observed": "Unit yang diamati",
    "frequency": "Waktu pelaksanaan",
    "method": "Cara pengumpulan",
    "sample": "Sampel",
    "respondent": "Responden",
    "release": "Rilis",
    "indicators": "Indikator yang dihasilkan",
    "media": "Media tempat hasilnya terbit",
    "products": "Data yang dihasilkan",
    "advice": "Saran untuk petugas",
    "url": "Alamat",
    "group": "Kelompok",
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


def difference(
    before: Mapping[str, Any], after: Mapping[str, Any], titles: Mapping[str, str] | None = None
) -> list[FieldDifference]:
    """The fields that differ, in the order of the form; facts one by one, pages by their `titles`."""
    old, new = _flat(before, titles or {}), _flat(after, titles or {})
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


def _flat(content: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    fields = {key: value for key, value in content.items() if key != "facts"} | dict(content.get("facts") or {})
    return {key: _in_words(key, value, titles) for key, value in fields.items()}


def _in_words(key: str, value: Any, titles: Mapping[str, str]) -> str:
    if key == "release_calendar":
        return "\n".join(_calendar_lines(value or {}))
    if key == "bands":
        return "\n".join(f"sampai {format_number(item['to'])}: {item['label']}" for item in value or [])
    if isinstance(value, list):
        return "\n".join(_in_words("", item, titles) for item in value)
    if isinstance(value, dict):
        return " | ".join(str(item) for item in value.values() if item is not None)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if key == "direction":
        return DIRECTIONS.get(value, str(value))
    return "" if value is None else titles.get(str(value), str(value))


def _calendar_lines(calendar: Mapping[str, Any]) -> Iterator[str]:
    """The rhythm of releases in words, one thing to a line."""
    if kind := calendar.get("period_kind"):
        yield f"Dihitung per {KIND_WORDS.get(kind, kind)}"
    if months := calendar.get("months"):
        yield f"Hanya ada untuk {', '.join(MONTHS[int(month) - 1] for month in months)}"
    if (lag := calendar.get("lag_months")) is not None:
        yield f"Terbit {lag} bulan sesudahnya{_day_words(calendar)}"
    if words := calendar.get("lag_text"):
        yield str(words)
    for period in calendar.get("dates") or {}:
        day = exact_day(calendar, period)
        yield f"{period_text(period)} {f'terbit {long_date(day)}' if day else calendar['dates'][period]}"


def _day_words(calendar: Mapping[str, Any]) -> str:
    day, by_day = calendar.get("day"), calendar.get("by_day")
    if day == FIRST_WORKING_DAY:
        return ", hari kerja pertama"
    return f", tanggal {day}" if day else f", paling lambat tanggal {by_day}" if by_day else ""
