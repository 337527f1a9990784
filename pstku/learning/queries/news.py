"""What is new in the library, and what comes out next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.learning.models import IndicatorValue, Page
from pstku.learning.rules.calendar import Release, releases_between
from pstku.learning.rules.periods import period_text

NEW = timedelta(days=30)
MOST = 30


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
    """An indicator's next figure for the office's own region."""

    title: str
    slug: str
    release: Release
    words: str

    @property
    def period_text(self) -> str:
        return period_text(self.release.period)


def new_figures(office_id: int, since: datetime | None = None) -> list[NewFigure]:
    """Figures checked since then (30 days), the newest first."""
    columns = (Page.title, Page.slug, IndicatorValue.region_code, IndicatorValue.period, IndicatorValue.checked_at)
    wanted = (
        select(*columns)
        .join(Page, (Page.office_id == IndicatorValue.office_id) & (Page.key == IndicatorValue.indicator_key))
        .where(IndicatorValue.office_id == office_id, IndicatorValue.withdrawn_at.is_(None))
        .where(IndicatorValue.checked_at >= (since or clock.now() - NEW))
        .order_by(IndicatorValue.checked_at.desc(), Page.title)
        .limit(MOST)
    )
    rows = session().execute(wanted)
    return [NewFigure(title, slug, region, period_text(period), at) for title, slug, region, period, at in rows if at]


def new_pages(office_id: int) -> list[NewPage]:
    """Published pages written or changed in the last 30 days, the newest first."""
    wanted = (
        select(Page.title, Page.kind, Page.slug, Page.updated_at)
        .where(Page.office_id == office_id, Page.state == "published", Page.updated_at >= clock.now() - NEW)
        .order_by(Page.updated_at.desc(), Page.title)
        .limit(MOST)
    )
    return [NewPage(*row) for row in session().execute(wanted)]


def expected_releases(office_id: int, first: date, last: date) -> list[ExpectedRelease]:
    """What should come out in these days, by the indicators' release calendars; the earliest first."""
    mine = (Page.office_id == office_id) & (Page.kind == "indicator") & (Page.state == "published")
    found = []
    for title, slug, facts in session().execute(select(Page.title, Page.slug, Page.facts).where(mine)):
        calendar = facts.get("release_calendar") or {}
        words = str(calendar.get("lag_text") or "")
        found += [ExpectedRelease(title, slug, r, words) for r in releases_between(calendar, first, last)]
    return sorted(found, key=lambda item: (item.release.day, item.title))
