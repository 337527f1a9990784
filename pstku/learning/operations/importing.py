"""Taking a content pack into an office's library."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.text import fold
from pstku.learning.models import GlossaryTerm, IndicatorValue, Page, Region, SynonymGroup
from pstku.learning.models import Pack as PackRow
from pstku.learning.operations.editing import take_from_pack
from pstku.learning.operations.images import keep_image
from pstku.learning.operations.indexing import index_pages
from pstku.learning.operations.values import enter_values
from pstku.learning.pack_tables import Fault
from pstku.learning.packs import (
    Pack,
    PackFaultyError,
    PackPage,
    PackValue,
    checksum,
    group_key,
    term_key,
    version_order,
)
from pstku.learning.rules.entries import NewValue
from pstku.offices.operations import changed
from pstku.offices.queries import configuration


@dataclass(slots=True)
class ImportReport:
    """What an import did: keys of pages, and figures. `kept` pages were edited here and stay as they are."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0
    values_added: int = 0
    value_conflicts: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)  # pages of this pack that it no longer brings: they stay
    words: int = 0  # terms and groups of synonyms added, changed or gone
    questions: int = 0  # questions of the bank, new or changed
    guides: int = 0  # items of the questionnaire, first week, baseline: new or changed


def import_pack(
    office_id: int,
    pack: Pack,
    *,
    take: Collection[str] = (),
    take_figures: bool = False,
    actor_id: int | None = None,
) -> ImportReport:
    """Add and update by stable id; local edits are kept, figures are added and never overwritten.

    `take`: keys of pages that were edited here and shall say what the pack says; the edit stays in their history.
    `take_figures`: figures that differ become further vintages, unchecked; else they are only named.
    Raises PackFaultyError when the pack is another office's or needs one that is not here.
    """
    report = ImportReport()
    with atomic() as s:
        if faults := _misfits(office_id, pack):
            raise PackFaultyError(faults)
        known = {page.key: page for page in s.scalars(select(Page).where(Page.office_id == office_id))}
        for place, item in enumerate(pack.pages):
            _take_page(office_id, pack, item, known.get(item.key), place, report, take)
        for key, content in pack.images.items():
            keep_image(office_id, key, content, actor_id)
        brought = {item.key for item in pack.pages}
        report.removed = sorted(key for key, page in known.items() if page.pack_key == pack.key and key not in brought)
        _take_values(office_id, pack.values, report, take_figures=take_figures)
        _take_regions(office_id, pack)
        if pack.terms:
            _take_terms(office_id, pack, report)
        if pack.synonyms:
            _take_synonyms(office_id, pack, report)
        _remember(office_id, pack)
        s.flush()
        index_pages(office_id, [*report.added, *report.updated])
        changed(office_id)
        added, updated = len(report.added), len(report.updated)
        record(office_id, "import_pack", "pack", pack.key, actor_id=actor_id, added=added, updated=updated)
    return report


def _misfits(office_id: int, pack: Pack) -> list[Fault]:
    code, faults = configuration(office_id).code, []
    if pack.domain and pack.domain != code:
        message = f"paket ini berisi angka kantor {pack.domain}, bukan {code}; pakai paket angka kantor sendiri"
        faults.append(Fault("pack.yaml", "domain", message))
    installed = {
        row[0]: row[1]
        for row in session().execute(select(PackRow.key, PackRow.version).where(PackRow.office_id == office_id))
    }
    for key, least in pack.requires:
        if key not in installed:
            faults.append(Fault("pack.yaml", "requires", f"membutuhkan paket {key}; muat paket itu dulu"))
        elif version_order(installed[key]) < version_order(least):
            message = f"membutuhkan {key} {least}; yang terpasang {installed[key]}"
            faults.append(Fault("pack.yaml", "requires", message))
    return faults


def is_imported(office_id: int, key: str, version: str) -> bool:
    """Is this version of the pack in the library already?"""
    wanted = select(PackRow.version).where(PackRow.office_id == office_id, PackRow.key == key)
    return session().scalar(wanted) == version


def content_checksum(page: Page) -> str:
    """The checksum of a page as it stands now; differs from `pack_checksum` once somebody edited it."""
    return checksum(
        page.title, page.short, page.function, page.summary, page.body, page.facts, page.sources, page.synonyms
    )


def _take_page(
    office_id: int,
    pack: Pack,
    item: PackPage,
    page: Page | None,
    place: int,
    report: ImportReport,
    take: Collection[str],
) -> None:
    names = ("kind", "slug", "title", "short", "function", "summary", "body", "facts", "sources", "synonyms")
    columns = {name: getattr(item, name) for name in (*names, "verify_every_days")}
    if page is None:
        page = Page(office_id=office_id, key=item.key, state="published", **columns)
        session().add(page)
        report.added.append(item.key)
    elif page.pack_checksum == item.checksum:
        report.unchanged += 1
        return
    elif page.pack_checksum != content_checksum(page) and item.key not in take:
        report.kept.append(item.key)
        return
    else:
        take_from_pack(page, columns, f"Isi paket {pack.key} {pack.version}")
        page.verified_at = page.verified_by_id = None  # what was checked is not what stands there now
        report.updated.append(item.key)
    page.pack_key, page.pack_checksum = pack.key, item.checksum
    page.position, page.updated_at = place, clock.now()


def _take_values(office_id: int, values: list[PackValue], report: ImportReport, *, take_figures: bool) -> None:
    """Figures are added; one that differs from every known vintage is named, or on request a further vintage."""
    s = session()
    cells = select(
        IndicatorValue.indicator_key,
        IndicatorValue.region_code,
        IndicatorValue.period,
        IndicatorValue.vintage,
        IndicatorValue.scaled,
        IndicatorValue.decimals,
    ).where(IndicatorValue.office_id == office_id)
    rows = [tuple(row) for row in s.execute(cells)]
    known = {row[:4] for row in rows}
    numbers = {(row[:3], row[4:]) for row in rows}
    differing = []
    for value in values:
        cell = (value.indicator_key, value.region_code, value.period)
        if (*cell, value.vintage) not in known:
            columns = {name: getattr(value, name) for name in PackValue.__slots__}
            s.add(IndicatorValue(office_id=office_id, entered_at=clock.now(), **columns))
            report.values_added += 1
        elif (cell, (value.scaled, value.decimals)) not in numbers:
            differing.append(value)
    if take_figures and differing:
        s.flush()
        entered = enter_values(office_id, map(_offered, differing), actor=None, origin="pack")
        report.values_added += len(entered.added)
    else:
        named = (f"{v.indicator_key} {v.region_code} {v.period} {v.vintage}" for v in differing)
        report.value_conflicts.extend(named)


def _offered(value: PackValue) -> NewValue:
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


def _take_regions(office_id: int, pack: Pack) -> None:
    """Places are added; one that is known keeps the name the office gave it."""
    s = session()
    known = set(s.scalars(select(Region.code).where(Region.office_id == office_id)))
    for item in pack.regions:
        if item.code not in known:
            columns = {name: getattr(item, name) for name in ("code", "name", "level", "parent_code")}
            s.add(Region(office_id=office_id, **columns))


def _take_terms(office_id: int, pack: Pack, report: ImportReport) -> None:
    rows = session().scalars(select(GlossaryTerm).where(GlossaryTerm.office_id == office_id))
    wanted = {
        term_key(item): {
            "term": str(item["term"]),
            "term_key": term_key(item),
            "meaning": str(item["meaning"]),
            "page_key": item.get("see"),
        }
        for item in pack.terms
    }
    _take_words(office_id, pack, {row.term_key: row for row in rows}, wanted, report)


def _take_synonyms(office_id: int, pack: Pack, report: ImportReport) -> None:
    rows = session().scalars(select(SynonymGroup).where(SynonymGroup.office_id == office_id))
    wanted = {
        group_key(item): {
            "words": [str(word) for word in item["words"]],
            "page_keys": [str(key) for key in item.get("pages") or []],
            "referral": item.get("referral"),
        }
        for item in pack.synonyms
    }
    _take_words(office_id, pack, {fold(row.words[0]): row for row in rows}, wanted, report)


def _take_words(
    office_id: int,
    pack: Pack,
    known: Mapping[str, GlossaryTerm | SynonymGroup],
    wanted: Mapping[str, dict[str, Any]],
    report: ImportReport,
) -> None:
    """Three-way by key: what this office wrote or changed stays; what the pack no longer brings goes if untouched."""
    s = session()
    kind: type[GlossaryTerm | SynonymGroup] = GlossaryTerm if "term" in next(iter(wanted.values())) else SynonymGroup
    for key, columns in wanted.items():
        stamp, row = checksum(columns), known.get(key)
        if row is None:
            s.add(kind(office_id=office_id, pack_key=pack.key, pack_checksum=stamp, **columns))
            report.words += 1
            continue
        mine = checksum({name: getattr(row, name) for name in columns})
        if mine == stamp:
            row.pack_key, row.pack_checksum = pack.key, stamp
        elif row.pack_checksum not in ("", mine):
            if row.pack_checksum != stamp:
                report.kept.append(key)
        else:
            for name, value in columns.items():
                setattr(row, name, value)
            row.pack_key, row.pack_checksum = pack.key, stamp
            report.words += 1
    names = next(iter(wanted.values()))
    for key, row in known.items():
        if key not in wanted and row.pack_key == pack.key:
            if row.pack_checksum in ("", checksum({name: getattr(row, name) for name in names})):
                s.delete(row)
                report.words += 1
            else:
                report.kept.append(key)


def _remember(office_id: int, pack: Pack) -> None:
    s = session()
    row = s.scalar(select(PackRow).where(PackRow.office_id == office_id, PackRow.key == pack.key))
    if row is None:
        row = PackRow(office_id=office_id, key=pack.key)
        s.add(row)
    row.version, row.title, row.domain, row.licence = pack.version, pack.title, pack.domain, pack.licence
    row.imported_at = clock.now()
