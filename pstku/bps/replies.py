"""Envelopes of the WebAPI: text in, content out, or one of `errors`. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pstku.bps.errors import (
    GarbledError,
    KeyRefusedError,
    RefusedError,
    TooLargeError,
    TooManyYearsError,
    YearMissingError,
)

LONGEST_MESSAGE = 200
NOT_AVAILABLE = "list-not-available"  # also as a header of a 404, whose body says no more than {"status": "ERROR"}
NOTHING = json.dumps({"status": "OK", "data-availability": NOT_AVAILABLE})
_HEX_KEY = re.compile(r"\b[0-9a-fA-F]{32}\b")
_KEY_PART = re.compile(r"(\bkey[=/])[^&/\s\"'<>\\]+", re.IGNORECASE)
_MOST_YEARS = re.compile(r"maximum allowed number of years.*?\bis (\d+)")


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list; `pages` is 0 when nothing is available."""

    items: list[dict[str, Any]]
    page: int
    pages: int


def redacted(text: str, key: str = "") -> str:
    """The text with the key hidden: whatever follows key=, any 32 hex digits, and the key itself."""
    if key:
        text = text.replace(key, "***")
    return _HEX_KEY.sub("***", _KEY_PART.sub(r"\1***", text))


def content_of(body: str) -> Mapping[str, Any] | None:
    """The reply, None when BPS says that nothing is available; numbers are Decimal. Raises BpsError."""
    try:
        reply = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise GarbledError from None
    if reply is None:
        raise TooLargeError
    if not isinstance(reply, dict):
        raise GarbledError
    status, availability = (str(reply.get(name) or "").lower() for name in ("status", "data-availability"))
    if availability == NOT_AVAILABLE:
        return None
    if status == "error" or "error" in reply:
        _refuse(str(reply.get("message") or reply.get("error") or ""))
    if status != "ok":
        raise GarbledError
    return reply if availability == "available" else None


def _refuse(message: str) -> None:
    if "re-check your key" in message or "UserNotFound" in message:
        raise KeyRefusedError
    if found := _MOST_YEARS.search(message):
        raise TooManyYearsError(int(found[1]))
    if message.startswith("'th' parameter is required"):
        raise YearMissingError
    raise RefusedError(redacted(message)[:LONGEST_MESSAGE])


def list_page(body: str) -> ListPage:
    """A page of a `list` or `domain` reply. Raises BpsError."""
    reply = content_of(body)
    if reply is None:
        return ListPage([], 1, 0)
    match reply.get("data"):
        case [dict() as meta, list() as items]:
            whole = [item for item in items if isinstance(item, dict)]
            return ListPage(whole, number(meta.get("page")) or 1, number(meta.get("pages")) or 1)
    raise GarbledError


def number(value: Any) -> int | None:
    """A whole number, written as a number or as text (124, "124"); None for anything else."""
    text = str(value).strip()
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else None
