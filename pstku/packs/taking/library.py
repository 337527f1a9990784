"""Taking a content pack into an office's library: wholly or not at all."""

from collections.abc import Collection

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.library.models import Pack as PackRow
from pstku.library.models import Page
from pstku.library.operations.images import keep_image
from pstku.library.operations.indexing import index_pages
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from pstku.packs.faults import PackFaultyError
from pstku.packs.reading.pages import Pack, version_order
from pstku.packs.taking.figures import take_values
from pstku.packs.taking.fitting import misfits
from pstku.packs.taking.pages import shared_addresses, take_page
from pstku.packs.taking.places import take_places
from pstku.packs.taking.report import ImportReport
from pstku.packs.taking.words import take_synonyms, take_terms


def import_pack(
    office_id: int,
    pack: Pack,
    *,
    take: Collection[str] = (),
    take_figures: bool = False,
    actor_id: int | None = None,
) -> ImportReport:
    """Add and update by stable id; local edits are kept, figures are added and never overwritten.

    `take`: keys of pages edited in this office that are to follow the pack all the same; the edit stays in their history.
    `take_figures`: figures that differ are added as unchecked vintages; otherwise they are only reported.
    Raises PackFaultyError when the pack is another office's or needs one that is not here.
    """
    report = ImportReport()
    with atomic() as s:
        if faults := misfits(office_id, pack):
            raise PackFaultyError(faults)
        pages = {page.key: page for page in s.scalars(select(Page).where(Page.office_id == office_id))}
        for place, item in enumerate(pack.pages):
            take_page(office_id, pack, item, pages.get(item.key), place, report, take)
        for key, content in pack.images.items():
            keep_image(office_id, key, content, actor_id)
        brought = {item.key for item in pack.pages}
        report.removed = sorted(key for key, page in pages.items() if page.pack_key == pack.key and key not in brought)
        take_places(office_id, pack, report)
        s.flush()
        take_values(configuration(office_id), pack.values, report, take_figures=take_figures)
        s.flush()
        if faults := shared_addresses(office_id, pack):
            raise PackFaultyError(faults)
        if pack.terms:
            take_terms(office_id, pack, report)
        if pack.synonyms:
            take_synonyms(office_id, pack, report)
        report.newer = _remember(office_id, pack, pack.key, pack.version)
        for key, version in pack.includes:
            if version_order(_installed_version(office_id, key)) < version_order(version):
                _remember(office_id, pack, key, version)
        s.flush()
        index_pages(office_id, [*report.added, *report.updated])
        changed(office_id)
        added, updated = len(report.added), len(report.updated)
        record(office_id, "import_pack", "pack", pack.key, actor_id=actor_id, added=added, updated=updated)
    return report


def _installed_version(office_id: int, key: str) -> str:
    return session().scalar(select(PackRow.version).where(PackRow.office_id == office_id, PackRow.key == key)) or ""


def _remember(office_id: int, pack: Pack, key: str, version: str) -> str:
    """Keep what was taken, the pack itself or one it includes; returns the version that was here, when it is newer."""
    s = session()
    row = s.scalar(select(PackRow).where(PackRow.office_id == office_id, PackRow.key == key))
    if row is None:
        row = PackRow(office_id=office_id, key=key, version="", title=key)
        s.add(row)
    newer = row.version if version_order(row.version) > version_order(version) else ""
    row.title = pack.title if key == pack.key else row.title
    row.version, row.domain, row.licence, row.imported_at = version, pack.domain, pack.licence, clock.now()
    return newer
