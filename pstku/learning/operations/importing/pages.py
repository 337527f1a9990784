"""Pages of a pack come in by their stable id."""

from collections.abc import Collection

from pstku.core import clock
from pstku.core.db import session
from pstku.learning.models import Page
from pstku.learning.operations.editing import take_from_pack
from pstku.learning.operations.importing.report import ImportReport
from pstku.learning.packs import Pack, PackPage, checksum


def content_checksum(page: Page) -> str:
    """The checksum of a page as it stands now; differs from `pack_checksum` once somebody edited it."""
    return checksum(
        page.title, page.short, page.function, page.summary, page.body, page.facts, page.sources, page.synonyms
    )


def take_page(
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
