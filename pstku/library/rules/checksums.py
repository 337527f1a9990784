"""Checksums of content: they tell what an office changed from what a pack brought. Pure."""

import hashlib
import json
from typing import Any

SAID = ("title", "short", "function", "summary", "body", "facts", "sources", "synonyms")


def checksum(*parts: Any) -> str:
    """SHA-256 of some content, the same whoever computes it."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def page_checksum(page: Any) -> str:
    """SHA-256 of everything an editor could change, of a page in the library or in a pack."""
    return checksum(*(getattr(page, name) for name in (*SAID, "verify_every_days")))


def former_checksum(page: Any) -> str:
    """As pages taken until November 2026 were stamped: without the interval of their check."""
    return checksum(*(getattr(page, name) for name in SAID))
