"""The office's own figure for the waiting room: of the newest settled quarter, once everybody may see it."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from pstku.core import clock
from pstku.core.db import database_name
from pstku.offices.queries import Configuration
from pstku.ratings.queries.tallies import cut_quarters, tallied_figures
from pstku.ratings.rules.lines import DESK
from pstku.ratings.rules.publication import PublicationSettings, limits_of
from pstku.ratings.rules.score import OfficeScore
from pstku.waitingroom.rules.satisfaction import may_everybody_see, share

LOOKED_BACK = timedelta(days=366)  # an older figure says nothing of today


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How content the guests of a settled quarter were with whoever served them; it never moves any more."""

    year: int
    quarter: int
    score: OfficeScore
    coverage: Fraction | None  # of a hundred guests served at the counter, so many rated


def satisfaction(office: Configuration) -> Satisfaction | None:
    """Of the newest settled quarter of a year; None while nobody may see it. Read once a day."""
    today = clock.local_day(clock.now(), office.tz)
    return _satisfaction(database_name(), office.id, limits_of(office.settings), today)


@lru_cache(maxsize=8)
def _satisfaction(_database: str, office_id: int, limits: PublicationSettings, today: date) -> Satisfaction | None:
    settled = max(cut_quarters(office_id, today - LOOKED_BACK, today), key=lambda one: one.ends_on, default=None)
    if settled is None:
        return None
    rows = list(tallied_figures(office_id, (DESK,), settled.starts_on, settled.ends_on))
    votes, total, rated, served = (sum(row[name] for row in rows) for name in ("votes", "score_sum", "rated", "served"))
    officers = {row["officer_id"] for row in rows if row["officer_id"] and row["votes"]}
    if not may_everybody_see(votes, len(officers), limits):
        return None
    return Satisfaction(settled.year, settled.quarter, OfficeScore(votes, total), share(rated, served))
