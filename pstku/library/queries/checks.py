"""Periksa cepat: the next figure a person may check, and how many are left."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, select

from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.library.models import CheckPass, IndicatorValue, Page
from pstku.library.queries.places import region_names
from pstku.library.queries.values import figure_of, figures_of
from pstku.library.rules.figures import Figure
from pstku.library.rules.periods import sort_key
from pstku.library.rules.plausible import is_unusual
from pstku.offices.queries import Configuration

NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class ToCheck:
    """One figure on one screen, with its neighbours in the series for comparison."""

    page: Page
    figure: Figure
    region: str
    neighbours: list[Figure]
    is_unusual: bool
    left_in_function: int
    left: int
    next_id: int | None  # the one that follows in the person's line


def next_to_check(office: Configuration, actor: Actor, function: str, value_id: int | None = None) -> ToCheck | None:
    """The figure that `value_id` names while the person may check it, else the first in their line.

    What colleagues entered comes first, as it came; then the rest: own function, the office's region, the newest
    period. Never one's own, nor what one left to others.
    """
    line = [row[0] for row in session().execute(_line(office, actor, function))]
    if not line:
        return None
    next_id = next((number for number in line if number == value_id), line[0])
    row = session().execute(_waiting(office, actor, Page).where(IndicatorValue.id == next_id)).one()
    counts = session().execute(_waiting(office, actor, func.count()).where(Page.function == function)).one()
    place = line.index(next_id)
    following = line[(place + 1) % len(line)] if len(line) > 1 else None
    return _to_check(office, row[0], next_id, left_in_function=counts[0], left=len(line), next_id=following)


def _waiting(office: Configuration, actor: Actor, *columns: Any) -> Select[Any]:
    """What this person may check, joined with its page."""
    mine = and_(
        IndicatorValue.office_id == office.id,
        IndicatorValue.checked_at.is_(None),
        IndicatorValue.withdrawn_at.is_(None),
        IndicatorValue.entered_by_id.is_distinct_from(actor.person_id),
        ~exists().where(CheckPass.person_id == actor.person_id, CheckPass.value_id == IndicatorValue.id),
    )
    joined = (Page.office_id == IndicatorValue.office_id) & (Page.key == IndicatorValue.indicator_key)
    return select(*columns).select_from(IndicatorValue).join(Page, joined).where(mine)


def _line(office: Configuration, actor: Actor, function: str) -> Select[Any]:
    by_colleague = IndicatorValue.entered_by_id.is_not(None)
    return _waiting(office, actor, IndicatorValue.id).order_by(
        case((by_colleague, 0), else_=1),
        case((Page.function == function, 0), else_=1),
        case((by_colleague, IndicatorValue.id), else_=0),
        case((IndicatorValue.region_code == office.code, 0), else_=1),
        Page.position,
        IndicatorValue.period.desc(),
        IndicatorValue.id,
    )


def _nearest(others: list[Figure], figure: Figure) -> list[Figure]:
    """Those that stand nearest in time, the earliest first."""

    def months(period: str) -> int:
        year, month = sort_key(period)
        return 12 * year + month

    near = sorted(others, key=lambda other: abs(months(other.period) - months(figure.period)))
    return sorted(near[:NEIGHBOURS], key=lambda other: sort_key(other.period))


def _to_check(
    office: Configuration, page: Page, value_id: int, *, left_in_function: int, left: int, next_id: int | None
) -> ToCheck:
    value = session().get_one(IndicatorValue, value_id)
    series = figures_of(office.id, [page.key]).get((page.key, value.region_code), [])
    figure = next((item for item in series if item.id == value_id), None) or figure_of(value)
    others = [f for f in series if f.period_kind == figure.period_kind and f.id != value_id]
    earlier = [f for f in others if sort_key(f.period) < sort_key(figure.period)]
    same_method = [f.value for f in earlier if f.series == figure.series]
    return ToCheck(
        page=page,
        figure=figure,
        region=region_names(office).get(value.region_code, value.region_code),
        neighbours=_nearest(others, figure),
        is_unusual=is_unusual(same_method, figure.value),
        left_in_function=left_in_function,
        left=left,
        next_id=next_id,
    )
