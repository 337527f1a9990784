"""Reads of the data guests looked for."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from pstku.core.db import session
from pstku.guestbook.models import DataNeed


def needs_of(office_id: int, visit_ids: Collection[UUID]) -> dict[UUID, list[DataNeed]]:
    """The data needs of these visits in the order they were written; no statement for no visits."""
    found: dict[UUID, list[DataNeed]] = {visit_id: [] for visit_id in visit_ids}
    if not found:
        return found
    # Neither the office nor an order is asked of the database: SQLite would walk through all needs of the office for it.
    needs = session().scalars(select(DataNeed).where(DataNeed.visit_id.in_(found)))
    for need in sorted(needs, key=lambda need: (need.created_at, need.id)):
        if need.office_id == office_id:
            found[need.visit_id].append(need)
    return found
