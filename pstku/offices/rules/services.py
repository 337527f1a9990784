"""What the office says about a service, and what follows from its standard. Pure."""

from dataclasses import dataclass

SELF_SERVICE_MINUTES = 5
COMMON_LETTER = "A"  # shared by services without a queue of their own


def is_self_service(standard_minutes: int | None) -> bool:
    """Whoever comes for it is led to shelves or website within five minutes and left in peace: a short service is the rule.

    The library, printed and digital, in the services every office starts with.
    """
    return standard_minutes is not None and standard_minutes <= SELF_SERVICE_MINUTES


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """Everything an admin says about a service."""

    name: str
    guest_label: str
    guest_hint: str
    icon: str
    queue_letter: str
    destination: str
    standard_minutes: int | None
    standard_text: str
    fee: str
    counts_as: str
    seeks_data: bool  # its guests come for data: what for, and which, is asked of no other guest
    is_complaint: bool
    is_example: bool
    is_active: bool
