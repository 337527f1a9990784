"""Ballots as the tablet's script sends them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7
from pstku.devices.queries import DeviceView
from pstku.guestbook.rules.codes import read_visit_code
from pstku.http.browsers import is_staff_browser
from pstku.ratings.ballots import TABLET, Ballot, Words, words_from


def ballot_from(body: dict[str, Any], device: DeviceView | None, kept_for: timedelta | None = None) -> Ballot:
    """A ballot from JSON: id, visit, score, revision, first_at and at in milliseconds, and what was said.

    `kept_for`: how long it lay in the outbox; only such a ballot may name its visit by `code`.

    Raises InvalidInput for anything our own script never sends; an unreadable visit id counts as no visit.
    """
    return Ballot(
        id=parse_uuid7(str(body.get("id", ""))),
        visit_id=_visit_id(body.get("visit")),
        score=_whole(body, "score"),
        revision=_whole(body, "revision"),
        first_at=_moment(body, "first_at"),
        at=_moment(body, "at"),
        given_on=TABLET,
        device_id=device.id if device else None,
        reaction_ms=_whole(body, "reaction_ms") if body.get("reaction_ms") is not None else None,
        shown_officer_id=_whole(body, "officer") if body.get("officer") is not None else None,
        is_staff_browser=is_staff_browser(),
        words=_words(body.get("words")),
        kept_for=kept_for,
        code=read_visit_code(str(body.get("code") or "")) if kept_for is not None else None,
    )


def _visit_id(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _whole(body: dict[str, Any], field: str) -> int:
    value = body.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise _unknown(field)
    return value


def _moment(body: dict[str, Any], field: str) -> datetime:
    value = body.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**42:  # until the year 2109
        raise _unknown(field)
    return datetime.fromtimestamp(value / 1000, UTC)


def _words(value: Any) -> Words | None:
    if not isinstance(value, dict):
        return None
    reasons = value.get("reasons")
    number = value.get("unsur_value")
    return words_from(
        [str(code) for code in reasons] if isinstance(reasons, list) else [],
        str(value.get("comment") or ""),
        str(value.get("unsur") or "") or None,
        number if isinstance(number, int) else None,
    )


def _unknown(field: str) -> InvalidInput:
    return InvalidInput(field, N_("Kiriman ini tidak dikenal. Muat ulang halaman, lalu coba lagi."))
