"""Reads of settled quarters and their tallies."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_

from pstku.core.db import session
from pstku.ratings.models import ItemTally, Vote, VoteQuarter, VoteTally

UNCOUNTED = "uncounted"


def find_quarter(office_id: int, year: int, quarter: int) -> VoteQuarter | None:
    """The record of a quarter that is locked or cut, or None."""
    return session().get(VoteQuarter, (office_id, year, quarter), populate_existing=True)


def is_cut(office_id: int, year: int, quarter: int) -> bool:
    """Have the votes of this quarter been replaced by tallies?"""
    standing = find_quarter(office_id, year, quarter)
    return standing is not None and standing.cut_at is not None


def cut_quarters(office_id: int, first: date, last: date) -> list[VoteQuarter]:
    """The quarters among these days whose votes have been replaced by tallies."""
    inside = (VoteQuarter.starts_on >= first, VoteQuarter.ends_on <= last)
    query = select(VoteQuarter).where(VoteQuarter.office_id == office_id, VoteQuarter.cut_at.is_not(None), *inside)
    return list(session().scalars(query))


def not_tallied(office_id: int) -> list[ColumnElement[bool]]:
    """Conditions that leave out votes whose quarter is read from tallies already, while their rows go in batches."""
    return [~Vote.day.between(first, last) for first, last in going_quarters(office_id)]


def going_quarters(office_id: int) -> list[tuple[date, date]]:
    """First and last day of the quarters that are read from tallies while not all rows are deleted yet."""
    going = (VoteQuarter.cut_at.is_not(None), VoteQuarter.emptied_at.is_(None))
    query = select(VoteQuarter.starts_on, VoteQuarter.ends_on).where(VoteQuarter.office_id == office_id, *going)
    return [(first, last) for first, last in session().execute(query)]


def unemptied_quarters(office_id: int) -> list[tuple[int, int]]:
    """(year, quarter) of the quarters whose rows are not all deleted, because the job was interrupted."""
    going = (VoteQuarter.cut_at.is_not(None), VoteQuarter.emptied_at.is_(None))
    query = select(VoteQuarter.year, VoteQuarter.quarter).where(VoteQuarter.office_id == office_id, *going)
    return [(year, quarter) for year, quarter in session().execute(query)]


def tallied_figures(office_id: int, lines: Collection[str], first: date, last: date) -> Iterator[dict[str, Any]]:
    """Counts by officer, quarter, award line and holder, under the names of `OfficerFigures`.

    Officer None stands for "lainnya".
    """
    query = _inside(select(VoteTally).where(VoteTally.line.in_(lines)), VoteTally, office_id, first, last)
    for row in session().scalars(query):
        counts = dict(enumerate((row.n1, row.n2, row.n3, row.n4), start=1))
        yield {
            "officer_id": row.officer_id,
            "line": row.line,
            "year": row.year,
            "quarter": row.quarter,
            "held_by": row.held_by,
            "votes": sum(counts.values()),
            "score_sum": sum(score * n for score, n in counts.items()),
            "square_sum": sum(score * score * n for score, n in counts.items()),
            "fours": row.n4,
            "served": row.served,
            "rated": row.rated,
            "weeks": row.weeks,
            "from_contact": row.most_from_contact,
            "with_standard": row.with_standard,
            "within_standard": row.within_standard,
        }


def uncounted_before(office_id: int, first: date, last: date) -> int:
    """The number of uncounted votes in settled quarters among these days."""
    query = select(func.sum(ItemTally.n)).where(ItemTally.kind == UNCOUNTED)
    return int(session().scalar(_inside(query, ItemTally, office_id, first, last)) or 0)


def _inside(statement: Any, table: Any, office_id: int, first: date, last: date) -> Any:
    """The rows of a table by quarter whose quarter lies among these days."""
    settled = select(VoteQuarter.year, VoteQuarter.quarter).where(
        VoteQuarter.office_id == office_id, VoteQuarter.starts_on >= first, VoteQuarter.ends_on <= last
    )
    mine = tuple_(table.year, table.quarter).in_(settled)
    return statement.where(table.office_id == office_id, mine)
