"""What is to be filled in: expected figures of a function, what the library knows, the history of a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from pstku.core import clock
from pstku.core.clock import short_date
from pstku.core.db import session
from pstku.core.numbers import format_number, typed_number
from pstku.library.models import IndicatorValue, Page
from pstku.library.queries.pages import indicators
from pstku.library.queries.places import region_names
from pstku.library.queries.values import figures_of
from pstku.library.rules.admission import STATUSES
from pstku.library.rules.calendar import calendar_of, missing_periods
from pstku.library.rules.periods import listed, period_text, sort_key
from pstku.library.rules.places import CITY
from pstku.offices.queries import Configuration

SHARED = (
    "id", "vintage", "status", "series", "source", "source_url", "origin", "entered_by_id", "entered_at",
    "checked_by_id", "checked_at", "withdrawn_at", "withdrawn_why", "note", "asked_out_by_id", "asked_out_why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One vintage of one figure."""

    id: int
    region: str
    period: str
    vintage: int
    value: str
    status: str
    series: str
    source: str
    source_url: str | None
    released: str
    origin: str
    entered_by_id: int | None
    entered_at: datetime
    checked_by_id: int | None
    checked_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    asked_out_by_id: int | None
    asked_out_why: str
    note: str

    @property
    def people(self) -> tuple[int | None, ...]:
        """Ids of the people who entered it, checked it or asked to withdraw it."""
        return self.entered_by_id, self.checked_by_id, self.asked_out_by_id


def functions_to_fill(office_id: int) -> set[str]:
    """The functions that have indicators, and so a sheet to fill in."""
    return {page.function for page in indicators(office_id)}


def missing_words(office: Configuration, pages: Iterable[Page]) -> dict[str, str]:
    """Indicator key -> the periods of the office's region that should be out and that nobody filled in, in words."""
    expected = [page for page in pages if CITY in (page.fact.levels or (CITY,))]
    figures = figures_of(office.id, [page.key for page in expected])
    today = clock.local_day(clock.now(), office.tz)
    words = {}
    for page in expected:
        periods = [figure.period for figure in figures.get((page.key, office.code), [])]
        if missing := missing_periods(
            calendar_of(page.fact.release_calendar, page.release_days), periods, today, office.works_on
        ):
            words[page.key] = listed(missing[::-1])
    return words


def sheet_rows(office: Configuration, function: str) -> list[list[str]]:
    """Rows of the sheet of a function: missing figures of the office's region, then unchecked ones of any place."""
    pages = indicators(office.id, function)
    figures = figures_of(office.id, [page.key for page in pages])
    today = clock.local_day(clock.now(), office.tz)
    names = region_names(office)
    rows = []
    for page in pages:
        if CITY in (page.fact.levels or (CITY,)):
            periods = [figure.period for figure in figures.get((page.key, office.code), [])]
            calendar = calendar_of(page.fact.release_calendar, page.release_days)
            for period in missing_periods(calendar, periods, today, office.works_on):
                rows.append(_row(page, office.code, names, period_text(period)))
        for (key, region), series in figures.items():
            for figure in series if key == page.key else ():
                if not figure.is_checked:
                    released = short_date(figure.released_on) if figure.released_on else ""
                    filled = (
                        typed_number(figure.value),
                        figure.status,
                        figure.series,
                        figure.source,
                        figure.source_url or "",
                        released,
                    )
                    rows.append(_row(page, region, names, figure.period_text, *filled, figure.note))
    return rows


def _row(
    page: Page,
    code: str,
    names: dict[str, str],
    period: str,
    value: str = "",
    status: str = "",
    series: str = "",
    source: str = "",
    url: str = "",
    released: str = "",
    note: str = "",
) -> list[str]:
    unit = page.fact.unit
    place = [page.key, page.title, code, names.get(code, "")]
    status_word = status if status in STATUSES else ""
    return [*place, period, value, unit, status_word, series, source, url, released, note]


def history(office: Configuration, indicator_key: str) -> list[HistoryLine]:
    """Every vintage of an indicator, by region, the newest period first; withdrawn ones too."""
    mine = (IndicatorValue.office_id == office.id) & (IndicatorValue.indicator_key == indicator_key)
    names = region_names(office)
    rows = session().scalars(select(IndicatorValue).where(mine))
    ordered = sorted(rows, key=lambda row: (sort_key(row.period), row.vintage), reverse=True)
    ordered.sort(key=lambda row: (row.region_code != office.code, row.region_code))
    return [_history_line(row, names) for row in ordered]


def _history_line(row: IndicatorValue, names: dict[str, str]) -> HistoryLine:
    value = format_number(Decimal(row.scaled).scaleb(-row.decimals))
    released = short_date(row.released_on) if row.released_on else ""
    shared = {name: getattr(row, name) for name in SHARED}
    return HistoryLine(
        region=names.get(row.region_code, row.region_code),
        period=period_text(row.period),
        value=value,
        released=released,
        **shared,
    )
