"""Reads of pages: one, a list, by function."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.statements import PreparedList
from pstku.core.text import N_, fold
from pstku.library.models import GlossaryTerm, IndicatorValue, Page, PageImage
from pstku.library.rules.schema import Facts
from pstku.library.rules.states import Kind, PageState


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page in a list."""

    key: str
    kind: str
    slug: str
    title: str
    short: str | None
    function: str
    summary: str
    is_checked: bool
    verified_at: datetime | None = None
    verify_every_days: int = 180

    @property
    def is_overdue(self) -> bool:
        """True when the page is due to be checked again."""
        return self.verified_at is not None and self.verified_at + timedelta(days=self.verify_every_days) < clock.now()


PER_SHEET = 30  # figures to check
LINE: tuple[Any, ...] = (
    Page.key,
    Page.kind,
    Page.slug,
    Page.title,
    Page.short,
    Page.function,
    Page.summary,
    Page.verified_at.is_not(None),
    Page.verified_at,
    Page.verify_every_days,
)


def page_lines(office_id: int, *, kind: str | None = None) -> list[PageLine]:
    """All published pages in the pack's order, or those of one kind."""
    query = select(*LINE).where(Page.office_id == office_id, Page.state == PageState.PUBLISHED)
    if kind:
        query = query.where(Page.kind == kind)
    return [PageLine(*row) for row in session().execute(query.order_by(Page.position, Page.title))]


_PUBLISHED = (Page.office_id == bindparam("of_office")) & (Page.state == PageState.PUBLISHED)
LINES_BY_KEY = PreparedList(lambda keys: select(*LINE).where(_PUBLISHED, Page.key.in_(keys)))


def lines_by_key(office_id: int, keys: Iterable[str]) -> dict[str, PageLine]:
    """Pages by their stable keys; unknown keys are absent."""
    return {row[0]: PageLine(*row) for row in LINES_BY_KEY.rows(keys, {"of_office": office_id})}


def kinds_by_key(office_id: int) -> dict[str, str]:
    """Key -> kind of every published page."""
    query = select(Page.key, Page.kind).where(Page.office_id == office_id, Page.state == PageState.PUBLISHED)
    return {row[0]: row[1] for row in session().execute(query)}


def titles_by_key(office_id: int) -> dict[str, str]:
    """Key -> short title of every published page, to name what a page points to."""
    query = select(Page.key, func.coalesce(Page.short, Page.title)).where(Page.office_id == office_id)
    return {row[0]: row[1] for row in session().execute(query.where(Page.state == PageState.PUBLISHED))}


def get_page(office_id: int, kind: str, slug: str) -> Page:
    """One page by kind and slug; raises NotFound."""
    query = select(Page).where(Page.office_id == office_id, Page.kind == kind, Page.slug == slug)
    page = session().scalar(query.where(Page.state == PageState.PUBLISHED))
    if page is None:
        raise NotFound(N_("Halaman belajar ini tidak ada. Cari lewat kotak pencarian."))
    return page


PAGES_BY_KEY = PreparedList(
    lambda keys: select(*Page.__table__.c).where(Page.office_id == bindparam("of_office"), Page.key.in_(keys))
)


def pages_by_key(office_id: int, keys: Iterable[str]) -> list[Page]:
    """Whole pages in the order of the keys, for reading: no session holds them, so a change of one is not kept."""
    ordered = list(keys)
    found = [Page(**row._asdict()) for row in PAGES_BY_KEY.rows(ordered, {"of_office": office_id})]
    return sorted(found, key=lambda page: ordered.index(page.key))


def glossary(office_id: int) -> list[GlossaryTerm]:
    """All terms, by alphabet."""
    query = select(GlossaryTerm).where(GlossaryTerm.office_id == office_id).order_by(GlossaryTerm.term_key)
    return list(session().scalars(query))


def next_unchecked_pages(office_id: int, limit: int = 100) -> list[PageLine]:
    """Pages nobody has checked yet."""
    query = select(*LINE).where(
        Page.office_id == office_id, Page.verified_at.is_(None), Page.state == PageState.PUBLISHED
    )
    return [PageLine(*row) for row in session().execute(query.order_by(Page.position).limit(limit))]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """One sheet of the figures nobody has checked, each with its indicator's title."""

    rows: list[tuple[IndicatorValue, str]]
    total: int
    number: int  # of the sheet, from 1
    sheets: int


def unchecked_values(office_id: int, origin: str | None = None, number: int = 1) -> Unchecked:
    """Figures nobody has checked yet, the city's first; all, or those of one origin. Past the end the last sheet."""
    title = func.coalesce(Page.title, IndicatorValue.indicator_key)
    mine = (IndicatorValue.office_id == office_id) & IndicatorValue.checked_at.is_(None)
    mine &= IndicatorValue.withdrawn_at.is_(None)
    if origin:
        mine &= IndicatorValue.origin == origin
    total = session().scalar(select(func.count()).select_from(IndicatorValue).where(mine)) or 0
    sheets = max(1, ceil(total / PER_SHEET))
    number = min(max(number, 1), sheets)
    query = (
        select(IndicatorValue, title)
        .outerjoin(Page, (Page.office_id == IndicatorValue.office_id) & (Page.key == IndicatorValue.indicator_key))
        .where(mine)
        .order_by(IndicatorValue.region_code.desc(), title, IndicatorValue.period.desc(), IndicatorValue.id)
        .limit(PER_SHEET)
        .offset(PER_SHEET * (number - 1))
    )
    return Unchecked([(row[0], row[1]) for row in session().execute(query)], total, number, sheets)


def check_state(page: Page, today: date) -> str:
    """verified, stale (the interval has passed) or draft (nobody has checked it)."""
    if page.verified_at is None:
        return "draft"
    due = page.verified_at.date() + timedelta(days=page.verify_every_days)
    return "stale" if due < today else "verified"


def readiness(office_id: int, region_code: str) -> tuple[int, int]:
    """(how many headline indicators have a checked figure for the region, how many headline indicators)."""
    headline = select(Page.key, Page.facts).where(Page.office_id == office_id, Page.kind == Kind.INDICATOR)
    headline = headline.where(Page.state == PageState.PUBLISHED)
    keys = [key for key, facts in session().execute(headline) if Facts(facts).headline]
    checked = select(func.count(IndicatorValue.indicator_key.distinct())).where(
        IndicatorValue.office_id == office_id,
        IndicatorValue.region_code == region_code,
        IndicatorValue.checked_at.is_not(None),
        IndicatorValue.withdrawn_at.is_(None),
        or_(IndicatorValue.indicator_key.in_(keys)),
    )
    return int(session().scalar(checked) or 0), len(keys)


def linked_keys(page: Page) -> set[str]:
    """Keys of all pages this one points to."""
    fact = page.fact
    keys = {fact.survey, *fact.indicators, *fact.media, *fact.related}
    return {key for key in keys if key}


def checker_name(page: Page) -> str:
    """Who checked the page; empty while nobody has."""
    if page.verified_by_id is None:
        return ""
    return session().scalar(select(Person.name).where(Person.id == page.verified_by_id)) or ""


def image_content(office_id: int, key: str) -> bytes:
    """The WebP of a picture; raises NotFound."""
    query = select(PageImage.content).where(PageImage.office_id == office_id, PageImage.key == key)
    content = session().scalar(query)
    if content is None:
        raise NotFound(N_("Gambar ini tidak ada."))
    return content


def searchable(page: Any) -> str:
    """All words of a page that a search covers, folded so that both engines find the same."""
    return fold(" ".join([page.title, page.short or "", *map(str, page.synonyms), page.summary, page.body]))


def indicators(office_id: int, function: str | None = None) -> list[Page]:
    """The published indicators, of all functions or of one."""
    mine = (Page.office_id == office_id) & (Page.kind == Kind.INDICATOR) & (Page.state == PageState.PUBLISHED)
    query = select(Page).where(mine).order_by(Page.position, Page.key)
    return list(session().scalars(query.where(Page.function == function) if function else query))
