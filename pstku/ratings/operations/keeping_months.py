"""Votes of past months, and of the running one until yesterday, are counted once and kept as long as they are rows."""

from calendar import monthrange
from datetime import date, timedelta

from sqlalchemy import delete, func, insert, select

from pstku.core import clock
from pstku.core.db import atomic, hold_still, session
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote, VoteMonth
from pstku.ratings.queries.office import DAY, kept_months, votes_of


def keep_past_months(office_id: int) -> int:
    """Store the counts of every month until yesterday that are still missing (a nightly job); returns how many months."""
    yesterday = clock.local_day(clock.now(), configuration(office_id).tz) - DAY
    oldest = session().scalar(select(func.min(Vote.day)).where(Vote.office_id == office_id))
    if oldest is None:
        return 0
    count, month = 0, oldest.replace(day=1)
    stored = {kept.first_day: kept.last_day for kept in kept_months(office_id, month, yesterday)}
    while month <= yesterday:
        following = month + timedelta(days=monthrange(month.year, month.month)[1])
        last = min(following - DAY, yesterday)
        if stored.get(month) != last:
            _keep(office_id, month, last)
            count += 1
        month = following
    return count


def _keep(office_id: int, first: date, last: date) -> None:
    with atomic() as s:
        hold_still(Vote)  # nobody may vote between the count and its being kept
        lines = {line: [n, total] for line, n, total in votes_of(office_id, [(first, last)])}
        s.execute(delete(VoteMonth).where(VoteMonth.office_id == office_id, VoteMonth.first_day == first))
        s.execute(insert(VoteMonth).values(office_id=office_id, first_day=first, last_day=last, lines=lines))
