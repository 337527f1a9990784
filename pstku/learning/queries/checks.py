"""Periksa cepat: the next figure a person may check, and how many are left."""

from dataclasses import dataclass

from sqlalchemy import and_, case, exists, func, select

from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.learning.models import CheckPass, IndicatorValue, Page
from pstku.learning.queries.places import region_names
from pstku.learning.queries.values import figure_of, figures_of
from pstku.learning.rules.figures import Figure
from pstku.learning.rules.periods import sort_key
from pstku.learning.rules.plausible import is_unusual
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


def next_to_check(office: Configuration, actor: Actor, function: str) -> ToCheck | None:
    """The person's next figure: own function first, then the office's region, the newest period; never one's own."""
    mine = and_(
        IndicatorValue.office_id == office.id,
        IndicatorValue.checked_at.is_(None),
        IndicatorValue.withdrawn_at.is_(None),
        IndicatorValue.entered_by_id.is_distinct_from(actor.person_id),
        ~exists().where(CheckPass.person_id == actor.person_id, CheckPass.value_id == IndicatorValue.id),
    )
    is_own = Page.function == function
    joined = (Page.office_id == IndicatorValue.office_id) & (Page.key == IndicatorValue.indicator_key)
    first = (
        select(IndicatorValue.id, Page)
        .join(Page, joined)
        .where(mine)
        .order_by(
            case((is_own, 0), else_=1),
            case((IndicatorValue.region_code == office.code, 0), else_=1),
            Page.position,
            IndicatorValue.period.desc(),
            IndicatorValue.id,
        )
        .limit(1)
    )
    row = session().execute(first).first()
    if row is None:
        return None
    counts = select(func.count(), func.coalesce(func.sum(case((is_own, 1), else_=0)), 0))
    left, own = session().execute(counts.select_from(IndicatorValue).join(Page, joined).where(mine)).one()
    return _to_check(office, row[1], row[0], own, left)


def _nearest(others: list[Figure], figure: Figure) -> list[Figure]:
    """Those that stand nearest in time, the earliest first."""

    def months(period: str) -> int:
        year, month = sort_key(period)
        return 12 * year + month

    near = sorted(others, key=lambda other: abs(months(other.period) - months(figure.period)))
    return sorted(near[:NEIGHBOURS], key=lambda other: sort_key(other.period))


def _to_check(office: Configuration, page: Page, value_id: int, own: int, left: int) -> ToCheck | None:
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
        left_in_function=own,
        left=left,
    )
