"""Limits on guessing (sign-in, pairing, phone look-up, visit code), shared by all workers."""

import hashlib
from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core import clock
from pstku.core.db import Model, atomic, insert_into, session


class Attempt(Model):
    """How often one key tried one thing in one window."""

    __tablename__ = "attempts"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime]


def _window(seconds: int) -> int:
    return int(clock.now().timestamp()) // seconds


def count_attempt(scope: str, key: str, *, seconds: int) -> int:
    """Count one try of `key` and return how many there were in this window of `seconds`."""
    with atomic() as s:
        row = {
            "scope": scope,
            "key_hash": hashlib.sha256(key.encode()).hexdigest(),
            "window": _window(seconds),
            "count": 1,
            "expires_at": datetime.fromtimestamp((_window(seconds) + 1) * seconds, UTC),
        }
        upsert = (
            insert_into(Attempt)
            .values(row)
            .on_conflict_do_update(index_elements=["scope", "key_hash", "window"], set_={"count": Attempt.count + 1})
        )
        return int(s.scalars(upsert.returning(Attempt.count)).one())


def forget_attempts(scope: str, key: str, *, seconds: int) -> None:
    """Clear the count after a success, so that an honest person starts afresh."""
    with atomic() as s:
        s.execute(
            delete(Attempt).where(
                Attempt.scope == scope,
                Attempt.key_hash == hashlib.sha256(key.encode()).hexdigest(),
                Attempt.window == _window(seconds),
            )
        )


def attempts_so_far(scope: str, key: str, *, seconds: int) -> int:
    """How many tries `key` has behind it in this window, without counting one."""
    key_hash = hashlib.sha256(key.encode()).hexdigest()
    row = session().get(Attempt, (scope, key_hash, _window(seconds)))
    return row.count if row else 0


def drop_old_attempts() -> int:
    """House-keeping for the nightly job: counts whose window has ended. Returns how many went."""
    with atomic() as s:
        gone = s.scalars(delete(Attempt).where(Attempt.expires_at < clock.now()).returning(Attempt.scope))
        return len(gone.all())
