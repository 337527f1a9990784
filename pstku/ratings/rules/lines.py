"""Lines of service: which votes count for which award."""

DESK, REMOTE, FIELD = "desk", "remote", "field"

# An award line and the vote lines that count there: service by message counts at the desk, but never lowers its coverage.
LINES = {DESK: (DESK, REMOTE), FIELD: (FIELD,)}

CHANNEL_LINES = {
    "tablet": DESK,
    "own_phone": DESK,
    "desk": DESK,
    "whatsapp": REMOTE,
    "email": REMOTE,
    "phone": REMOTE,
    "field": FIELD,
}


def line_of(channel: str, follow_up: bool) -> str:
    """The line of a visit; a question left at an empty desk is answered by message."""
    return REMOTE if follow_up and channel != "field" else CHANNEL_LINES[channel]


def award_line_of(line: str) -> str:
    """The award a vote's line counts for."""
    return FIELD if line == FIELD else DESK
