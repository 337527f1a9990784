"""The states of a visit, and which act leads from which to which."""

from enum import StrEnum


class VisitState(StrEnum):
    """menunggu, dipanggil, dilayani, selesai, dibatalkan, tidak hadir."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    DONE = "done"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class Channel(StrEnum):
    """How a guest reached the office."""

    TABLET = "tablet"
    OWN_PHONE = "own_phone"
    DESK = "desk"  # typed in by an officer
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    PHONE = "phone"
    FIELD = "field"  # outside the office
    PAPER = "paper"  # came to the counter, and was written into the book later from a sheet of paper


class Outcome(StrEnum):
    """How a visit ended."""

    DONE_ON_THE_SPOT = "done_on_the_spot"
    REFERRED = "referred"
    FOLLOW_UP = "follow_up"
    LEFT = "left"


class Kind(StrEnum):
    """What the guest of a DTSEN consultation came for; `pstku/dtsen` has the words."""

    DECILE = "decile"
    UPDATE = "update"
    OBJECTION = "objection"
    COMPLAINT = "complaint"
    OTHER = "other"


class Result(StrEnum):
    """How a DTSEN consultation ended."""

    ON_THE_SPOT = "on_the_spot"
    FOLLOW_UP = "follow_up"
    NOT_FOUND = "not_found"
    INCOMPLETE = "incomplete"


WAITING, CALLED, SERVING, DONE, CANCELLED, NO_SHOW = VisitState
OPEN = (WAITING, CALLED, SERVING)
WALK_IN = (Channel.TABLET, Channel.OWN_PHONE, Channel.DESK)
KEPT_ON_TABLET = "kept_on_tablet"  # a mark: the entry lay in an outbox
CLOSING_OUTCOMES = (Outcome.DONE_ON_THE_SPOT, Outcome.REFERRED, Outcome.FOLLOW_UP)


PartKey = tuple[str, int]  # a way, as `way_of` tells it, and the id of a service
LEFT = "left"  # a question left behind at an empty desk, on whatever device


def way_of(channel: str, follow_up: bool) -> str:
    """The one way by which a visit is counted: its channel, or `LEFT`; so that the ways of a period add up to its visits."""
    return LEFT if follow_up else channel


def may_have_link(channel: str, follow_up: bool, *, is_staff_entered: bool) -> bool:
    """May an employee hand out a link to rate this visit: one they wrote down, or a question that was left behind?

    Never for a guest from paper: who types the sheet would hold the vote of a guest who has long gone.
    """
    return channel != Channel.PAPER and (is_staff_entered or follow_up)


def is_walk_in(channel: str, follow_up: bool) -> bool:
    """True when the guest stands at the desk, so that its tablet can ask them to rate."""
    return channel in WALK_IN and not follow_up
