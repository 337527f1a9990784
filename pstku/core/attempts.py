"""Limits on guessing (sign-in, pairing, phone look-up, visit code), shared by all workers."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core import clock
from pstku.core.db import Model, atomic, insert_into, session
from pstku.core.errors import TooManyTries
from pstku.core.logs import event


class Attempt(Model):
    """How often one key tried one thing in one window."""

    __tablename__ = "attempts"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one key may try one thing within a window of seconds, and the message shown once that is used up."""

    scope: str
    most: int
    seconds: int
    sentence: str = ""


Try = tuple[Limit, str]


def spend(field: str, *tries: Try) -> None:
    """Count one try against each limit; raises TooManyTries(field) for the first one that is used up.

    A key over one limit is not counted against the others, which other people may share. A refusal writes nothing.
    """
    refuse_used_up(field, *tries)
    with atomic():
        for limit, key in tries:
            if count(limit, key) > limit.most:
                raise _refusal(field, limit)


def refuse_used_up(field: str, *tries: Try) -> None:
    """Raise TooManyTries(field) for the first limit that is used up; counts nothing."""
    for limit, key in tries:
        if so_far(limit, key) >= limit.most:
            raise _refusal(field, limit)


def _refusal(field: str, limit: Limit) -> TooManyTries:
    event("throttled", scope=limit.scope)
    return TooManyTries(field, limit.sentence)


def forgive(*tries: Try) -> None:
    """Take back one try from each limit after a success, so that only failures count."""
    with atomic() as s:
        for limit, key in tries:
            mine = update(Attempt).where(*_row(limit, key), Attempt.count > 0)
            s.execute(mine.values(count=Attempt.count - 1).execution_options(synchronize_session=False))


def source_of(address: str) -> str:
    """The part of an address that limits count by: a whole IPv4 address, or the first 64 bits of an IPv6 address,
    because one connection usually owns all the rest."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(ip_network((int(found) >> 64 << 64, 64)))


def count(limit: Limit, key: str) -> int:
    """Count one try of `key`, refusing nothing, and return how many there were in this window."""
    with atomic() as s:
        window = _window(limit.seconds)
        row = {
            "scope": limit.scope,
            "key_hash": _hash(key),
            "window": window,
            "count": 1,
            "expires_at": datetime.fromtimestamp((window + 1) * limit.seconds, UTC),
        }
        upsert = (
            insert_into(Attempt)
            .values(row)
            .on_conflict_do_update(index_elements=["scope", "key_hash", "window"], set_={"count": Attempt.count + 1})
        )
        return int(s.scalars(upsert.returning(Attempt.count)).one())


def so_far(limit: Limit, key: str) -> int:
    """How many times `key` has tried in this window."""
    return session().scalar(select(Attempt.count).where(*_row(limit, key))) or 0


def _row(limit: Limit, key: str) -> tuple[ColumnElement[bool], ...]:
    return Attempt.scope == limit.scope, Attempt.key_hash == _hash(key), Attempt.window == _window(limit.seconds)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _window(seconds: int) -> int:
    return int(clock.now().timestamp()) // seconds


def drop_old_attempts() -> int:
    """Delete counts whose window has ended (a nightly job); returns how many were deleted."""
    with atomic() as s:
        deleted = s.scalars(delete(Attempt).where(Attempt.expires_at < clock.now()).returning(Attempt.scope))
        return len(deleted.all())
