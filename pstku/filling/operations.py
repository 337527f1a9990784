"""An editor says once what a published table means."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.text import clean_line
from pstku.filling.models import TableMapping
from pstku.filling.rules.mapping import TableMap


def remember_table(actor: Actor, signature: str, title: str, mapped: TableMap) -> None:
    """Store what the rows and columns of a table mean, for its next edition; replaces an earlier mapping."""
    actor.need(Role.EDITOR)
    hashed = sha256(signature.encode()).hexdigest()
    with atomic() as s:
        mine = (TableMapping.office_id == actor.office_id) & (TableMapping.signature == hashed)
        row = s.scalar(select(TableMapping).where(mine).with_for_update())
        if row is None:
            row = TableMapping(office_id=actor.office_id, signature=hashed)
            s.add(row)
        row.title, row.meanings = clean_line(title, 300), _with_earlier(asdict(mapped), row.meanings or {})
        row.saved_by_id, row.saved_at = actor.person_id, clock.now()


def _with_earlier(meanings: dict[str, Any], earlier: dict[str, Any]) -> dict[str, Any]:
    """Rows and columns that this edition lacks keep what was said of them."""
    return {
        name: {**earlier.get(name, {}), **value} if isinstance(value, dict) else value
        for name, value in meanings.items()
    }
