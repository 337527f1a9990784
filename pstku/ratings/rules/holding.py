"""Who held the right to vote: the guest or an officer.

Links exist only for visits a person entered and for questions left behind.
"""

from collections.abc import Mapping
from enum import StrEnum

from pstku.guestbook.rules.states import is_walk_in
from pstku.ratings.rules.lines import DESK, FIELD


class Holder(StrEnum):
    """In whose hands the right to vote lay."""

    GUEST = "guest"
    OFFICER = "officer"


GUEST, OFFICER = Holder

# Whose votes count fully on an award line. Outside the office every link is an employee's: its evidence is always weak.
FULL_HOLDERS: Mapping[str, tuple[str, ...]] = {DESK: (GUEST,), FIELD: (GUEST, OFFICER)}


def holder_of(*, by_link: bool, on_tablet: bool, channel: str, follow_up: bool, is_staff_entered: bool) -> str:
    """`officer` for a link an employee made, and for a code only an employee ever saw; else `guest`.

    A guest at the desk whom the officer entered is asked by the tablet, so that vote is the guest's own.
    """
    stands_at_desk = on_tablet and is_walk_in(channel, follow_up)
    return OFFICER if by_link or (is_staff_entered and not stands_at_desk) else GUEST


def counts_fully(award_line: str, held_by: str) -> bool:
    """Does such a vote count as a guest's own on this line?"""
    return held_by in FULL_HOLDERS[award_line]
