"""The office's own score: one definition for the overview, the award page and the minutes."""

from datetime import date

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.ratings.models import Vote
from pstku.ratings.rules.lines import LINES
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
        )
        .group_by(Vote.line)
    )
    by_line = {line: (n, int(total)) for line, n, total in session().execute(wanted)}
    scores = {}
    for award_line, lines in LINES.items():
        counted = [by_line[line] for line in lines if line in by_line]
        if counted:
            scores[award_line] = OfficeScore(sum(n for n, _ in counted), sum(total for _, total in counted))
    return scores
