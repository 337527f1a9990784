"""The states of a visit, and which act leads from which to which."""

WAITING, CALLED, SERVING = "waiting", "called", "serving"
DONE, CANCELLED, NO_SHOW = "done", "cancelled", "no_show"
OPEN = (WAITING, CALLED, SERVING)
WALK_IN = ("tablet", "own_phone", "desk")
CLOSING_OUTCOMES = ("done_on_the_spot", "referred", "follow_up")


def is_walk_in(channel: str, follow_up: bool) -> bool:
    """True when the guest stands at the desk, so that its tablet can ask them to rate."""
    return channel in WALK_IN and not follow_up
