"""Reads of breaches, for admins and the head."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from pstku.breaches.models import Breach
from pstku.breaches.rules import Notice, Told, due_at
from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_

WHO = (Role.ADMIN, Role.HEAD)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class OpenBreaches:
    """How many breaches are not closed, and when the first notice that nobody gave is due; None when all were given."""

    count: int
    due_at: datetime | None


def breaches(actor: Actor, *, after: Breach | None = None) -> list[Breach]:
    """One page of the office's breaches, the latest known first; one more than `PAGE_SIZE` when others follow."""
    actor.need(*WHO)
    query = select(Breach).where(Breach.office_id == actor.office_id)
    if after is not None:
        is_earlier = (Breach.known_at < after.known_at) | ((Breach.known_at == after.known_at) & (Breach.id < after.id))
        query = query.where(is_earlier)
    return list(session().scalars(query.order_by(Breach.known_at.desc(), Breach.id.desc()).limit(PAGE_SIZE + 1)))


def get_breach(actor: Actor, breach_id: UUID) -> Breach:
    """One breach of the office; raises NotFound."""
    actor.need(*WHO)
    found = session().get(Breach, breach_id, populate_existing=True)
    if found is None or found.office_id != actor.office_id:
        raise NotFound(N_("Catatan kebocoran ini tidak ditemukan."))
    return found


def notices(breach: Breach) -> tuple[Notice, Notice]:
    """The two notices of a breach: to the authority, to the people whose data it was."""
    due = due_at(breach.known_at)
    return (
        Notice(Told.AUTHORITY, due, breach.authority_told_at, breach.authority_told_how),
        Notice(Told.PERSONS, due, breach.persons_told_at, breach.persons_told_how),
    )


def open_breaches(office_id: int) -> OpenBreaches:
    """What an admin must not forget."""
    is_open = (Breach.office_id == office_id, Breach.closed_at.is_(None))
    is_untold = Breach.authority_told_at.is_(None) | Breach.persons_told_at.is_(None)
    count = session().scalar(select(func.count()).where(*is_open)) or 0
    known_at = session().scalar(select(func.min(Breach.known_at)).where(*is_open, is_untold)) if count else None
    return OpenBreaches(count, due_at(known_at) if known_at else None)
