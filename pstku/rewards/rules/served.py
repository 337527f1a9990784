"""A visit as the signals look at it: how it came about and how its vote came in, nobody's name and no guest's words."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from pstku.offices.rules.services import is_self_service

WALK_IN, REMOTE, FIELD = "walk_in", "remote", "field"
LIBRARY, COUNTER = "library", "counter"
LATE_SECONDS, LATE_PART = 60, 0.8
LEAST_MISSING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedVisit:
    """One visit somebody began to serve. What is not known is None, and is then left out of the test that asks for it.

    `voted_on` and `minute` are the local day and minute of the vote. `party` is the same for guests who came together, and
    `guest` for a guest who came again.
    """

    officer_id: int  # who answers for it, and whose vote it is
    begun_by_id: int  # who began to serve it
    kind: str  # walk_in, remote or field
    group: str  # library or counter
    day: date
    guest: Hashable
    party: Hashable
    is_done: bool = True  # False: the guest left while being served
    is_alone: bool | None = None  # nobody else was on duty or served that day
    service_seconds: float | None = None
    has_contact: bool | None = None
    has_need: bool | None = None
    is_complete: bool | None = None
    has_form: bool = True  # the guest filled in the guest book; False: somebody of the office did
    is_skipped: bool = False
    is_declined: bool = False
    is_handed_late: bool = False

    score: int | None = None  # of the counted vote
    is_guest_held: bool = True
    is_on_tablet: bool = True
    voted_on: date | None = None
    minute: float | None = None
    reaction_ms: int | None = None
    device: Hashable = None  # a browser that is no tablet of the office
    is_staff_phone: bool = False
    is_staff_browser: bool = False
    is_makers_device: bool = False

    @property
    def is_rated(self) -> bool:
        return self.score is not None

    @property
    def is_thin(self) -> bool | None:
        """Are three or more missing of what an honest visit leaves: contact, need, details, own form, a colleague near?"""
        if self.has_contact is None:
            return None
        left = (self.has_contact, self.has_need is not False, self.is_complete is not False, self.has_form)
        return left.count(False) + (self.is_alone is True) >= LEAST_MISSING

    @property
    def stratum(self) -> str:
        """Kind of channel and of service: only like is compared with like."""
        return f"{self.kind}/{self.group}"


Placed = tuple[int, ServedVisit]  # a visit and its place in the list


def group_of(standard_minutes: int | None) -> str:
    """library: the guest serves themselves, and a short service is the rule; else counter."""
    return LIBRARY if is_self_service(standard_minutes) else COUNTER


def is_late(handed_after: float, served: float) -> bool:
    """Was a guest handed on when the service was as good as over? Seconds from its start to handing on and to its end."""
    return served - handed_after <= LATE_SECONDS or handed_after >= LATE_PART * served
