"""Invitations to SKD, the survey of BPS itself: which address may stand there, and for how long. Pure."""

from datetime import timedelta
from urllib.parse import urlsplit

LONGEST_PERIOD = timedelta(days=184)
OWNER = "bps.go.id"


def is_official(address: str) -> bool:
    """Is it an https address of BPS, with nothing in it that hides where it leads?"""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_plain = address.isascii() and address.isprintable() and not set(address) & set(" <>\"'\\")
    is_bps = host == OWNER or host.endswith(f".{OWNER}")
    return is_plain and is_bps and parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc
