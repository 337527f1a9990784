"""What a tablet seals before it stores it: X25519, HKDF-SHA-256, ChaCha20-Poly1305 (docs/decisions/0025-outbox.md).

    byte 0        the format, 1
    bytes 1-4     number of the office's key, big-endian
    bytes 5-36    the sender's one-time public key
    from byte 37  ciphertext, and 16 bytes of tag at the end

The key is derived from the shared secret with the salt one-time key + office key; it seals once, so the nonce is zero.
Everything before the ciphertext and the item's own id are authenticated with it. static/js/kiosk/outbox/seal.js writes it.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pstku.core.keys import keys

FORMAT = 1
FIRST_KEY = 1  # the number tablets seal to until an admin changes it; from every number its key follows
HEAD_BYTES, TAG_BYTES = 37, 16
INFO = b"pstku outbox 1"
NONCE = bytes(12)


class UnreadableEnvelope(ValueError):
    """No envelope of ours, damaged, moved to another id, or sealed to a key that is not derived from this data key."""


def outbox_key(office_id: int, number: int) -> bytes:
    """The office's public key of this number: what a tablet seals to."""
    return _private_key(keys().outbox, office_id, number).public_key().public_bytes_raw()


def open_envelope(office_id: int, item_id: str, envelope: bytes) -> bytes:
    """What was sealed under this id; raises UnreadableEnvelope.

    The key's number stands in the envelope and the key follows from it, so nothing in the database is needed: a restored
    older backup opens what was sealed after it was made.
    """
    head, sealed = envelope[:HEAD_BYTES], envelope[HEAD_BYTES:]
    if len(sealed) < TAG_BYTES or head[0] != FORMAT:
        raise UnreadableEnvelope("not in the format of an outbox")
    private = _private_key(keys().outbox, office_id, key_number(envelope))
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(head[5:]))
        key = HKDF(SHA256(), 32, salt=head[5:] + private.public_key().public_bytes_raw(), info=INFO).derive(shared)
        return ChaCha20Poly1305(key).decrypt(NONCE, sealed, head + item_id.encode())
    except (InvalidTag, ValueError) as error:  # ValueError: a one-time key that gives no secret
        raise UnreadableEnvelope("cannot be opened") from error


def key_number(envelope: bytes) -> int:
    """The number of the key an envelope was sealed to."""
    return int.from_bytes(envelope[1:5], "big")


@lru_cache(maxsize=64)
def _private_key(root: bytes, office_id: int, number: int) -> X25519PrivateKey:
    seed = hmac.new(root, f"{office_id}:{number}".encode(), hashlib.sha256).digest()
    return X25519PrivateKey.from_private_bytes(seed)
