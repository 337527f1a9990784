"""The clock of a personal data breach: UU 27/2022 Pasal 46, written notice within 3 × 24 hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NOTICE_WITHIN = timedelta(hours=72)  # hours of the clock: nights, weekends and holidays count


class Data(StrEnum):
    """What kind of personal data was disclosed."""

    IDENTITY = "identity"  # of guests: name, agency, age group
    CONTACT = "contact"  # of guests: phone, e-mail
    COMPLAINT = "complaint"
    STAFF = "staff"
    SIGN_IN = "sign_in"  # passwords, recovery keys
    COPY = "copy"  # a whole backup or the database


class Told(StrEnum):
    """Whom the law wants told."""

    AUTHORITY = "authority"
    PERSONS = "persons"


class Outcome(StrEnum):
    """How a breach was closed."""

    HANDLED = "handled"
    NO_BREACH = "no_breach"  # looked into, and no personal data had been disclosed


class State(StrEnum):
    """Where one notice stands."""

    WAITING = "waiting"
    LATE = "late"
    IN_TIME = "in_time"
    TOLD_LATE = "told_late"


@dataclass(frozen=True, slots=True)
class Notice:
    """One of the two notices: due at an instant, given at another or not yet."""

    whom: Told
    due_at: datetime
    told_at: datetime | None
    how: str

    def state(self, now: datetime) -> State:
        """Waiting or late while nobody was told; afterwards whether it was in time. The last instant is in time."""
        if self.told_at is not None:
            return State.IN_TIME if self.told_at <= self.due_at else State.TOLD_LATE
        return State.WAITING if now <= self.due_at else State.LATE

    def hours(self, now: datetime) -> int:
        """Whole hours that are left, or that have passed since it was due."""
        return int(abs(self.due_at - now) / timedelta(hours=1))


def due_at(known_at: datetime) -> datetime:
    """When both notices must have been given, counted from the moment the office knew."""
    return known_at + NOTICE_WITHIN
