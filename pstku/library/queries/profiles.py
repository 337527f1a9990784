"""The profile of each indicator's figures, against which new figures are checked."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from pstku.core.db import session
from pstku.library.models import IndicatorValue, Page, Region
from pstku.library.queries.pages import indicators
from pstku.library.queries.places import regions
from pstku.library.rules.admission import Profile
from pstku.offices.queries import Configuration


def profile_of(page: Page, kinds_known: Iterable[str] = ()) -> Profile:
    """What the figures of an indicator look like."""
    facts = page.fact
    return Profile(
        title=page.title,
        unit=facts.unit,
        decimals=facts.decimals,
        calendar=facts.release_calendar,
        levels=frozenset(facts.levels),
        kinds_known=frozenset(kinds_known),
        top=_top_of(facts.bands),
    )


def _top_of(bands: Sequence[Mapping[str, Any]]) -> Decimal | None:
    """Where the scale of its classes ends."""
    return Decimal(str(bands[-1]["to"])) if bands else None


def profiles(office_id: int) -> dict[str, Profile]:
    """Key -> profile of every published indicator, with the kinds of period its figures have."""
    kinds: dict[str, set[str]] = {}
    mine = (IndicatorValue.office_id == office_id) & IndicatorValue.withdrawn_at.is_(None)
    query = select(IndicatorValue.indicator_key, IndicatorValue.period_kind).where(mine).distinct()
    for key, kind in session().execute(query):
        kinds.setdefault(key, set()).add(kind)
    return {page.key: profile_of(page, kinds.get(page.key, ())) for page in indicators(office_id)}


def region_levels(office: Configuration) -> dict[str, str]:
    """Code -> level of every place a figure may belong to."""
    rows = session().execute(select(Region.code, Region.level).where(Region.office_id == office.id))
    return {code: level for level, (code, _name) in regions(office).items()} | {row[0]: row[1] for row in rows}
