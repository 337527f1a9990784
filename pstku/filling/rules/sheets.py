"""A table of figures as colleagues fill it in: cells become figures, or faults that say where and what. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pstku.core.days import parse_day
from pstku.core.errors import InvalidInput
from pstku.core.text import N_, clean_line, fold
from pstku.library.rules.admission import REGION_CODE, STATUSES, UNKNOWN_STATUS, Profile, parse_value
from pstku.library.rules.entries import NewValue
from pstku.library.rules.periods import counted_by
from pstku.library.rules.printed import NIL, Printed, agreed_status, printed_period, sign_of, unmarked

COLUMNS = {
    "indicator_key": "Kode indikator",
    "title": "Indikator",
    "region_code": "Kode wilayah",
    "region": "Wilayah",
    "period": "Periode",
    "value": "Angka",
    "unit": "Satuan",
    "status": "Status",
    "series": "Deret",
    "source": "Sumber",
    "source_url": "Alamat sumber",
    "released_on": "Tanggal rilis",
    "note": "Catatan",
}
FROM = "Asal"  # the cell of a published table that a row was made from, and what is printed there
TITLES = {fold(title): name for name, title in COLUMNS.items()}
TITLES |= {"nilai": "value", "link sumber": "source_url", fold(FROM): "taken_from"}
NEEDED = ("indicator_key", "region_code", "period", "value", "source")
HEADER_WITHIN = 100
MOST_ROWS = 5000
ZERO_NOTE = N_("Di sumbernya tertulis – (nol atau tidak ada).")
DATED = re.compile(r"\d{4}-\d\d-\d\d")  # a month that a spreadsheet took for a day
LONGEST_CELL = 30_000  # no spreadsheet holds more; what a figure may hold is asked by its admission


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row; the first row is 1, `column` is its title or empty."""

    row: int
    column: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    place: str = ""  # the cell of a published table it was made from


@dataclass(frozen=True, slots=True)
class Said:
    """Where a figure was taken from, and what stood there where it was not taken literally.

    `is_nil`: a bare 0, which BPS prints for what may be neglected.
    """

    place: str = ""
    printed: str = ""
    is_nil: bool = False


@dataclass(slots=True)
class Reading:
    """What a table says: figures with their rows, faults, signs without a figure, and how many rows were left empty.

    `signs`: what a sign of BPS says (nil, not_yet, not_shown) -> the rows or cells it stands in. `said`: by a figure's cell.
    """

    entries: list[tuple[int, NewValue]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    empty: int = 0
    signs: dict[str, list[str]] = field(default_factory=dict)
    said: dict[tuple[str, str, str], Said] = field(default_factory=dict)


def read_table(
    table: Sequence[Sequence[str]], profiles: Mapping[str, Profile], *, dash_is_zero: bool = False
) -> Reading:
    """The figures of a table. `profiles`: what figures of each indicator look like, by its code.

    `dash_is_zero`: a person says that the sign for "zero or none" is a zero in this table.
    """
    reading = Reading()
    if len(table) > MOST_ROWS:
        reading.faults.append(RowFault(0, "", N_("Paling banyak 5.000 baris sekali unggah. Bagi berkasnya.")))
        return reading
    place, columns = header_of(table)
    if twice := _twice(table[place] if table else ()):
        sentence = N_("Kolom %(column)s ada dua kali. Hapus salah satunya.")
        reading.faults.append(RowFault(place + 1, "", sentence, {"column": twice}))
        return reading
    if not columns:
        sentence = N_(
            "Judul kolomnya tidak ditemukan, dan tidak ada angka di bawah judul. Salin tabelnya beserta judulnya."
        )
        reading.faults.append(RowFault(0, "", sentence))
        return reading
    missing = [COLUMNS[name] for name in NEEDED if name not in columns]
    if missing:
        sentence = N_("Kolom %(columns)s tidak ada. Salin baris judulnya juga.")
        reading.faults.append(RowFault(place + 1, "", sentence, {"columns": ", ".join(missing)}))
        return reading
    for number, row in enumerate(table[place + 1 :], place + 2):
        cells = {name: row[index].strip() if index < len(row) else "" for name, index in columns.items()}
        if not cells["value"]:
            reading.empty += any(cells.values())
            continue
        if sign := sign_of(cells["value"]):
            reading.signs.setdefault(sign, []).append(cells.get("taken_from") or str(number))
            if not (sign == NIL and dash_is_zero):
                continue
            cells |= {"value": "0", "note": cells.get("note") or ZERO_NOTE}
        _read_row(number, cells, profiles, reading)
    _refuse_twins(reading)
    return reading


def is_sheet(table: Sequence[Sequence[str]]) -> bool:
    """Does a row name the columns of our own sheet? Otherwise it may be a published table."""
    return len(set(header_of(table)[1]) & set(NEEDED)) > 2


def header_of(table: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """(place of the header row, column name -> index): the row of the first ten that names most columns."""
    best: tuple[int, dict[str, int]] = (0, {})
    for place, row in enumerate(table[:HEADER_WITHIN]):
        found = {TITLES[fold(cell)]: index for index, cell in enumerate(row) if fold(cell) in TITLES}
        if len(found) > len(best[1]):
            best = (place, found)
    return best


def _twice(row: Sequence[str]) -> str:
    """The title of a column that stands twice; empty when none does. Also Angka beside Nilai."""
    names = [TITLES[fold(cell)] for cell in row if fold(cell) in TITLES]
    return next((COLUMNS[name] for name in names if names.count(name) > 1), "")


def _read_row(number: int, cells: dict[str, str], profiles: Mapping[str, Profile], reading: Reading) -> None:
    faults: list[RowFault] = []
    profile, place = profiles.get(cells["indicator_key"], Profile()), cells.get("taken_from", "")

    def take(name: str, parse: Callable[[str, str], Any]) -> Any:
        try:
            return parse(cells.get(name, ""), name)
        except InvalidInput as error:
            faults.append(RowFault(number, COLUMNS[name], error.message, error.values, place))
            return None

    dated = take("period", printed_period)
    number_said = unmarked(cells["value"])
    value = take("value", lambda _typed, name: parse_value(number_said.text, profile, name))
    period_said = dated[2] if dated else Printed("")
    status = take("status", lambda typed, _name: agreed_status(typed.lower(), number_said, period_said))
    released = take("released_on", parse_day) if cells.get("released_on") else None
    faults += [
        RowFault(number, COLUMNS[name], message, values, place)
        for name, message, values in _plain_faults(cells, profiles)
    ]
    if faults:
        reading.faults += faults
        return
    code, kind = counted_by(profile.period_kind, *dated[:2])
    entry = NewValue(
        indicator_key=cells["indicator_key"],
        region_code=cells["region_code"],
        period=code,
        period_kind=kind,
        value=value,
        source=clean_line(cells["source"], LONGEST_CELL),
        released_on=released,
        status=status,
        series=clean_line(cells.get("series", ""), LONGEST_CELL),
        source_url=cells.get("source_url") or None,
        note=clean_line(cells.get("note", ""), LONGEST_CELL),
    )
    reading.entries.append((number, entry))
    reading.said.setdefault(entry.cell, _said(cells, number_said, period_said, profile))


def _said(cells: Mapping[str, str], number: Printed, period: Printed, profile: Profile) -> Said:
    read_otherwise = [
        text
        for text, is_marked in (
            (cells["value"], number.is_marked),
            (cells["period"], period.is_marked or bool(DATED.fullmatch(cells["period"]))),
        )
        if is_marked
    ]
    is_nil = cells["value"] == "0" and bool(profile.decimals) and cells.get("note") != ZERO_NOTE
    return Said(cells.get("taken_from", ""), ", ".join(read_otherwise), is_nil)


def _plain_faults(
    cells: Mapping[str, str], profiles: Mapping[str, Profile]
) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    key, region = cells["indicator_key"], cells["region_code"]
    if not key:
        sentence = N_("Kode indikatornya kosong. Isi di tiap baris; sel gabungan hanya terisi di baris pertamanya.")
        yield "indicator_key", sentence, {}
    elif key not in profiles:
        sentence = N_("Kode “%(code)s” tidak ada di pustaka. Unduh lembar isian untuk melihat kodenya.")
        yield "indicator_key", sentence, {"code": key}
    if not REGION_CODE.fullmatch(region):
        sentence = N_("Kode wilayah “%(code)s” tidak dikenal. Kode terdiri atas 4 sampai 13 angka menurut MFD.")
        yield "region_code", sentence, {"code": region}
    if not cells["source"]:
        yield "source", N_("Isi sumber angkanya, misalnya nomor BRS atau judul publikasi."), {}
    if cells.get("status") and cells["status"].lower() not in STATUSES:
        yield "status", UNKNOWN_STATUS, {}
    if cells.get("source_url") and not cells["source_url"].startswith(("https://", "http://")):
        yield "source_url", N_("Alamat sumber diawali https://"), {}


def _refuse_twins(reading: Reading) -> None:
    """Of two rows for one figure the later one is a fault, and is not taken."""
    rows: dict[tuple[str, str, str], int] = {}
    for number, entry in reading.entries:
        first = rows.setdefault(entry.cell, number)
        if first != number:
            sentence = N_("Sama dengan baris %(first)s. Hapus salah satunya.")
            reading.faults.append(RowFault(number, "", sentence, {"first": first}))
    kept = set(rows.values())
    reading.entries = [(number, entry) for number, entry in reading.entries if number in kept]
