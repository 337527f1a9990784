"""Past days and months are counted once and stored, so that a year is the sum of twelve rows.

No code has to report a change: whenever something of a day is written, the database drops the stored sums of the day and
its month (`guestbook/triggers.py`); sums counted under other hours or standards are ignored (`rules.days.grounds`).
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, insert, text

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.guestbook.models import VisitSum
from pstku.guestbook.queries.days import (
    Kept,
    KeptSums,
    KeptUnmet,
    Span,
    counted_days,
    kept_sums,
    kept_unmet,
    row_of,
    unmet_on,
)
from pstku.guestbook.rules.days import DayFigures, total
from pstku.guestbook.rules.needs import Topic, UnmetNeeds, UnmetTopic, by_topic
from pstku.offices.queries import Configuration, configuration

DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=90)  # how long an unmet need is listed


def figures_by_span(office: Configuration, first: date, last: date) -> tuple[dict[date, DayFigures], date | None]:
    """The figures from `first` to `last`, and the day of the very first visit.

    The keys are the first day of each past month that lies within these days, and every other day. Past figures that are
    not stored yet are stored now; today, which still changes, is counted from its visits.
    """
    today = clock.local_day(clock.now(), office.tz)
    stored = _kept(office, first, last, today)
    months, days = _missing(stored, first, last, today.replace(day=1))
    if past := [day for day in days if day < today]:
        keep_days(office, past)
    for month in months:
        _keep_month(office, month, stored.since)
    if months or past:
        stored = _kept(office, first, last, today)
        months, days = _missing(stored, first, last, today.replace(day=1))
    days += [day for month in months for day in _days(*month)]  # of months that changed meanwhile
    counted = {day: one.figures for day, one in counted_days(office, days).items()}
    return {start: one.figures for (start, _end), one in stored.sums.items()} | counted, stored.since


def _kept(office: Configuration, first: date, last: date, today: date) -> KeptSums:
    """The stored months within these days, and the stored days outside such months."""
    return kept_sums(office, first, last, *_outside_months(first, last, today.replace(day=1)))


def _outside_months(first: date, last: date, running: date) -> tuple[date, date]:
    """The day before which, and the one from which on, days do not belong to a whole past month of these days."""
    head = first if first.day == 1 else _month_after(first)
    return max(head, min((last + DAY).replace(day=1), running)), head


def unmet_by_topic(office: Configuration, first: date) -> dict[Topic, UnmetTopic]:
    """What was sought and not obtained from `first` to today, topic by topic; stores past days that are missing."""
    kept, others = _unmet(office, first)
    return by_topic(others, kept.topics)


def unmet_by_day(office: Configuration, first: date) -> dict[date, UnmetNeeds]:
    """The same, day by day."""
    kept, others = _unmet(office, first)
    return {**kept.days, **others}


def _unmet(office: Configuration, first: date) -> tuple[KeptUnmet, dict[date, UnmetNeeds]]:
    """What is stored, and what was read from the needs themselves: today's, and of days that changed meanwhile."""
    today = clock.local_day(clock.now(), office.tz)
    kept, since = kept_unmet(office.id, first, today - DAY)
    missing = [day for day in _days(max(first, since or today), today - DAY) if day not in kept.days]
    if missing:
        keep_days(office, missing)
        kept = kept_unmet(office.id, first, today - DAY)[0]
    return kept, {day: unmet_on(office.id, day) for day in [*missing, today] if day not in kept.days}


def keep_past_days(office_id: int) -> None:
    """Store the figures of every day until yesterday that are still missing (a nightly job)."""
    office = configuration(office_id)
    today = clock.local_day(clock.now(), office.tz)
    figures_by_span(office, date.min, today - DAY)
    unmet_by_day(office, today - LOOK_BACK)


def keep_days(office: Configuration, days: Sequence[date]) -> None:
    """Count these past days from their visits and store the figures, each in its own transaction to keep waits short."""
    for day in days:
        with atomic():
            _hold_writers_off()
            _write(office, {(day, day): counted_days(office, [day])[day]})


def _keep_month(office: Configuration, month: Span, since: date | None) -> None:
    first, last = month
    month_days = list(_days(max(first, since or first), last))
    stored = kept_sums(office, first, last, first).sums
    keep_days(office, [day for day in month_days if (day, day) not in stored])
    with atomic():
        _hold_writers_off()
        stored = kept_sums(office, first, last, first).sums
        if all((day, day) in stored for day in month_days):
            days = [stored[day, day] for day in month_days]
            whole = Kept(total(day.figures for day in days), max(last, *(day.until for day in days)))
            _write(office, {month: whole})


def _write(office: Configuration, sums: dict[Span, Kept]) -> None:
    s = session()
    for first, last in sums:
        mine = (VisitSum.office_id == office.id, VisitSum.first_day == first, VisitSum.last_day == last)
        s.execute(delete(VisitSum).where(*mine))
    s.execute(insert(VisitSum), [row_of(office, span, one) for span, one in sums.items()])


def _missing(stored: KeptSums, first: date, last: date, running: date) -> tuple[list[Span], list[date]]:
    """Past months, and days outside them, that are not stored yet; none before the very first visit."""
    if stored.since is None:
        return [], []
    begun = max(first, stored.since)
    months = [
        month
        for month in _months(max(first, stored.since.replace(day=1)), min(last, running - DAY))
        if month[0] >= first and month[1] <= last and month not in stored.sums
    ]
    tail, head = _outside_months(first, last, running)
    before = list(_days(begun, min(last, head - DAY))) if head > first else []
    days = [*before, *_days(max(begun, tail), last)]
    return months, [day for day in days if (day, day) not in stored.sums]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _months(first: date, last: date) -> Iterator[Span]:
    month = first.replace(day=1)
    while month <= last:
        end = month.replace(day=monthrange(month.year, month.month)[1])
        yield month, end
        month = end + DAY


def _month_after(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=1) + 31 * DAY).replace(day=1)


def _hold_writers_off() -> None:
    """Keep other writers out between counting the visits and storing the count.

    SQLite has only one writer at a time anyway.
    """
    if session().get_bind().dialect.name == "postgresql":
        session().execute(text("LOCK TABLE visits, data_needs, dtsen_visits IN SHARE MODE"))
