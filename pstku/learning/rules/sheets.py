"""A table of figures as colleagues fill it in: cells become figures, or faults that say where and what. Pure."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pstku.core.days import parse_day
from pstku.core.errors import InvalidInput
from pstku.core.numbers import parse_decimal
from pstku.core.text import N_, clean_line, fold
from pstku.learning.rules.entries import NewValue, check_not_too_early
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
NEEDED = ("indicator_key", "region_code", "period", "value", "source")
STATUSES = ("sementara", "sangat sementara", "tetap", "direvisi")
EMPTY = ("", "-", "–", "...", "…", "n/a", "na")
HEADER_WITHIN = 10
MOST_ROWS = 5000


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

    Raises InvalidInput for a cell of more than 131,072 characters, which a lone quotation mark makes of all that follows.
    """
    delimiter = "\t" if "\t" in text else ";"
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        message = N_("Tabelnya tidak terbaca: satu selnya terlalu panjang. Periksa tanda kutip yang tidak ditutup.")
        raise InvalidInput("text", message) from None


def text_of(table: Sequence[Sequence[str]]) -> str:
    """The table as text that `cells_of` reads again."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(table)
    return out.getvalue()


def read_table(table: Sequence[Sequence[str]], known: Mapping[str, str | None]) -> Reading:
    """The figures of a table. `known` maps codes of indicators to the kind of period each is counted by."""
    reading = Reading()
    if len(table) > MOST_ROWS:
        reading.faults.append(RowFault(0, "", N_("Paling banyak 5.000 baris sekali unggah. Bagi berkasnya.")))
        return reading
    place, columns = _header(table)
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


def _header(table: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """(place of the header row, column name -> index): the row of the first ten that names most columns."""
    titles = {fold(title): name for name, title in COLUMNS.items()} | {"nilai": "value", "link sumber": "source_url"}
    best: tuple[int, dict[str, int]] = (0, {})
    for place, row in enumerate(table[:HEADER_WITHIN]):
        found = {titles[fold(cell)]: index for index, cell in enumerate(row) if fold(cell) in titles}
        if len(found) > len(best[1]):
            best = (place, found)
    return best


def _read_row(number: int, cells: dict[str, str], known: Mapping[str, str | None], reading: Reading) -> None:
    faults: list[RowFault] = []

    def take(name: str, parse: Callable[[str, str], Any]) -> Any:
        try:
            return parse(cells[name], name)
        except InvalidInput as error:
            faults.append(RowFault(number, COLUMNS[name], error.message, error.values))
            return None

    period = take("period", parse_period)
    value = take("value", parse_decimal)
    released = take("released_on", parse_day) if cells.get("released_on") else None
    faults += [RowFault(number, COLUMNS[name], message) for name, message in _plain_faults(cells, known)]
    if faults:
        reading.faults += faults
        return
    code, kind = counted_by(known[cells["indicator_key"]], *period)
    if released:
        take("released_on", lambda _typed, _name: check_not_too_early(code, released))
    if faults:
        reading.faults += faults
        return
    entry = NewValue(
        indicator_key=cells["indicator_key"],
        region_code=cells["region_code"],
        period=code,
        period_kind=kind,
        value=value,
        source=clean_line(cells["source"], 300),
        released_on=released,
        status=cells.get("status", "").lower(),
        series=clean_line(cells.get("series", ""), 80),
        source_url=cells.get("source_url") or None,
        note=clean_line(cells.get("note", ""), 500),
    )
    reading.entries.append((number, entry))


def _plain_faults(cells: Mapping[str, str], known: Mapping[str, str | None]) -> list[tuple[str, str]]:
    faults = []
    if cells["indicator_key"] not in known:
        faults.append(("indicator_key", N_("Kode ini tidak ada di pustaka. Unduh lembar isian untuk melihat kodenya.")))
    if not cells["region_code"].isdigit():
        faults.append(("region_code", N_("Kode wilayah terdiri atas angka, misalnya 7571.")))
    if not cells["source"]:
        faults.append(("source", N_("Isi sumber angkanya, misalnya nomor BRS atau judul publikasi.")))
    if cells.get("status") and cells["status"].lower() not in STATUSES:
        faults.append(("status", N_("Tulis sementara, sangat sementara, tetap, atau direvisi.")))
    if cells.get("source_url") and not cells["source_url"].startswith(("https://", "http://")):
        faults.append(("source_url", N_("Alamat sumber diawali https://")))
    return faults


def _refuse_twins(reading: Reading) -> None:
    rows: dict[tuple[str, str, str], int] = {}
    for number, entry in reading.entries:
        first = rows.setdefault(entry.cell, number)
        if first != number:
            sentence = N_("Sama dengan baris %(first)s. Hapus salah satunya.")
            reading.faults.append(RowFault(number, "", sentence, {"first": first}))
