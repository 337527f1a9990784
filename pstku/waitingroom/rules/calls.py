"""Which calls are still said aloud. A call never waits for a screen: it stands in the trail, and screens catch up."""

from datetime import datetime, timedelta

from pstku.guestbook.rules.states import CALLED

SAID_FOR = timedelta(minutes=3)
MOST_ACTS = 1000  # of the trail that are looked through for calls: more than an office does in those minutes


def is_still_said(state: str, called_at: datetime, now: datetime) -> bool:
    """Does it still help to say this call aloud? Not when its guest has come or has left, nor after three minutes."""
    return state == CALLED and now - called_at <= SAID_FOR


def first_to_read(heard: int | None, end: int) -> int:
    """The entry of the trail after which calls are looked for: the last one the screen has heard of.

    A screen that has just started, or one that has heard of more than there is because the office was restored from a
    backup, begins at the end.
    """
    return max(heard, end - MOST_ACTS) if heard is not None and heard <= end else end
