"""The tables of a content pack: figures and places, row by row."""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from pstku.core.text import clean_line
from pstku.library.rules.admission import LONGEST as FIGURE_LONGEST
from pstku.library.rules.admission import REGION_CODE, figure_faults
from pstku.library.rules.entries import NewValue
from pstku.library.rules.schema import LEVELS
from pstku.library.rules.shapes import KEY
from pstku.packs.faults import Fault

VALUE_COLUMNS = (
    *("indicator_id", "region_code", "period", "period_kind", "value", "status", "vintage", "series"),
    *("source", "source_url", "release_date", "note"),
)
VALUE_NEEDS = ("indicator_id", "region_code", "period", "period_kind", "value", "source")
REGION_COLUMNS = ("code", "name", "level", "parent_code", "note")
REGION_NEEDS = ("code", "name", "level")
NUMBER = re.compile(r"-?[0-9]{1,15}([.][0-9]{1,15})?")
VINTAGE = re.compile(r"[1-9][0-9]{0,3}")
LONGEST = FIGURE_LONGEST | {"name": 80}
MOST_ROWS = 50_000
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class PackValue:
    """One figure of a values pack: scaled / 10**decimals. `line` is its place in values.csv."""

    indicator_key: str
    region_code: str
    period: str
    period_kind: str
    vintage: int
    scaled: int
    decimals: int
    status: str
    series: str
    source: str
    source_url: str | None
    released_on: date | None
    note: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PackRegion:
    """A place of a values pack, down to the kelurahan."""

    code: str
    name: str
    level: str
    parent_code: str | None
    note: str


def read_values(file: Path, faults: list[Fault]) -> Iterator[PackValue]:
    """The figures of values.csv; what is wrong goes to `faults`, row by row."""
    for line, row in _rows(file, VALUE_COLUMNS, VALUE_NEEDS, faults):
        wrong = [Fault(file.name, f"baris {line}, {column}", what) for column, what in _value_faults(row)]
        faults += wrong
        if not wrong:
            yield _value(row, line)


def _rows(
    file: Path, columns: Collection[str], needed: Collection[str], faults: list[Fault]
) -> Iterator[tuple[int, Row]]:
    """(line, column -> text) of each row; a wrong header, or a file that is no CSV, is a fault and yields nothing."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, restkey="", restval="")
            names = reader.fieldnames or []
            if wrong := list(_header_faults(names, columns, needed)):
                faults += [Fault(file.name, "baris 1, judul kolom", what) for what in wrong]
                return
            for place, row in enumerate(reader, 1):
                if place > MOST_ROWS:
                    faults.append(Fault(file.name, f"baris {reader.line_num}", f"lebih dari {MOST_ROWS} baris"))
                    return
                if row.pop("", None):
                    faults.append(Fault(file.name, f"baris {reader.line_num}", "lebih banyak kolom daripada judulnya"))
                    continue
                yield reader.line_num, {name: text.strip() for name, text in row.items()}
    except (UnicodeDecodeError, csv.Error):
        faults.append(Fault(file.name, "berkas", "bukan CSV UTF-8"))


def _header_faults(names: Sequence[str], columns: Collection[str], needed: Collection[str]) -> Iterator[str]:
    if len(names) == 1 and ";" in names[0]:
        yield "kolomnya dipisahkan titik koma; simpan sebagai CSV yang dipisahkan koma"
        return
    missing = [name for name in columns if name in needed and name not in names]
    strange = [name for name in names if name not in columns]
    if missing:
        yield f"tidak ada kolom {', '.join(missing)}; baris pertama berisi nama kolom"
    if strange:
        yield f"kolom tidak dikenal: {', '.join(strange)[:100]}; yang dikenal: {', '.join(columns)}"
    if len(set(names)) < len(names):
        yield "ada kolom yang namanya sama"


def _text_faults(row: Row) -> Iterator[tuple[str, str]]:
    for column, longest in LONGEST.items():
        text = row.get(column, "")
        if len(text) > longest or clean_line(text, longest) != " ".join(text.split()):
            yield column, f"paling panjang {longest} huruf, tanpa huruf kendali"


def _value_faults(row: Row) -> Iterator[tuple[str, str]]:
    """Cells of a row that are not what their column holds; a row without such faults is then checked like any figure."""
    wrong = list(_cell_faults(row))
    yield from wrong
    if not wrong:
        yield from ((column_of(fault.field), str(fault)) for fault in figure_faults(offered(_value(row, 0))))


def _cell_faults(row: Row) -> Iterator[tuple[str, str]]:
    for column in VALUE_NEEDS:
        if not row[column]:
            yield column, "wajib diisi"
    if row["indicator_id"] and not KEY.fullmatch(row["indicator_id"]):
        yield "indicator_id", "bukan id indikator"
    if row["value"] and not NUMBER.fullmatch(row["value"]):
        yield "value", f"bukan angka biasa seperti 78.54: {row['value'][:40]}"
    try:
        date.fromisoformat(row.get("release_date") or "2000-01-01")
    except ValueError:
        yield "release_date", f"bukan tanggal: {row['release_date'][:40]}"
    if row.get("vintage") and not VINTAGE.fullmatch(row["vintage"]):
        yield "vintage", "harus bilangan bulat 1 sampai 9999"
    yield from _text_faults(row)


def column_of(field: str) -> str:
    """The column of values.csv that holds a field of a figure."""
    return {"released_on": "release_date"}.get(field, field)


def offered(value: PackValue) -> NewValue:
    """A figure of a pack as a new value for the library."""
    return NewValue(
        indicator_key=value.indicator_key,
        region_code=value.region_code,
        period=value.period,
        period_kind=value.period_kind,
        value=Decimal(value.scaled).scaleb(-value.decimals),
        source=value.source,
        released_on=value.released_on,
        status=value.status,
        series=value.series,
        source_url=value.source_url,
        note=value.note,
    )


def _value(row: Row, line: int) -> PackValue:
    number = Decimal(row["value"])
    decimals = max(0, -int(number.as_tuple().exponent))
    return PackValue(
        indicator_key=row["indicator_id"],
        region_code=row["region_code"],
        period=row["period"],
        period_kind=row["period_kind"],
        vintage=int(row.get("vintage") or 1),
        scaled=int(number.scaleb(decimals)),
        decimals=decimals,
        status=row.get("status", ""),
        series=row.get("series", ""),
        source=row["source"],
        source_url=row.get("source_url") or None,
        released_on=date.fromisoformat(row["release_date"]) if row.get("release_date") else None,
        note=row.get("note", ""),
        line=line,
    )


def read_regions(file: Path, faults: list[Fault]) -> Iterator[PackRegion]:
    """The places of regions.csv; what is wrong goes to `faults`, row by row."""
    seen: set[str] = set()
    for line, row in _rows(file, REGION_COLUMNS, REGION_NEEDS, faults):
        wrong = [Fault(file.name, f"baris {line}, {column}", what) for column, what in _region_faults(row, seen)]
        faults += wrong
        seen.add(row["code"])
        if not wrong:
            yield PackRegion(
                row["code"], row["name"], row["level"], row.get("parent_code") or None, row.get("note", "")
            )


def _region_faults(row: Row, seen: Collection[str]) -> Iterator[tuple[str, str]]:
    if not REGION_CODE.fullmatch(row["code"]):
        yield "code", "harus 4 sampai 13 angka"
    elif row["code"] in seen:
        yield "code", f"{row['code']} ada dua kali"
    if not row["name"]:
        yield "name", "wajib diisi"
    if row["level"] not in LEVELS:
        yield "level", f"harus salah satu dari {', '.join(LEVELS)}"
    parent = row.get("parent_code")
    if parent and (not REGION_CODE.fullmatch(parent) or parent == row["code"]):
        yield "parent_code", "harus kode wilayah lain, 4 sampai 13 angka"
    yield from _text_faults(row)
