"""Reads of figures: series by region, newest vintage of each period."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select

from pstku.core.statements import PreparedList
from pstku.library.models import IndicatorValue
from pstku.library.rules.figures import Figure
from pstku.library.rules.periods import sort_key

SHOWN = (  # of some twenty-five columns, each of which is read for every figure of a series
    "id", "indicator_key", "region_code", "period", "period_kind", "scaled", "decimals", "series", "status", "source",
    "source_url", "released_on", "note", "checked_by_id", "checked_at",
)  # fmt: skip
FIGURES = PreparedList(
    lambda keys: (
        select(*(IndicatorValue.__table__.c[name] for name in SHOWN))
        .where(IndicatorValue.office_id == bindparam("of_office"), IndicatorValue.indicator_key.in_(keys))
        .where(IndicatorValue.withdrawn_at.is_(None))
        .order_by(IndicatorValue.vintage)
    )
)


def figures_of(office_id: int, indicator_keys: Iterable[str]) -> dict[tuple[str, str], list[Figure]]:
    """(indicator, region) -> its figures by time; of each period the newest checked vintage, else the newest."""
    vintages: dict[tuple[str, str, str], list[Any]] = {}
    for value in FIGURES.rows(indicator_keys, {"of_office": office_id}):
        vintages.setdefault((value.indicator_key, value.region_code, value.period), []).append(value)
    series: dict[tuple[str, str], list[Figure]] = {}
    for (key, region, _period), rows in vintages.items():
        series.setdefault((key, region), []).append(_figure(rows))
    for figures in series.values():
        figures.sort(key=lambda figure: sort_key(figure.period))
    return series


def _figure(rows: list[Any]) -> Figure:
    checked = [row for row in rows if row.checked_at is not None]
    row = (checked or rows)[-1]
    newer = bool(checked) and row is not rows[-1]
    return figure_of(row, is_revised=len(checked) > 1, has_newer=newer)


def figure_of(row: Any, *, is_revised: bool = False, has_newer: bool = False) -> Figure:
    """One vintage, a row of `IndicatorValue`, as a figure."""
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
        is_revised=is_revised,
        has_newer=has_newer,
    )
