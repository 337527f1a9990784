"""What a tablet makes of its commands, and when its secret is old."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

SECRET_LIFE = timedelta(days=90)
SETTLED_AFTER = timedelta(seconds=90)  # a browser writes its cookies to the disk within half a minute
GRACE = timedelta(minutes=5)  # of what was on its way with the old secret


class Kind(StrEnum):
    """What a tablet can be asked: Muat ulang saat sepi; to be closed or open."""

    RELOAD = "reload"
    DOOR = "door"


class Stage(StrEnum):
    """How far a command has come."""

    ASKED = "asked"
    RECEIVED = "received"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Closing:
    """Tutup dengan pesan: what guests read in Indonesian and, where the admin wrote it, in English; and until when."""

    sentence: str
    sentence_en: str
    ends_at: datetime | None

    def until(self, now: datetime) -> Self | None:
        """Itself while it lasts, None from its end on."""
        return self if self.ends_at is None or now < self.ends_at else None


@dataclass(frozen=True, slots=True)
class Orders:
    """What stands for a tablet: how often it was asked to reload, how often its door changed, and whether it is closed."""

    reloads: int = 0
    doors: int = 0
    closing: Closing | None = None
    is_unheard: bool = False  # the tablet has not said yet that it heard of it
    is_undone: bool = False

    @property
    def mark(self) -> tuple[int, int, bool]:
        """What makes the tablet's page another one."""
        return self.reloads, self.doors, self.closing is not None


def stage_of(received_at: datetime | None, done_at: datetime | None) -> Stage:
    """Asked until the tablet said that it heard of it, then received, then done."""
    return Stage.DONE if done_at else Stage.RECEIVED if received_at else Stage.ASKED


def is_secret_old(since: datetime, now: datetime) -> bool:
    """True when a tablet has held the same secret for 90 days."""
    return now - since > SECRET_LIFE


def is_settled(used_at: datetime, now: datetime) -> bool:
    """True when the new secret surely stands on the tablet's disk: a cut of the power brings the old one back no more."""
    return now - used_at >= SETTLED_AFTER


def is_in_grace(changed_at: datetime, now: datetime) -> bool:
    """True while what was sent with the old secret may still be on its way."""
    return now - changed_at < GRACE
