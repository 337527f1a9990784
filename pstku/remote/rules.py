"""What a tablet makes of its commands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self


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
