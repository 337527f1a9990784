"""How a tablet is doing, from what it last said."""

from datetime import datetime, timedelta

LATE, LOST = timedelta(minutes=2), timedelta(minutes=5)
OLD_OUTBOX_SECONDS = 600
MOST_SKEW_SECONDS = 300
NEARLY_FULL = 450  # of the 500 items a tablet keeps (static/js/kiosk/outbox/store.js)

GREEN, AMBER, RED = "green", "amber", "red"


def health(last_seen_at: datetime | None, outbox_age_seconds: int, now: datetime) -> str:
    """Green; amber after two silent minutes or with something unsent for ten; red after five minutes or never seen."""
    if last_seen_at is None or now - last_seen_at > LOST:
        return RED
    if now - last_seen_at > LATE or outbox_age_seconds > OLD_OUTBOX_SECONDS:
        return AMBER
    return GREEN


def is_nearly_full(outbox_count: int) -> bool:
    """True when the tablet will soon have to send guests to the desk."""
    return outbox_count >= NEARLY_FULL


def is_clock_wrong(skew_seconds: int) -> bool:
    """True when the tablet's clock is more than five minutes off the server's."""
    return abs(skew_seconds) > MOST_SKEW_SECONDS
