"""Reads for the WebAPI room: links, the last pull, releases, what an indicator wants."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.library.models import Page
from pstku.library.rules.states import Kind, PageState
from pstku.offices.queries import Configuration
from pstku.pulling.models import OfficeRelease, WebapiLink, WebapiPull
from pstku.pulling.rules import Counting, Link, PullState, merged, pack_links

SILENT = timedelta(minutes=3)  # a running pull that says nothing for so long has died


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link on the screen; `is_off`: the office does not want what a pack offers."""

    link: Link
    title: str  # of the indicator
    is_own: bool
    is_off: bool


def own_links(office_id: int) -> list[Link]:
    """The office's own links, including those it turned off."""
    rows = session().scalars(select(WebapiLink).where(WebapiLink.office_id == office_id).order_by(WebapiLink.id))
    return [
        Link(
            row.kind, row.domain, row.var, row.indicator_key, row.part, row.place, row.region_code, row.power,
            row.series, row.id,
        )
        for row in rows
    ]  # fmt: skip


def links(office: Configuration) -> list[Link]:
    """The links in force at the office."""
    return merged(own_links(office.id), _packed(office))


def link_lines(office: Configuration) -> list[LinkLine]:
    """Every link by indicator, including those turned off."""
    own = {link.source: link for link in own_links(office.id)}
    packed = {link.source: link for link in _packed(office)}
    titles = {page.key: page.short or page.title for page in _indicators(office.id)}
    lines = []
    for source in packed.keys() | own.keys():
        link = own.get(source) or packed[source]
        link_in_use = link if link.indicator_key else packed.get(source, link)
        title = titles.get(link_in_use.indicator_key, link_in_use.indicator_key)
        lines.append(LinkLine(link_in_use, title, source in own, not link.indicator_key))
    return sorted(lines, key=lambda line: (line.title, line.link.source))


def counting_of(office_id: int) -> dict[str, Counting]:
    """Indicator key -> how the library counts it; those without a kind of period are left out."""
    found = {}
    for page in _indicators(office_id):
        calendar = page.fact.release_calendar
        if kind := calendar.get("period_kind"):
            months = tuple(int(month) for month in calendar.get("months") or ())
            levels = page.fact.levels
            found[page.key] = Counting(str(kind), months, page.fact.decimals or 0, levels)
    return found


def last_pull(office_id: int) -> WebapiPull | None:
    """The newest round of asking, as its row stands now: it moves on beside the pages."""
    query = select(WebapiPull).where(WebapiPull.office_id == office_id).order_by(WebapiPull.id.desc()).limit(1)
    return session().scalar(query.execution_options(populate_existing=True))


def is_alive(pull: WebapiPull) -> bool:
    """Is it running, with a sign of life in the last minutes?"""
    return pull.state == PullState.RUNNING and clock.now() - pull.heard_at < SILENT


def newest_releases(office_id: int, most: int = 10) -> list[OfficeRelease]:
    """Publications and press releases of the office, the newest first."""
    mine = select(OfficeRelease).where(OfficeRelease.office_id == office_id)
    return list(session().scalars(mine.order_by(OfficeRelease.released_on.desc(), OfficeRelease.id).limit(most)))


def _packed(office: Configuration) -> list[Link]:
    return list(pack_links(((page.key, page.facts) for page in _indicators(office.id)), office.province_code))


def _indicators(office_id: int) -> list[Page]:
    mine = (Page.office_id == office_id) & (Page.kind == Kind.INDICATOR) & (Page.state == PageState.PUBLISHED)
    return list(session().scalars(select(Page).where(mine).order_by(Page.position, Page.key)))
