"""When a quarter is settled, and when one that nobody finishes is closed all the same. Pure."""

from collections.abc import Collection
from datetime import date

from pstku.rewards.rules.states import FINISHED

DAYS_TO_ESTABLISH = 180  # after the quarter's last day; its votes are cut then
REMINDED_FROM, URGENT_FROM = 120, 160


def is_settled(states: Collection[str], last: date, today: date, voting_days: int) -> bool:
    """Every period that was opened is finished, or nobody opened one in time; `last` is the quarter's last day.

    Never while guests may still vote, not even where every period was cancelled.
    """
    if (today - last).days <= voting_days:
        return False
    return set(states) <= set(FINISHED) if states else has_lapsed(last, today)


def has_lapsed(last: date, today: date) -> bool:
    """Is it too late to establish an award for the quarter that ended on `last`?"""
    return (today - last).days > DAYS_TO_ESTABLISH


def days_until_lapse(last: date, today: date) -> int:
    """How many days an award for the quarter that ended on `last` may still be established."""
    return DAYS_TO_ESTABLISH - (today - last).days


def is_reminded(last: date, today: date) -> bool:
    """Are admins told that time runs out?"""
    return (today - last).days >= REMINDED_FROM


def is_urgent(last: date, today: date) -> bool:
    """Are they told a second time, in red?"""
    return (today - last).days >= URGENT_FROM
