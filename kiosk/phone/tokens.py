"""Short signed tokens that take a guest's phone from a QR to the thanks; the server stores nothing in between."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pstku.core import clock
from pstku.core.tokens import sign, verify

FORM_LIFE = timedelta(minutes=10)
BALLOT_LIFE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Rating:
    """A visit to rate, and the officer whose QR led to it."""

    visit_id: UUID
    shown_officer_id: int


@dataclass(frozen=True, slots=True)
class OfficerForm:
    """An officer's QR or badge was scanned: who, and the mark of that QR or badge."""

    officer_id: int
    mark: str


@dataclass(frozen=True, slots=True)
class GivenBallot:
    """The vote this phone gave: what a change or a comment refers to."""

    vote_id: UUID
    visit_id: UUID | None
    score: int
    first_at: datetime


def sign_officer_form(officer_id: int, mark: str) -> str:
    """A token in exchange for an officer's rotating QR: ten minutes to type the visit code, while that QR is valid."""
    return sign("officer-form", officer_id.to_bytes(5, "big") + mark.encode(), clock.now() + FORM_LIFE)


def read_officer_form(token: str) -> OfficerForm | None:
    """The officer whose QR was scanned, and which QR, while the form is fresh."""
    payload = verify("officer-form", token)
    return OfficerForm(int.from_bytes(payload[:5], "big"), payload[5:].decode()) if payload else None


def sign_rating(rating: Rating) -> str:
    """A token for whoever typed the right code: ten minutes to rate that visit."""
    payload = rating.visit_id.bytes + rating.shown_officer_id.to_bytes(5, "big")
    return sign("rating", payload, clock.now() + FORM_LIFE)


def read_rating(token: str) -> Rating | None:
    """The visit and the officer whose QR led to it."""
    payload = verify("rating", token)
    return Rating(UUID(bytes=payload[:16]), int.from_bytes(payload[16:], "big")) if payload else None


def sign_ballot(given: GivenBallot) -> str:
    """A token after the vote: the score may be changed and words added."""
    visit = given.visit_id.bytes if given.visit_id else bytes(16)
    moment = int(given.first_at.timestamp() * 1000).to_bytes(6, "big")
    return sign("ballot", given.vote_id.bytes + visit + bytes([given.score]) + moment, clock.now() + BALLOT_LIFE)


def read_ballot(token: str) -> GivenBallot | None:
    """The vote a phone gave, while words may still follow."""
    payload = verify("ballot", token)
    if payload is None:
        return None
    visit = payload[16:32]
    return GivenBallot(
        vote_id=UUID(bytes=payload[:16]),
        visit_id=UUID(bytes=visit) if any(visit) else None,
        score=payload[32],
        first_at=datetime.fromtimestamp(int.from_bytes(payload[33:], "big") / 1000, UTC),
    )
