"""Personal contact details at rest: AES-GCM ciphertext, and an HMAC index to find them again."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pstku.core.keys import keyed_hash, keys

NONCE_BYTES = 12


def seal(text: str) -> bytes:
    """Ciphertext of a phone number or address, nonce first."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(keys().vault).encrypt(nonce, text.encode(), None)


def unseal(blob: bytes) -> str:
    """Decrypt what `seal` returned; raises `cryptography.exceptions.InvalidTag` when key or bytes are wrong."""
    return AESGCM(keys().vault).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], None).decode()


def blind_index(office_id: int, text: str) -> str:
    """The same 64 characters for the same text in one office, useless without the key."""
    return keyed_hash(keys().index, f"{office_id}:{text}".encode()).hex()
