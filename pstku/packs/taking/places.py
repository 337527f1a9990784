"""Places of a pack come in by their code."""

from dataclasses import asdict

from sqlalchemy import select

from pstku.core.db import session
from pstku.library.models import Region
from pstku.library.rules.checksums import checksum
from pstku.packs.reading.pages import Pack
from pstku.packs.taking.report import ImportReport
from pstku.packs.taking.settling import Settled, settle


def take_places(office_id: int, pack: Pack, report: ImportReport) -> None:
    """A place that was edited here stays as it is; one the pack no longer brings stays too, figures may belong to it."""
    s = session()
    rows = {row.code: row for row in s.scalars(select(Region).where(Region.office_id == office_id))}
    for item in pack.regions:
        columns, row = asdict(item), rows.get(item.code)
        if row is None:
            s.add(Region(office_id=office_id, pack_key=pack.key, pack_checksum=checksum(columns), **columns))
            report.places.append(f"{item.code} {item.name}")
            continue
        settled = settle(row, columns, pack.key)
        if settled is not Settled.SAME:
            {Settled.FOLLOWED: report.places, Settled.KEPT: report.kept}[settled].append(f"{row.code} {row.name}")
    brought = {item.code for item in pack.regions}
    removed = [row for row in rows.values() if row.pack_key == pack.key and row.code not in brought]
    report.removed += sorted(f"{row.code} {row.name}" for row in removed)
