"""The office's own score: one definition for the overview, the award page and the minutes."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.ratings.models import Vote
from pstku.ratings.queries.tallies import not_tallied, tallied_figures
from pstku.ratings.rules.lines import LINES, award_line_of
from pstku.ratings.rules.score import OfficeScore


def office_scores(office_id: int, first: date, last: date) -> dict[str, OfficeScore]:
    """The plain mean of all counted votes of the days `first` to `last`, by award line; a line without votes is absent.

    Votes after service by message count at the desk, as they do for officers.
    """
    wanted = (
        select(Vote.line, func.count(), func.sum(Vote.score))
        .where(
            Vote.office_id == office_id,
            Vote.officer_id.is_not(None),
            Vote.excluded_at.is_(None),
            Vote.day.between(first, last),
            *not_tallied(office_id),
        )
        .group_by(Vote.line)
    )
    votes: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for line, n, total in session().execute(wanted):
        votes[award_line_of(line)] += n
        totals[award_line_of(line)] += int(total)
    for counts in tallied_figures(office_id, LINES, first, last):
        votes[counts["line"]] += counts["votes"]
        totals[counts["line"]] += counts["score_sum"]
    return {line: OfficeScore(votes[line], totals[line]) for line in LINES if votes[line]}
