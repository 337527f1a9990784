"""The moment and the office's day: the only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
EARLIEST_MS, LATEST_MS = 946_684_800_000, 3_786_912_000_000  # 2000 and 2090: a skew in seconds stays within 32 bits
LONGEST_KEPT = timedelta(days=14)
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _travelled.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`: for tests and for the demo generator."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a timezone")
    token = _travelled.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _travelled.reset(token)


def local_day(moment: datetime, tz: tzinfo) -> date:
    """The calendar day of an instant in a timezone."""
    return moment.astimezone(tz).date()


def day_range(day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """A local day as a half-open range of UTC instants."""
    return days_range(day, day, tz)


def days_range(first: date, last: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """Local days `first` to `last`, both included, as a half-open range of UTC instants."""
    start = datetime.combine(first, time.min, tz)
    end = datetime.combine(last + timedelta(days=1), time.min, tz)
    return start.astimezone(UTC), end.astimezone(UTC)


def client_moment(milliseconds: Any) -> datetime | None:
    """The instant of a browser's Date.now() in milliseconds; None when the value cannot be one."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, (int, float)):
        return None
    if not EARLIEST_MS < milliseconds < LATEST_MS:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def time_kept(written_at: datetime | None, sent_at: datetime | None) -> timedelta:
    """How long something lay in a tablet's outbox: never negative, at most two weeks, nothing when either is unknown.

    Both readings are of the tablet's own clock, so one that is wrong by hours still measures this right.
    """
    if written_at is None or sent_at is None:
        return timedelta()
    return min(max(sent_at - written_at, timedelta()), LONGEST_KEPT)


def quarter_of(day: date) -> tuple[int, int]:
    """(year, quarter) of a day."""
    return day.year, (day.month - 1) // 3 + 1


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter (1 to 4)."""
    first = date(year, quarter * 3 - 2, 1)
    following = date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
    return first, following - timedelta(days=1)


def long_date(day: date) -> str:
    """23 November 2026"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """12 Nov 2026"""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def weekday_date(day: date) -> str:
    """Senin, 23 November 2026"""
    return f"{WEEKDAYS[day.weekday()]}, {long_date(day)}"


def clock_time(moment: datetime, tz: tzinfo) -> str:
    """09.41 WITA"""
    local = moment.astimezone(tz)
    offset = int((local.utcoffset() or timedelta()).total_seconds() // 3600)
    return f"{local:%H.%M} {ZONES.get(offset, '')}".rstrip()
