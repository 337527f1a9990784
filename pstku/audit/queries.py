"""Reads of the audit trail."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, not_, select

from pstku.audit.models import AuditEntry, AuditHead
from pstku.core.db import session
from pstku.core.statements import Prepared

PAGE_SIZE = 50
TRAIL_END = Prepared(select(AuditHead.seq).where(AuditHead.office_id == bindparam("of_office")))


def trail_end(office_id: int) -> int:
    """Number of the newest entry of the office's trail, 0 before the first: it moves with every act of the office."""
    row = TRAIL_END.first({"of_office": office_id})
    return int(row.seq) if row else 0


def entries(
    office_id: int,
    *,
    before: int | None = None,
    action: str | None = None,
    actor_id: int | None = None,
    without: Collection[UUID] = (),
) -> list[AuditEntry]:
    """One page of the trail, the newest first; `before` is the sequence number where the page before ended.

    Holds one entry more than a page when there are older ones. Leaves out acts on the complaints `without` names:
    the person they are about reads the trail too.
    """
    query = select(AuditEntry).where(AuditEntry.office_id == office_id)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    if action:
        query = query.where(AuditEntry.action == action)
    if actor_id is not None:
        query = query.where(AuditEntry.actor_id == actor_id)
    if without:
        query = query.where(_is_shown(without))
    return list(session().scalars(query.order_by(AuditEntry.seq.desc()).limit(PAGE_SIZE + 1)))


def _is_shown(without: Collection[UUID]) -> ColumnElement[bool]:
    return not_(and_(AuditEntry.entity == "complaint", AuditEntry.entity_id.in_([str(key) for key in without])))


def actions(office_id: int, *, without: Collection[UUID] = ()) -> list[str]:
    """Every kind of act in the office's trail; one that is known only of the complaints of `without` is left out."""
    mine = select(func.min(AuditEntry.action)).where(AuditEntry.office_id == office_id)
    found = mine.cte("found", recursive=True)  # from each kind to the next in the index, past the million acts between
    following = mine.where(AuditEntry.action > found.c[0]).scalar_subquery()
    found = found.union_all(select(following).where(found.c[0].is_not(None)))
    kinds = select(found.c[0]).where(found.c[0].is_not(None))
    if without:
        same = exists().where(AuditEntry.office_id == office_id, AuditEntry.action == found.c[0], _is_shown(without))
        kinds = kinds.where(same)
    return list(session().scalars(kinds))
