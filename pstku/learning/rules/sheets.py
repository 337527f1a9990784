"""A table of figures as colleagues fill it in: cells become figures, or faults that say where and what. Pure."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pstku.core.days import parse_day
from pstku.core.errors import InvalidInput
from pstku.core.text import N_, clean_line, fold
from pstku.learning.rules.admission import REGION_CODE, STATUSES, Profile, parse_value
from pstku.learning.rules.entries import NewValue
from pstku.learning.rules.periods import counted_by, parse_period

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
TITLES = {fold(title): name for name, title in COLUMNS.items()} | {"nilai": "value", "link sumber": "source_url"}
NEEDED = ("indicator_key", "region_code", "period", "value", "source")
EMPTY = ("", "-", "–", "...", "…", "n/a", "na")
HEADER_WITHIN = 10
MOST_ROWS = 5000
LONGEST_CELL = 30_000  # no spreadsheet holds more; what a figure may hold is asked by its admission


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row; the first row is 1, `column` is its title or empty."""

    row: int
    column: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """What a table says: figures with their rows, faults, and how many rows were left empty."""

    entries: list[tuple[int, NewValue]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    empty: int = 0


def cells_of(text: str) -> list[list[str]]:
    """Rows and cells of what was pasted from a spreadsheet: tabs, or semicolons where there is no tab.

    Raises InvalidInput where a lone quotation mark makes one cell of all that follows.
    """
    delimiter = "\t" if "\t" in text else ";"
    try:
        table = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        message = N_("Tabelnya tidak terbaca: satu selnya terlalu panjang. Periksa tanda kutip yang tidak ditutup.")
        raise InvalidInput("text", message) from None
    for number, row in enumerate(table, 1):
        if any(_has_swallowed(cell, delimiter) for cell in row):
            sentence = N_("Baris %(row)s: satu sel memuat beberapa sel lain. Periksa tanda kutip yang tidak ditutup.")
            raise InvalidInput("text", sentence, row=number)
    return table


def _has_swallowed(cell: str, delimiter: str) -> bool:
    return cell.count(delimiter) > 1 and (delimiter == "\t" or "\n" in cell)


def text_of(table: Sequence[Sequence[str]]) -> str:
    """The table as text that `cells_of` reads again."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(table)
    return out.getvalue()


def read_table(table: Sequence[Sequence[str]], known: Mapping[str, Profile]) -> Reading:
    """The figures of a table. `known`: what figures of each indicator look like, by its code."""
    reading = Reading()
    if len(table) > MOST_ROWS:
        reading.faults.append(RowFault(0, "", N_("Paling banyak 5.000 baris sekali unggah. Bagi berkasnya.")))
        return reading
    place, columns = header_of(table)
    if twice := _twice(table[place] if table else ()):
        sentence = N_("Kolom %(column)s ada dua kali. Hapus salah satunya.")
        reading.faults.append(RowFault(place + 1, "", sentence, {"column": twice}))
        return reading
    missing = [COLUMNS[name] for name in NEEDED if name not in columns]
    if missing:
        sentence = N_("Kolom %(columns)s tidak ada. Salin baris judulnya juga.")
        reading.faults.append(RowFault(place + 1, "", sentence, {"columns": ", ".join(missing)}))
        return reading
    for number, row in enumerate(table[place + 1 :], place + 2):
        cells = {name: row[index].strip() if index < len(row) else "" for name, index in columns.items()}
        if cells["value"].lower() in EMPTY:
            reading.empty += any(cells.values())
            continue
        _read_row(number, cells, known, reading)
    _refuse_twins(reading)
    return reading


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


def _read_row(number: int, cells: dict[str, str], known: Mapping[str, Profile], reading: Reading) -> None:
    faults: list[RowFault] = []
    profile = known.get(cells["indicator_key"], Profile())

    def take(name: str, parse: Callable[[str, str], Any]) -> Any:
        try:
            return parse(cells[name], name)
        except InvalidInput as error:
            faults.append(RowFault(number, COLUMNS[name], error.message, error.values))
            return None

    period = take("period", parse_period)
    value = take("value", lambda typed, name: parse_value(typed, profile, name))
    released = take("released_on", parse_day) if cells.get("released_on") else None
    faults += [
        RowFault(number, COLUMNS[name], message, values) for name, message, values in _plain_faults(cells, known)
    ]
    if faults:
        reading.faults += faults
        return
    code, kind = counted_by(profile.period_kind, *period)
    entry = NewValue(
        indicator_key=cells["indicator_key"],
        region_code=cells["region_code"],
        period=code,
        period_kind=kind,
        value=value,
        source=clean_line(cells["source"], LONGEST_CELL),
        released_on=released,
        status=cells.get("status", "").lower(),
        series=clean_line(cells.get("series", ""), LONGEST_CELL),
        source_url=cells.get("source_url") or None,
        note=clean_line(cells.get("note", ""), LONGEST_CELL),
    )
    reading.entries.append((number, entry))


def _plain_faults(
    cells: Mapping[str, str], known: Mapping[str, Profile]
) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    key, region = cells["indicator_key"], cells["region_code"]
    if not key:
        sentence = N_("Kode indikatornya kosong. Isi di tiap baris; sel gabungan hanya terisi di baris pertamanya.")
        yield "indicator_key", sentence, {}
    elif key not in known:
        sentence = N_("Kode “%(code)s” tidak ada di pustaka. Unduh lembar isian untuk melihat kodenya.")
        yield "indicator_key", sentence, {"code": key}
    if not REGION_CODE.fullmatch(region):
        sentence = N_("Kode wilayah “%(code)s” tidak dikenal. Kode terdiri atas 4 sampai 13 angka menurut MFD.")
        yield "region_code", sentence, {"code": region}
    if not cells["source"]:
        yield "source", N_("Isi sumber angkanya, misalnya nomor BRS atau judul publikasi."), {}
    if cells.get("status") and cells["status"].lower() not in STATUSES:
        yield "status", N_("Tulis sementara, sangat sementara, tetap, atau direvisi."), {}
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
