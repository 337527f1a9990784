"""Figures of a pack come in; nothing is overwritten."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.numbers import format_number
from pstku.library.models import IndicatorValue
from pstku.library.operations.values import enter_values
from pstku.library.queries.places import place_names, regions
from pstku.library.rules.periods import period_text
from pstku.library.rules.states import ValueOrigin
from pstku.offices.queries import Configuration
from pstku.packs.queries import titles_of
from pstku.packs.reading.tables import PackValue, offered
from pstku.packs.taking.report import ImportReport

Cell = tuple[str, str, str]


def take_values(office: Configuration, values: list[PackValue], report: ImportReport, *, take_figures: bool) -> None:
    """Add new figures.

    One that differs from every stored vintage is only reported, or on request added as a new vintage.
    """
    s = session()
    cells = select(
        IndicatorValue.indicator_key,
        IndicatorValue.region_code,
        IndicatorValue.period,
        IndicatorValue.vintage,
        IndicatorValue.scaled,
        IndicatorValue.decimals,
    )
    rows = s.execute(cells.where(IndicatorValue.office_id == office.id).order_by(IndicatorValue.vintage))
    stored: dict[Cell, list[Any]] = defaultdict(list)
    for row in rows:
        stored[row.indicator_key, row.region_code, row.period].append(row)
    added, differing = [], []
    for value in values:
        here = stored[value.indicator_key, value.region_code, value.period]
        if value.vintage not in {row.vintage for row in here}:
            columns = {name: getattr(value, name) for name in PackValue.__slots__ if name != "line"}
            s.add(IndicatorValue(office_id=office.id, entered_at=clock.now(), **columns))
            added.append(value)
        elif (value.scaled, value.decimals) not in {(row.scaled, row.decimals) for row in here}:
            differing.append(value)
    named = _names(office, [*added, *differing])
    if take_figures and differing:
        s.flush()
        enter_values(office.id, map(offered, differing), actor=None, origin=ValueOrigin.PACK)
        added += differing
    else:
        report.value_conflicts = [
            f"{named[value]} di paket, {_number(stored[value.indicator_key, value.region_code, value.period][-1])} di kantor ini"
            for value in differing
        ]
    report.values_added = [named[value] for value in added]


def _names(office: Configuration, values: list[PackValue]) -> dict[PackValue, str]:
    """Each figure as people say it: indicator, place, period, number."""
    titles = titles_of(office.id, {value.indicator_key for value in values})
    places = dict(regions(office).values()) | place_names(office.id, {value.region_code for value in values})
    return {
        value: f"{titles.get(value.indicator_key, value.indicator_key)}, "
        f"{places.get(value.region_code, value.region_code)}, {period_text(value.period)}: {_number(value)}"
        for value in values
    }


def _number(value: Any) -> str:
    return format_number(Decimal(value.scaled).scaleb(-value.decimals))
