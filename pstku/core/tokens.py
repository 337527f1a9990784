"""Identities and tokens: UUIDv7 keys, random tokens and their hashes, short signed tokens."""

import base64
import hashlib
import hmac
import os
import secrets
import threading
import time
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.keys import keyed_hash, keys
from pstku.core.text import N_
from pstku.core.vault import seal, unseal

SIGNATURE_BYTES = 12
ROTATION_SECONDS = 60
SLOT_LETTERS = 6  # of the four bytes that name a minute
CODE_ALPHABET = "23456789CFGHJMPQRVWX"  # nothing that looks like something else, no vowels, no words

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A key whose first 48 bits are the time in ms; rises within a process. Never used for order."""
    global _last
    drawn = secrets.randbits(12 + 62)
    with _lock:
        stamp = max(time.time_ns() // 1_000_000 << 12 | drawn >> 62, _last + 1)
        _last = stamp
    high = (stamp >> 12) << 16 | 0x7000 | (stamp & 0xFFF)
    return UUID(int=high << 64 | 0b10 << 62 | drawn & (1 << 62) - 1)


def parse_uuid7(text: str, field: str = "id") -> UUID:
    """A client-made key; raises InvalidInput for anything but a UUIDv7."""
    try:
        value = UUID(text)
    except (ValueError, AttributeError, TypeError):
        value = None
    if value is None or value.version != 7 or str(value) != text.lower():
        raise InvalidInput(field, N_("Nomor kiriman tidak dikenal. Muat ulang halaman, lalu coba lagi."))
    return value


def parse_uuid(text: str) -> UUID:
    """An id from a URL or form; malformed text becomes the nil UUID, which no row has."""
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return UUID(int=0)


def random_token() -> str:
    """43 characters that nobody can guess, safe in an address."""
    return secrets.token_urlsafe(32)


CODE_TRIES = 8  # random codes until one is free


def random_code(length: int) -> str:
    """A code people can read aloud and type."""
    drawn, letters = secrets.randbelow(len(CODE_ALPHABET) ** length), ""
    for _ in range(length):
        drawn, letter = divmod(drawn, len(CODE_ALPHABET))
        letters += CODE_ALPHABET[letter]
    return letters


def hash_token(token: str) -> str:
    """The hash under which a token is stored: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def _encode(blob: bytes) -> str:
    return base64.urlsafe_b64encode(blob).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _mac(purpose: str, payload: bytes, key: bytes | None = None) -> bytes:
    return keyed_hash(key or keys().tokens, purpose.encode() + b"\0" + payload)[:SIGNATURE_BYTES]


def sign(purpose: str, payload: bytes, expires_at: datetime | None = None) -> str:
    """A short signed token of `payload` for one purpose, with an optional end."""
    end = int(expires_at.timestamp()) if expires_at else 0
    body = end.to_bytes(5, "big") + payload
    return _encode(_mac(purpose, body) + body)


def verify(purpose: str, token: str, *, at: datetime | None = None) -> bytes | None:
    """The payload of a genuine token of this purpose that has not ended (`at`: that had not ended then), else None."""
    try:
        blob = _decode(token)
    except ValueError:
        return None
    sent, body = blob[:SIGNATURE_BYTES], blob[SIGNATURE_BYTES:]
    if len(body) < 5 or not hmac.compare_digest(sent, _mac(purpose, body)) or _encode(blob) != token:
        return None
    end = int.from_bytes(body[:5], "big")
    return body[5:] if not end or (at or clock.now()).timestamp() < end else None


def sealed_text(purpose: str, owner_id: int, text: str) -> str:
    """A text for a hidden field that the browser can give back and nobody can read or move to another person."""
    return _encode(seal(f"{purpose}:{owner_id}:{text}"))


def unsealed_text(purpose: str, owner_id: int, token: str) -> str | None:
    """What `sealed_text` was given for this purpose and person, else None."""
    try:
        text = unseal(_decode(token))
    except (ValueError, InvalidTag):
        return None
    start = f"{purpose}:{owner_id}:"
    return text.removeprefix(start) if text.startswith(start) else None


def rotating_token(ref: str, secret: bytes) -> str:
    """An officer's QR of this minute: reference, slot and a MAC of both under the officer's secret."""
    slot = int(clock.now().timestamp()) // ROTATION_SECONDS
    return f"{ref}{_encode(slot.to_bytes(4, 'big'))}{_encode(_rotating_mac(ref, slot, secret))}"


def seconds_left() -> int:
    """Seconds until the QR on the screen changes."""
    return ROTATION_SECONDS - int(clock.now().timestamp()) % ROTATION_SECONDS


def rotating_ref(token: str, ref_length: int) -> str:
    """The reference of the officer whose QR it claims to be."""
    return token[:ref_length]


def is_current(token: str, ref: str, secret: bytes) -> bool:
    """Is it this minute's QR of that officer, or the last one's (a guest takes a moment to scan)?"""
    slot = int(clock.now().timestamp()) // ROTATION_SECONDS
    candidates = (
        f"{ref}{_encode(s.to_bytes(4, 'big'))}{_encode(_rotating_mac(ref, s, secret))}" for s in (slot, slot - 1)
    )
    return any(hmac.compare_digest(token.encode(), candidate.encode()) for candidate in candidates)


def was_current(token: str, ref: str, secret: bytes) -> bool:
    """Was it that officer's QR of an earlier minute?"""
    try:
        slot = int.from_bytes(_decode(token[len(ref) : len(ref) + SLOT_LETTERS]), "big")
        genuine = f"{ref}{_encode(slot.to_bytes(4, 'big'))}{_encode(_rotating_mac(ref, slot, secret))}"
    except (ValueError, OverflowError):
        return False
    return (
        hmac.compare_digest(token.encode(), genuine.encode())
        and slot < int(clock.now().timestamp()) // ROTATION_SECONDS
    )


def _rotating_mac(ref: str, slot: int, secret: bytes) -> bytes:
    return _mac("officer-qr", ref.encode() + slot.to_bytes(4, "big"), secret)


def new_secret() -> bytes:
    """32 random bytes."""
    return os.urandom(32)
