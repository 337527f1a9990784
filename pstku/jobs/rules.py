"""When the nightly work is due, and when the server's clock cannot be trusted. Pure."""

from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

NIGHT_BEGINS = time(1, 0)
CALM = timedelta(minutes=30)  # before opening: whoever starts then would still be at it when guests come
LONGEST_JUMP = timedelta(days=45)
SLACK = timedelta(minutes=10)  # what a time server may put right
OVERDUE = timedelta(days=3)


class Doubt(StrEnum):
    """Why nothing is deleted until an admin confirms the date."""

    BEHIND = "behind"
    AHEAD = "ahead"


def clock_doubt(
    now: datetime, *, newest: datetime | None, trusted: datetime | None, accepted: datetime | None
) -> Doubt | None:
    """Is `now` before what was written already, or more than 45 days past what is known to be right?

    `newest`: the newest row; `trusted`: the last moment known to be right; `accepted`: rows up to here were seen by an
    admin who confirmed the date, although they lie in the future.
    """
    for past in (newest if accepted is None or (newest and newest > accepted) else None, trusted):
        if past is not None and past > now + SLACK:
            return Doubt.BEHIND
    reference = trusted or newest
    return Doubt.AHEAD if reference is not None and now - reference > LONGEST_JUMP else None


def last_night(now: datetime, tz: tzinfo) -> datetime:
    """The start of the latest night whose work should be done by now."""
    local = now.astimezone(tz)
    begins = datetime.combine(local.date(), NIGHT_BEGINS, tz)
    return begins if begins <= local else begins - timedelta(days=1)


def is_due(now: datetime, succeeded: datetime | None, tz: tzinfo) -> bool:
    """Has the work of the last night not been done yet?"""
    return succeeded is None or succeeded < last_night(now, tz) or succeeded > now + SLACK
