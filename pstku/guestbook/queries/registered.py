"""What a guest took away from the guest book, read again."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from pstku.core.db import session
from pstku.guestbook.models import Visit


@dataclass(frozen=True, slots=True)
class Registered:
    """What the guest takes away."""

    visit_id: UUID
    day: date
    letter: str
    number: int
    code: str | None
    came_at: datetime
    is_repeat: bool


def find_registered(office_id: int, visit_id: UUID) -> Registered | None:
    """Number and code of a visit, or None; whoever shows it decides for how long."""
    columns = (Visit.id, Visit.day, Visit.letter, Visit.number, Visit.code, Visit.created_at)
    mine = (Visit.id == visit_id, Visit.office_id == office_id)
    row = session().execute(select(*columns).where(*mine)).first()
    return Registered(*row, is_repeat=True) if row else None
