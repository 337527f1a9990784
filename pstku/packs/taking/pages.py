"""Pages of a pack come in by their stable id."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.editing.operations import take_from_pack
from pstku.editing.queries.revisions import FIELDS, content_of
from pstku.editing.rules.difference import difference
from pstku.library.models import Page
from pstku.library.rules.checksums import former_checksum, page_checksum
from pstku.library.rules.states import PageState
from pstku.packs.faults import Fault
from pstku.packs.names import FOLDER_OF
from pstku.packs.reading.pages import Pack, PackPage
from pstku.packs.taking.report import ImportReport


def take_page(
    office_id: int,
    pack: Pack,
    item: PackPage,
    page: Page | None,
    place: int,
    report: ImportReport,
    take: Collection[str],
) -> None:
    """Merge a page by its id: one the office never edited follows the pack, an edited one stays unless `take` names it."""
    names = ("kind", "slug", *FIELDS)
    columns = {name: getattr(item, name) for name in names}
    stamp = page_checksum(item)
    if page is None:
        page = Page(office_id=office_id, key=item.key, state=PageState.PUBLISHED, **columns)
        session().add(page)
        report.added.append(item.key)
    else:
        if page.pack_key == pack.key:
            page.slug = item.slug  # nobody edits the address here
        if _is_settled(page, item, stamp):
            report.unchanged += 1
            return
        report.changes[item.key] = difference(content_of(page), {name: getattr(item, name) for name in FIELDS})
        if _is_edited(page) and item.key not in take:
            report.kept.append(item.key)
            return
        take_from_pack(page, columns, f"Isi paket {pack.key} {pack.version}")
        page.verified_at = page.verified_by_id = None  # what was checked is not what stands there now
        report.updated.append(item.key)
    page.pack_key, page.pack_checksum = pack.key, stamp
    page.position, page.updated_at = place, clock.now()


def _is_settled(page: Page, item: PackPage, stamp: str) -> bool:
    """Is there nothing to do: the page already says so, or the office edited it and the pack has not changed since?"""
    if page_checksum(page) == stamp:
        page.pack_checksum = stamp if page.pack_key else None
        return True
    return page.pack_checksum in (stamp, former_checksum(item)) and _is_edited(page)


def _is_edited(page: Page) -> bool:
    """Was the page edited since its pack brought it?"""
    return page.pack_checksum not in (page_checksum(page), former_checksum(page))


def shared_addresses(office_id: int, pack: Pack) -> list[Fault]:
    """Pages of the pack with the address of another page; only one of the two could be opened or exported."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, slug, key in session().execute(select(Page.kind, Page.slug, Page.key).where(Page.office_id == office_id)):
        holders[kind, slug].append(key)
    return [
        Fault(
            f"{FOLDER_OF[item.kind]}/{item.slug}.md",
            "nama berkas",
            f"alamat ini sudah dipakai halaman {other}; beri nama berkas lain",
        )
        for item in pack.pages
        for other in holders[item.kind, item.slug]
        if other != item.key and item.key in holders[item.kind, item.slug]
    ]
