"""What is new in the library, and what comes out next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.library.models import IndicatorValue, Page
from pstku.library.rules.calendar import Release, calendar_of, release_meant, releases_between
from pstku.library.rules.periods import period_text
from pstku.library.rules.schema import Facts
from pstku.library.rules.states import PageState
from pstku.offices.queries import Configuration

NEW = timedelta(days=30)
MOST = 30
A_YEAR = timedelta(days=400)  # the next release of a yearly figure lies within
YEARS_BACK = timedelta(days=800)  # releases of older figures are not told
IS_OUT, NO_RELEASE = "terbit ", ": tanggal rilis belum diisi, lihat jadwal rilis di situs kantor."


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A figure that was checked lately and may be quoted now."""

    title: str
    slug: str
    region_code: str
    period_text: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page that was written or changed lately."""

    title: str
    kind: str
    slug: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ExpectedRelease:
    """What a survey brings out at once: one period, one day, the indicators that come with it."""

    survey: str
    release: Release
    words: str
    indicators: tuple[tuple[str, str], ...]  # (name, slug)

    @property
    def period_text(self) -> str:
        return period_text(self.release.period)

    @property
    def when(self) -> str:
        return self.release.when

    @property
    def slugs(self) -> list[str]:
        return [slug for _name, slug in self.indicators]

    @property
    def names(self) -> str:
        return ", ".join(name for name, _ in self.indicators)


def new_figures(office_id: int, since: datetime | None = None) -> list[NewFigure]:
    """Figures checked since then (30 days), the newest first."""
    columns = (Page.title, Page.slug, IndicatorValue.region_code, IndicatorValue.period, IndicatorValue.checked_at)
    query = (
        select(*columns)
        .join(Page, (Page.office_id == IndicatorValue.office_id) & (Page.key == IndicatorValue.indicator_key))
        .where(IndicatorValue.office_id == office_id, IndicatorValue.withdrawn_at.is_(None))
        .where(IndicatorValue.checked_at >= (since or clock.now() - NEW))
        .order_by(IndicatorValue.checked_at.desc(), Page.title)
        .limit(MOST)
    )
    rows = session().execute(query)
    return [NewFigure(title, slug, region, period_text(period), at) for title, slug, region, period, at in rows if at]


def new_pages(office_id: int) -> list[NewPage]:
    """Published pages written or changed in the last 30 days, the newest first."""
    query = (
        select(Page.title, Page.kind, Page.slug, Page.updated_at)
        .where(Page.office_id == office_id, Page.state == PageState.PUBLISHED, Page.updated_at >= clock.now() - NEW)
        .order_by(Page.updated_at.desc(), Page.title)
        .limit(MOST)
    )
    return [NewPage(*row) for row in session().execute(query)]


def known_releases(office: Configuration, page: Page, today: date) -> list[Release]:
    """When an indicator's figures came out lately and come out next, earliest first."""
    calendar = calendar_of(page.fact.release_calendar, page.release_days)
    return sorted(
        releases_between(calendar, today - YEARS_BACK, today + A_YEAR, office.works_on), key=lambda release: release.day
    )


def release_sentences(office: Configuration, page: Page, periods: Sequence[str], today: date) -> list[str]:
    """When the figures of the periods that were asked about come out, else the next one, in sentences."""
    releases = known_releases(office, page, today)
    sentences = dict.fromkeys(release_meant(releases, period, today) for period in periods or (None,))
    return [_sentence(page, release, today) for release in sentences]


def _sentence(page: Page, release: Release | None, today: date) -> str:
    if release is None:
        return f"{page.title}{NO_RELEASE}"
    out = IS_OUT if release.is_day_known and release.day < today else ""
    return f"{page.title} {period_text(release.period)}: {out}{release.when_in_words}."


def expected_releases(office: Configuration, first: date, last: date) -> list[ExpectedRelease]:
    """What should come out in these days, by the indicators' release calendars, survey by survey; the earliest first."""
    mine = (Page.office_id == office.id) & Page.kind.in_(("survey", "indicator")) & (Page.state == PageState.PUBLISHED)
    columns = (Page.key, Page.kind, Page.title, Page.short, Page.slug, Page.facts, Page.release_days)
    rows = session().execute(select(*columns).where(mine).order_by(Page.position, Page.title)).all()
    surveys = {row.key: row.title for row in rows if row.kind == "survey"}
    together: dict[tuple[str, Release, str], list[tuple[str, str]]] = {}
    for row in (row for row in rows if row.kind == "indicator"):
        fact = Facts(row.facts)
        calendar = calendar_of(fact.release_calendar, row.release_days)
        survey = surveys.get(fact.survey, row.title)
        for release in releases_between(calendar, first, last, office.works_on):
            come = (survey, release, str(calendar.get("lag_text") or ""))
            together.setdefault(come, []).append((row.short or row.title, row.slug))
    found = [ExpectedRelease(*come, tuple(indicators)) for come, indicators in together.items()]
    return sorted(found, key=lambda item: (item.release.day, item.survey))
