"""The link of one visit: a signed token without state, good for keeping the code and for rating."""

from uuid import UUID

from pstku.core.tokens import sign, verify

PURPOSE = "visit"


def visit_token(visit_id: UUID) -> str:
    """The token in `/n/<token>` of this visit; the visit itself says how long it may be rated."""
    return sign(PURPOSE, visit_id.bytes)


def read_visit_token(token: str) -> UUID | None:
    """The visit a token names, or None when it is not one of ours."""
    payload = verify(PURPOSE, token)
    return UUID(bytes=payload) if payload else None
