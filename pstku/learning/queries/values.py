"""Reads of figures: series by region, newest vintage of each period."""

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import select

from pstku.core.db import session
from pstku.learning.models import IndicatorValue
from pstku.learning.rules.figures import Figure, sort_key

NATION_CODE = "0000"


def figures_of(office_id: int, indicator_keys: Iterable[str]) -> dict[tuple[str, str], list[Figure]]:
    """(indicator, region) -> its figures by time; of each period only the newest vintage."""
    wanted = (
        select(IndicatorValue)
        .where(IndicatorValue.office_id == office_id, IndicatorValue.indicator_key.in_(list(indicator_keys)))
        .order_by(IndicatorValue.vintage)
    )
    newest = {(v.indicator_key, v.region_code, v.period): v for v in session().scalars(wanted)}
    series: dict[tuple[str, str], list[Figure]] = {}
    for (key, region, _period), value in newest.items():
        series.setdefault((key, region), []).append(_figure(value))
    for figures in series.values():
        figures.sort(key=lambda figure: sort_key(figure.period))
    return series


def _figure(row: IndicatorValue) -> Figure:
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
    )
