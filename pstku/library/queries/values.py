"""Reads of figures: series by region, newest vintage of each period."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from pstku.core.db import session
from pstku.library.models import IndicatorValue
from pstku.library.rules.figures import Figure
from pstku.library.rules.periods import sort_key


def figures_of(office_id: int, indicator_keys: Iterable[str]) -> dict[tuple[str, str], list[Figure]]:
    """(indicator, region) -> its figures by time; of each period the newest checked vintage, else the newest."""
    mine = (IndicatorValue.office_id == office_id) & IndicatorValue.indicator_key.in_(list(indicator_keys))
    wanted = select(IndicatorValue).where(mine, IndicatorValue.withdrawn_at.is_(None)).order_by(IndicatorValue.vintage)
    vintages: dict[tuple[str, str, str], list[IndicatorValue]] = {}
    for value in session().scalars(wanted):
        vintages.setdefault((value.indicator_key, value.region_code, value.period), []).append(value)
    series: dict[tuple[str, str], list[Figure]] = {}
    for (key, region, _period), rows in vintages.items():
        series.setdefault((key, region), []).append(_figure(rows))
    for figures in series.values():
        figures.sort(key=lambda figure: sort_key(figure.period))
    return series


def _figure(rows: list[IndicatorValue]) -> Figure:
    checked = [row for row in rows if row.checked_at is not None]
    row = (checked or rows)[-1]
    newer = bool(checked) and row is not rows[-1]
    return replace(figure_of(row), is_revised=len(checked) > 1, has_newer=newer)


def figure_of(row: IndicatorValue) -> Figure:
    """One vintage as a figure."""
    return Figure(
        id=row.id,
        indicator_key=row.indicator_key,
        region_code=row.region_code,
        period=row.period,
        period_kind=row.period_kind,
        value=Decimal(row.scaled).scaleb(-row.decimals),
        series=row.series,
        status=row.status,
        source=row.source,
        source_url=row.source_url,
        released_on=row.released_on,
        note=row.note,
        is_checked=row.checked_at is not None,
        checked_by_id=row.checked_by_id,
        checked_at=row.checked_at,
    )
