"""Lines of service: which votes count for which award."""

from collections.abc import Mapping
from enum import StrEnum

from pstku.guestbook.rules.states import Channel


class Line(StrEnum):
    """Where somebody was served: at the desk, by message or call, outside the office."""

    DESK = "desk"
    REMOTE = "remote"
    FIELD = "field"


DESK, REMOTE, FIELD = Line

# An award line and the vote lines that count there: service by message counts at the desk, but never lowers its coverage.
LINES: Mapping[str, tuple[str, ...]] = {DESK: (DESK, REMOTE), FIELD: (FIELD,)}

CHANNEL_LINES: Mapping[str, str] = {
    Channel.TABLET: DESK,
    Channel.OWN_PHONE: DESK,
    Channel.DESK: DESK,
    Channel.WHATSAPP: REMOTE,
    Channel.EMAIL: REMOTE,
    Channel.PHONE: REMOTE,
    Channel.FIELD: FIELD,
}  # a guest from paper cannot rate, so such a visit stands on no line: it neither gives nor lowers anything there


def line_of(channel: str, follow_up: bool) -> str:
    """The line of a visit; a question left at an empty desk is answered by message."""
    return REMOTE if follow_up and channel != Channel.FIELD else CHANNEL_LINES[channel]


def award_line_of(line: str) -> str:
    """The award a vote's line counts for."""
    return FIELD if line == FIELD else DESK
