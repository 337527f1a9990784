"""Figures of a pack come in; nothing is overwritten."""

from decimal import Decimal

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.learning.models import IndicatorValue
from pstku.learning.operations.importing.report import ImportReport
from pstku.learning.operations.values import enter_values
from pstku.learning.packs import PackValue
from pstku.learning.rules.entries import NewValue


def take_values(office_id: int, values: list[PackValue], report: ImportReport, *, take_figures: bool) -> None:
    """Figures are added; one that differs from every known vintage is named, or on request a further vintage."""
    s = session()
    cells = select(
        IndicatorValue.indicator_key,
        IndicatorValue.region_code,
        IndicatorValue.period,
        IndicatorValue.vintage,
        IndicatorValue.scaled,
        IndicatorValue.decimals,
    ).where(IndicatorValue.office_id == office_id)
    rows = [tuple(row) for row in s.execute(cells)]
    known = {row[:4] for row in rows}
    numbers = {(row[:3], row[4:]) for row in rows}
    differing = []
    for value in values:
        cell = (value.indicator_key, value.region_code, value.period)
        if (*cell, value.vintage) not in known:
            columns = {name: getattr(value, name) for name in PackValue.__slots__ if name != "line"}
            s.add(IndicatorValue(office_id=office_id, entered_at=clock.now(), **columns))
            report.values_added += 1
        elif (cell, (value.scaled, value.decimals)) not in numbers:
            differing.append(value)
    if take_figures and differing:
        s.flush()
        entered = enter_values(office_id, map(offered, differing), actor=None, origin="pack")
        report.values_added += len(entered.added)
    else:
        named = (f"{v.indicator_key} {v.region_code} {v.period} {v.vintage}" for v in differing)
        report.value_conflicts.extend(named)


def offered(value: PackValue) -> NewValue:
    """A figure of a pack as anybody else would bring it."""
    return NewValue(
        indicator_key=value.indicator_key,
        region_code=value.region_code,
        period=value.period,
        period_kind=value.period_kind,
        value=Decimal(value.scaled).scaleb(-value.decimals),
        source=value.source,
        released_on=value.released_on,
        status=value.status,
        series=value.series,
        source_url=value.source_url,
        note=value.note,
    )
