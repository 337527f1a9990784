"""How long guests at the counter wait, by the office's calendar: the one meaning of these minutes everywhere.

Only walk-in guests wait (`states.is_walk_in`): a question left at an empty desk and a visit by message do not. Only
minutes in which the counter was open count, its breaks left out.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from operator import itemgetter

from pstku.core.numbers import round_half_up
from pstku.offices.rules.calendar import Calendar, Span, open_spans

MINUTE = timedelta(minutes=1)


def time_waited(came: datetime, served: datetime, calendar: Calendar, tz: tzinfo) -> timedelta:
    """The opening time between the guest book and the first word of an officer."""
    return time_open(came, served, calendar, tz)


def time_open(start: datetime, end: datetime, calendar: Calendar, tz: tzinfo) -> timedelta:
    """The time between two moments in which the counter was open, its breaks left out."""
    return _length(open_spans(start, end, calendar, tz))


def is_within_standard(waited: timedelta, standard_minutes: int) -> bool:
    """Was the guest met within the minutes that the service promises?"""
    return waited <= standard_minutes * MINUTE


def whole_minutes(length: timedelta) -> int:
    """Whole minutes, half a minute rounded up."""
    return int(round_half_up(length.total_seconds() / 60, 0))


def time_without_officer(
    waits: Iterable[Span], services: Iterable[Span], patience: timedelta, calendar: Calendar, tz: tzinfo
) -> timedelta:
    """The opening time in which a guest had waited longer than `patience` and no officer was at the desk.

    `waits` reach from the guest book to the first word, or to the end of a visit without one; `services` from there
    to the end of the visit. An officer who serves is at the desk, whoever else waits meanwhile.
    """
    impatient = [span for came, end in waits for span in _after(patience, open_spans(came, end, calendar, tz))]
    present = _joined(services)
    return sum((_length(_outside(span, present)) for span in _joined(impatient)), timedelta())


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((end - start for start, end in spans), timedelta())


def _after(patience: timedelta, spans: list[Span]) -> Iterable[Span]:
    """The spans without their first `patience`."""
    left = patience
    for start, end in spans:
        if end - start > left:
            yield start + left, end
        left = max(left - (end - start), timedelta())


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order of time, overlapping ones joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _outside(span: Span, others: list[Span]) -> Iterable[Span]:
    """The parts of a span that none of the `others`, in order and apart, covers."""
    start, end = span
    for place in range(bisect_right(others, start, key=itemgetter(1)), len(others)):
        begin, stop = others[place]
        if begin >= end:
            break
        if begin > start:
            yield start, begin
        start = max(start, stop)
    if start < end:
        yield start, end
