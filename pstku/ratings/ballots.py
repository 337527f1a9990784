"""The ballot a guest's device sends, checked before it is counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.text import N_, words_text
from pstku.core.vault import blind_index
from pstku.ratings.rules.asking import LONGEST_COMMENT, MOST_REASONS, REASON_LABELS, UNSUR_QUESTIONS

TABLET, OWN_PHONE = "tablet", "own_phone"
LARGEST_REVISION = 2**31 - 1  # a phone counts milliseconds since its first tap


@dataclass(frozen=True, slots=True)
class Words:
    """What a guest adds after the tap; all of it optional."""

    reasons: tuple[str, ...] = ()
    comment: str = ""
    unsur: str | None = None
    unsur_value: int | None = None

    def columns(self) -> dict[str, Any]:
        """The values as columns of the vote."""
        return {
            "reasons": list(self.reasons),
            "comment": self.comment,
            "unsur": self.unsur,
            "unsur_value": self.unsur_value,
        }


@dataclass(frozen=True, slots=True)
class Ballot:
    """One revision of one vote; `first_at` and `at` are the device's own time of its first and this tap.

    `id` comes from the sender and identifies a repeat; the stored vote gets a random id that reveals nothing.
    """

    id: UUID
    visit_id: UUID | None
    score: int
    revision: int
    first_at: datetime
    at: datetime
    given_on: str
    device_id: UUID | None = None
    reaction_ms: int | None = None
    shown_officer_id: int | None = None  # whose QR led here
    is_staff_browser: bool = False  # somebody of the office is signed in where this was tapped
    by_link: bool = False  # reached by a link that an employee made
    is_makers_device: bool = False  # and opened in the browser that made it
    browser_key: str | None = None  # keyed hash of the own phone's browser
    words: Words | None = None
    kept_for: timedelta | None = None  # how long it lay in a tablet's outbox; None when it came at once
    code: str | None = None  # of its visit, when the guest typed it while no server answered

    def __post_init__(self) -> None:
        if not 1 <= self.score <= 4:
            raise InvalidInput("score", N_("Pilih satu dari empat wajah."))
        if not 1 <= self.revision <= LARGEST_REVISION:
            raise InvalidInput("revision", N_("Kiriman ini tidak dikenal. Muat ulang halaman, lalu coba lagi."))

    def cast_at(self) -> datetime:
        """When it was given, by the server's clock."""
        return clock.now() - (self.kept_for or timedelta())

    @property
    def may_wait(self) -> bool:
        """May its visit still come? Only out of an outbox: who votes at once is shown a visit that is there."""
        return self.kept_for is not None


def client_key(office_id: int, ballot_id: UUID) -> str:
    """The stored form of the sender's id: it recognises a repeated ballot without revealing when it was made."""
    return blind_index(office_id, f"vote:{ballot_id}")


def words_from(reasons: list[str], comment: str, unsur: str | None, unsur_value: int | None) -> Words:
    """Reasons and comment as chosen and typed, without reasons that were never offered; a long comment is cut."""
    offered = tuple(dict.fromkeys(code for code in reasons if code in REASON_LABELS))[:MOST_REASONS]
    is_answered = unsur in UNSUR_QUESTIONS and unsur_value in (1, 2, 3, 4)
    return Words(
        reasons=offered,
        comment=words_text(comment, LONGEST_COMMENT),
        unsur=unsur if is_answered else None,
        unsur_value=unsur_value if is_answered else None,
    )
