"""The one unsur that some guests are asked after a vote, summed by quarter; never who answered."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select

from pstku.core.clock import quarter_days, quarter_of
from pstku.core.db import session
from pstku.ratings.models import Vote
from pstku.skm.models import SkmRound
from pstku.skm.rules.figures import SAMPLED, furthest

Sums = dict[str, dict[str, tuple[int, int]]]  # quarter such as 2026-4 -> unsur -> answers and their sum


def unsur_sums(office_id: int, first: date, last: date) -> Sums:
    """What votes say that are still rows, of the quarters between two days; a quarter that was cut says nothing."""
    return {
        f"{year}-{quarter}": _sums(office_id, *quarter_days(year, quarter)) for year, quarter in _quarters(first, last)
    }


def sums_shown(office_id: int) -> dict[str, dict[str, list[int]]]:
    """What any round of the office shows: two rounds over one quarter that move apart would tell who came between."""
    kept = session().scalars(select(SkmRound.figures).where(SkmRound.office_id == office_id))
    return furthest(figures.get(SAMPLED, {}) for figures in kept)


def _sums(office_id: int, first: date, last: date) -> dict[str, tuple[int, int]]:
    counted = (Vote.officer_id.is_not(None), Vote.unsur.is_not(None), Vote.day.between(first, last))
    sums = select(Vote.unsur, func.count(), func.sum(Vote.unsur_value)).where(Vote.office_id == office_id, *counted)
    found = session().execute(sums.group_by(Vote.unsur))
    return {str(unsur): (n, int(total or 0)) for unsur, n, total in found}


def _quarters(first: date, last: date) -> Iterator[tuple[int, int]]:
    day = first
    while day <= last:
        yield quarter_of(day)
        day = quarter_days(*quarter_of(day))[1] + timedelta(days=1)
