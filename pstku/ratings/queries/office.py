"""The office's own score: one definition for the overview, the award page and the minutes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, union_all

from pstku.core.db import session
from pstku.ratings.models import Vote, VoteMonth
from pstku.ratings.queries.tallies import going_quarters, tallied_figures
from pstku.ratings.rules.lines import LINES, award_line_of
from pstku.ratings.rules.score import OfficeScore

LineVotes = Mapping[str, tuple[int, int]]  # desk, remote or field -> (votes, sum of their scores)
DAY = timedelta(days=1)
Days = tuple[date, date]  # first and last, both included


def office_scores(
    office_id: int,
    first: date,
    last: date,
    votes: LineVotes | None = None,
    tallied: Iterable[Mapping[str, Any]] | None = None,
) -> dict[str, OfficeScore]:
    """The plain mean of all counted votes of the days `first` to `last`, by award line; a line without votes is absent.

    Votes after service by message count at the desk, as they do for officers. `votes`, `tallied`: the `line_votes` and
    `tallied_figures` of these days, if already read.
    """
    counts: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for line, (n, total) in (line_votes(office_id, first, last) if votes is None else votes).items():
        counts[award_line_of(line)] += n
        totals[award_line_of(line)] += total
    for row in tallied_figures(office_id, LINES, first, last) if tallied is None else tallied:
        counts[row["line"]] += row["votes"]
        totals[row["line"]] += row["score_sum"]
    return {line: OfficeScore(counts[line], totals[line]) for line in LINES if counts[line]}


def line_votes(office_id: int, first: date, last: date) -> LineVotes:
    """Counted votes of these days that are still rows: past months from their stored counts, other days one by one."""
    going = going_quarters(office_id)
    months = [month for month in kept_months(office_id, first, last) if not _is_in(month, going)]
    rest = _without(_between(months, first, last), going)
    votes: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    rows = [(line, *both) for month in months for line, both in month.lines.items()]
    for line, n, total in [*rows, *votes_of(office_id, rest)]:
        votes[line] += n
        totals[line] += total
    return {line: (n, totals[line]) for line, n in votes.items()}


def _is_in(month: VoteMonth, going: list[Days]) -> bool:
    return any(first <= month.first_day <= last for first, last in going)


def kept_months(office_id: int, first: date, last: date) -> list[VoteMonth]:
    """The stored months among these days, in order of time."""
    inside = (VoteMonth.first_day >= first, VoteMonth.last_day <= last)
    query = select(VoteMonth).where(VoteMonth.office_id == office_id, *inside).order_by(VoteMonth.first_day)
    return list(session().scalars(query.execution_options(populate_existing=True)))


def _without(stretches: list[Days], going: list[Days]) -> list[Days]:
    """The stretches without these quarters, which are read from tallies."""
    for start, end in going:
        parts = [part for a, b in stretches for part in ((a, min(b, start - DAY)), (max(a, end + DAY), b))]
        stretches = sorted({part for part in parts if part[0] <= part[1]})
    return stretches


def votes_of(office_id: int, stretches: list[Days]) -> list[tuple[str, int, int]]:
    """(line, votes, sum of their scores) of counted votes in these stretches of days, from the votes themselves."""
    if not stretches:
        return []
    counted = (Vote.office_id == office_id, Vote.officer_id.is_not(None), Vote.excluded_at.is_(None))
    each = [
        select(Vote.line, func.count(), func.sum(Vote.score))
        .where(*counted, Vote.day.between(first, last))
        .group_by(Vote.line)
        for first, last in stretches
    ]
    return [(line, n, int(total)) for line, n, total in session().execute(union_all(*each))]


def _between(months: list[VoteMonth], first: date, last: date) -> list[Days]:
    """The stretches of `first` to `last` that no stored month covers."""
    found = []
    for month in months:
        if first < month.first_day:
            found.append((first, month.first_day - DAY))
        first = month.last_day + DAY
    return [*found, (first, last)] if first <= last else found
