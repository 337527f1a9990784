"""Past days are counted once and kept: a year of visits is then a sum of days.

Nobody has to say that a day changed: the database drops a kept day with anything that is written of it
(`guestbook/triggers.py`), and other hours or standards make it worth nothing (`rules.days.grounds`).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, insert, text

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.guestbook.models import VisitDay
from pstku.guestbook.queries.days import (
    Days,
    counted_days,
    days_not_kept,
    kept_days,
    row_of,
)
from pstku.offices.queries import Configuration, configuration

AT_ONCE = 7  # days: a batch holds other writers off for a moment only


def figures_by_day(office: Configuration, first: date, last: date) -> tuple[Days, date | None]:
    """The figures of every day from `first` to `last` with visits or without, and the day of the first visit ever.

    Past days are kept as they are asked for; today, which still changes, is counted from its visits.
    """
    kept = kept_days(office, first, last)
    today = clock.local_day(clock.now(), office.tz)
    if past := days_not_kept(kept, first, min(last, today - timedelta(days=1))):
        keep_days(office, past)
        kept = kept_days(office, first, last)
    rest = days_not_kept(kept, first, last)
    return kept.days | {day: figures for day, (figures, _until) in counted_days(office, rest).items()}, kept.since


def keep_past_days(office_id: int) -> int:
    """Every day until yesterday that is not kept yet, for the nightly job; returns how many were counted."""
    office = configuration(office_id)
    yesterday = clock.local_day(clock.now(), office.tz) - timedelta(days=1)
    kept = kept_days(office, date.min, yesterday)
    missing = days_not_kept(kept, date.min, yesterday)
    keep_days(office, missing)
    return len(missing)


def keep_days(office: Configuration, days: Sequence[date]) -> None:
    """Count these past days from their visits and keep the figures, a few days in each act."""
    for place in range(0, len(days), AT_ONCE):
        batch = days[place : place + AT_ONCE]
        with atomic() as s:
            _hold_writers_off()
            rows = [row_of(office, day, *found) for day, found in counted_days(office, batch).items()]
            s.execute(delete(VisitDay).where(VisitDay.office_id == office.id, VisitDay.day.in_(batch)))
            s.execute(insert(VisitDay), rows)


def _hold_writers_off() -> None:
    """Nobody may change a visit between its being counted and the count being kept.

    On SQLite whoever writes is alone already.
    """
    if session().get_bind().dialect.name == "postgresql":
        session().execute(text("LOCK TABLE visits, data_needs IN SHARE MODE"))
