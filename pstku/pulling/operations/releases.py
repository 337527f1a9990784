"""Publications and press releases of the office become news."""

import html
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.text import N_, clean_line
from pstku.offices.queries import Configuration
from pstku.pulling.models import OfficeRelease
from pstku.pulling.operations.work import CENTRE_SITE, Work
from pstku.pulling.rules import release_url

RELEASES = {"publication": ("pub_id", N_("Publikasi")), "pressrelease": ("brs_id", N_("Berita Resmi Statistik"))}
_TAGS = re.compile(r"<[^>]*>")


def take_releases(work: Work, kind: str) -> None:
    """Store new releases, newest first, until a page brings nothing new."""
    id_name, _title = RELEASES[kind]
    for page in work.client.pages(kind, work.office.code):
        added = _keep_releases(work.office, kind, id_name, page.items)
        work.results["releases"] += added
        if not added:
            return


def _keep_releases(office: Configuration, kind: str, id_name: str, items: list[dict[str, Any]]) -> int:
    read = [found for item in items if (found := _release(office, kind, id_name, item))]
    with atomic() as s:
        ids = [found.external_id for found in read]
        mine = (OfficeRelease.office_id == office.id) & (OfficeRelease.kind == kind)
        rows = s.scalars(select(OfficeRelease).where(mine, OfficeRelease.external_id.in_(ids)))
        stored = {row.external_id: row for row in rows}
        added = 0
        for found in read:
            row = stored.get(found.external_id)
            if row is None:
                s.add(found)
                stored[found.external_id] = found
                added += 1
            else:
                row.title, row.released_on, row.url = found.title, found.released_on, found.url
                row.abstract = found.abstract
    return added


def _release(office: Configuration, kind: str, id_name: str, item: Mapping[str, Any]) -> OfficeRelease | None:
    external_id, title = (
        clean_line(str(item.get(id_name) or ""), 40),
        clean_line(html.unescape(str(item.get("title") or "")), 300),
    )
    try:
        day = date.fromisoformat(str(item.get("rl_date"))[:10])
    except ValueError:
        return None
    if not external_id or not title or day > clock.local_day(clock.now(), office.tz) + timedelta(days=1):
        return None
    abstract = _TAGS.sub(" ", html.unescape(html.unescape(str(item.get("abstract") or ""))))
    return OfficeRelease(
        office_id=office.id,
        kind=kind,
        external_id=external_id,
        title=title,
        released_on=day,
        url=release_url(office.website.rstrip("/") or CENTRE_SITE, kind, external_id, day, title),
        abstract=clean_line(abstract, 400),
    )
