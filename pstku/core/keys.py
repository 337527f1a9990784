"""The installation's secrets, set once by `create_app` and never stored in the database."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Keys:
    """Derived keys: `tokens` signs links and QR, `vault` encrypts, `index` looks up, `audit` chains, `outbox` opens."""

    tokens: bytes
    vault: bytes
    index: bytes
    audit: bytes
    outbox: bytes


_current: Keys | None = None
BLOCK = 64  # bytes that SHA-256 takes at a time
INNER, OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


def derive(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose, from a long random secret."""
    return hmac.new(secret.encode(), f"pstku:{purpose}".encode(), hashlib.sha256).digest()


def configure(secret_key: str, data_key: str) -> None:
    """Set the keys of this process. `data_key` outlives `secret_key`: losing it loses phone numbers."""
    global _current
    _current = Keys(
        tokens=derive(secret_key, "tokens"),
        vault=derive(data_key, "vault"),
        index=derive(data_key, "index"),
        audit=derive(data_key, "audit"),
        outbox=derive(data_key, "outbox"),
    )


@contextmanager
def other_keys(secret_key: str, data_key: str) -> Iterator[None]:
    """Inside the block, use the keys of another installation: those restored from a backup."""
    global _current
    before = _current
    configure(secret_key, data_key)
    try:
        yield
    finally:
        _current = before


def keys() -> Keys:
    """The keys of this process; fails when the application was not set up."""
    if _current is None:
        raise RuntimeError("keys are not configured")
    return _current


def audit_mac(purpose: str, text: str) -> str:
    """A MAC of the trail beside its rows: of a head ("head") and of a line outside the database ("export")."""
    return keyed_hash(keys().audit, f"{purpose}\n{text}".encode()).hex()


def keyed_hash(key: bytes, message: bytes) -> bytes:
    """The 32 bytes of HMAC-SHA256 (RFC 2104), for what guests wait for.

    What does not depend on the message is hashed once for each key and copied: OpenSSL 3 makes its HMAC anew for every
    message, which takes twice to three times as long.
    """
    inner, outer = _begun(key)
    hashed = inner.copy()
    hashed.update(message)
    found = outer.copy()
    found.update(hashed.digest())
    return bytes(found.digest())


@lru_cache(maxsize=16)
def _begun(key: bytes) -> tuple[Any, Any]:
    block = (key if len(key) <= BLOCK else hashlib.sha256(key).digest()).ljust(BLOCK, b"\0")
    return hashlib.sha256(block.translate(INNER)), hashlib.sha256(block.translate(OUTER))
