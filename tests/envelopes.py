"""Envelopes as a tablet makes them, by the same library that opens them: for tests of the server."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pstku.core.envelopes import outbox_key


def sealed(office_id: int, item_id: str, text: bytes, *, number: int = 1) -> bytes:
    """The envelope of this text under this id, for the office's key of this number."""
    office_key = outbox_key(office_id, number)
    once = X25519PrivateKey.generate()
    public = once.public_key().public_bytes_raw()
    head = b"\x01" + number.to_bytes(4, "big") + public
    shared = once.exchange(X25519PublicKey.from_public_bytes(office_key))
    key = HKDF(SHA256(), 32, salt=public + office_key, info=b"pstku outbox 1").derive(shared)
    return head + ChaCha20Poly1305(key).encrypt(bytes(12), text, head + item_id.encode())
