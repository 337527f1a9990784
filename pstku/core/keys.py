"""The installation's secrets, set once by `create_app` and never stored in the database."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """Derived keys: `tokens` signs links and QR, `vault` encrypts, `index` looks up, `audit` chains, `outbox` opens."""

    tokens: bytes
    vault: bytes
    index: bytes
    audit: bytes
    outbox: bytes


_current: Keys | None = None


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
    """The 32 bytes of HMAC-SHA256 (RFC 2104)."""
    return hmac.digest(key, message, hashlib.sha256)
