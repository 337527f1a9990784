"""Password hashing: argon2id at 46 MiB, bounded in parallel, refreshed at sign-in."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.core.tokens import random_code

SHORTEST = 10
LONGEST = 200

_hasher = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
_at_once = BoundedSemaphore(2)
# Of a password thrown away; a test sees that its cost is that of `_hasher`. Hashing one at start took 50 ms.
_nobody = "$argon2id$v=19$m=47104,t=1,p=1$XuQ9uPNWrUm8D8ypTXER/g$SVnBqhXM00RMb0t3Md8gWt4HHJO6ukFLHuL+uXfBLPQ"


def hash_password(password: str) -> str:
    """The hash to store; raises InvalidInput("password") on one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput(
            "password",
            N_("Kata sandi minimal %(shortest)s huruf. Tambahkan beberapa huruf."),
            shortest=SHORTEST,
        )
    with _at_once:
        return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Does the password match the hash? Takes as long when there is no hash, so that unknown names cannot be told."""
    with _at_once:
        try:
            _hasher.verify(password_hash or _nobody, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None and len(password) <= LONGEST


def is_outdated(password_hash: str) -> bool:
    """Was it made with other costs than today's?"""
    return _hasher.check_needs_rehash(password_hash)


def one_time_password() -> str:
    """Twelve characters to read aloud once, in groups of four: about 52 bits."""
    return "-".join(random_code(4) for _ in range(3))
