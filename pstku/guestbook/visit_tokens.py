"""Links of one visit: signed tokens without state. One is the guest's own, the others are made by an employee."""

from dataclasses import dataclass
from uuid import UUID

from pstku.core.tokens import sign, verify

PURPOSE, LINK, INVITE = "visit", "visit-link", "visit-invite"
MARK_BYTES = 8


@dataclass(frozen=True, slots=True)
class VoteLink:
    """A link an employee made to send or show; `mark` recognises the browser it was made in, and says nothing else."""

    visit_id: UUID
    mark: str


def visit_token(visit_id: UUID) -> str:
    """The token in `/n/<token>` that the guest takes away; the visit itself says how long it may be rated."""
    return sign(PURPOSE, visit_id.bytes)


def read_visit_token(token: str) -> UUID | None:
    """The visit a guest's token names, or None when it is not one of ours."""
    payload = verify(PURPOSE, token)
    return UUID(bytes=payload) if payload else None


def invite_token(visit_id: UUID) -> str:
    """The token of an invitation by message: it only asks for the code the guest took away, and is no right to vote."""
    return sign(INVITE, visit_id.bytes)


def read_invite(token: str) -> UUID | None:
    """The visit an invitation is about, or None when the token is no invitation."""
    payload = verify(INVITE, token)
    return UUID(bytes=payload) if payload else None


def link_token(visit_id: UUID, browser_key: str) -> str:
    """The token of a link made in the browser of this key; a vote through it counts as held by an employee."""
    return sign(LINK, visit_id.bytes + bytes.fromhex(browser_key)[:MARK_BYTES])


def read_link(token: str) -> VoteLink | None:
    """The link a token is, or None when no employee made it."""
    payload = verify(LINK, token)
    return VoteLink(UUID(bytes=payload[:16]), payload[16:].hex()) if payload else None


def is_makers(link: VoteLink, browser_key: str | None) -> bool:
    """Is this the browser in which the link was made?"""
    return browser_key is not None and browser_key.startswith(link.mark)
