"""The tables of a content pack: figures and places, row by row."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pstku.learning.rules.periods import SHAPES, earliest_release, is_period

LEVELS = ("nasional", "provinsi", "kota", "kecamatan", "kelurahan")
VALUE_COLUMNS = (
    *("indicator_id", "region_code", "period", "period_kind", "value", "status", "vintage", "series"),
    *("source", "source_url", "release_date", "note"),
)
REGION_COLUMNS = ("code", "name", "level", "parent_code", "note")
REGION_CODE = re.compile(r"\d{4,13}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a pack: where, and what to mend."""

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, {self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class PackValue:
    """One figure of a values pack: scaled / 10**decimals."""

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


@dataclass(frozen=True, slots=True)
class PackRegion:
    """A place of a values pack, down to the kelurahan."""

    code: str
    name: str
    level: str
    parent_code: str | None


def read_values(file: Path, faults: list[Fault]) -> Iterator[PackValue]:
    """The figures of values.csv; what is wrong goes to `faults`, row by row."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        for line, row in enumerate(csv.DictReader(handle), 2):
            wrong = list(_row_faults(row, file.name, line))
            faults += wrong
            if not wrong:
                yield _value(row)


def _row_faults(row: dict[str, str | None], name: str, line: int) -> Iterator[Fault]:
    def fault(column: str, message: str) -> Fault:
        return Fault(name, f"baris {line}, {column}", message)

    for column in ("indicator_id", "region_code", "value", "source"):
        if not (row.get(column) or "").strip():
            yield fault(column, "wajib diisi")
    kind, period = row.get("period_kind") or "", row.get("period") or ""
    if kind not in SHAPES:
        yield fault("period_kind", "harus year, semester, quarter, atau month")
    elif not is_period(period, kind):
        yield fault("period", f"tidak sesuai {kind}: {period}")
    try:
        if row.get("value") and not Decimal(row["value"] or "").is_finite():
            raise InvalidOperation
    except InvalidOperation:
        yield fault("value", f"bukan angka: {row['value']}")
    typed = row.get("release_date")
    try:
        released = date.fromisoformat(typed) if typed else None
    except ValueError:
        yield fault("release_date", f"bukan tanggal: {typed}")
    else:
        if released and is_period(period, kind) and released < earliest_release(period):
            yield fault("release_date", f"lebih awal dari periodenya: {typed}")
    if not (row.get("vintage") or "1").isdigit():
        yield fault("vintage", "harus bilangan bulat")


def _value(row: dict[str, Any]) -> PackValue:
    number = Decimal(row["value"])
    exponent = int(number.as_tuple().exponent)
    decimals = max(0, -exponent)
    return PackValue(
        indicator_key=row["indicator_id"].strip(),
        region_code=row["region_code"].strip(),
        period=row["period"].strip(),
        period_kind=row["period_kind"].strip(),
        vintage=int(row.get("vintage") or 1),
        scaled=int(number.scaleb(decimals)),
        decimals=decimals,
        status=row.get("status") or "",
        series=row.get("series") or "",
        source=row["source"].strip(),
        source_url=row.get("source_url") or None,
        released_on=date.fromisoformat(row["release_date"]) if row.get("release_date") else None,
        note=row.get("note") or "",
    )


def read_regions(file: Path, faults: list[Fault]) -> Iterator[PackRegion]:
    """The places of regions.csv; what is wrong goes to `faults`, row by row."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        for line, row in enumerate(csv.DictReader(handle), 2):
            code, name, level = ((row.get(column) or "").strip() for column in ("code", "name", "level"))
            if not REGION_CODE.fullmatch(code):
                faults.append(Fault(file.name, f"baris {line}, code", "harus 4 sampai 13 angka"))
            elif not name or level not in LEVELS:
                faults.append(
                    Fault(file.name, f"baris {line}", f"name wajib, level salah satu dari {', '.join(LEVELS)}")
                )
            else:
                yield PackRegion(code, name, level, (row.get("parent_code") or "").strip() or None)
