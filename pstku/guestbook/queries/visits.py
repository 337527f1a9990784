"""One visit of the office, what its guest looked for and took away, and which visits are of guests at the counter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.models import DataNeed, Guest, Visit, VisitEvent
from pstku.guestbook.rules.states import WALK_IN

IS_WALK_IN = Visit.channel.in_(WALK_IN) & Visit.follow_up.is_(False)  # `states.is_walk_in` for a statement
_LATER = aliased(VisitEvent)
# Of an event: by it a colleague gave the visit to its officer, who has done nothing with it since.
IS_UNANSWERED_HANDING = (
    (VisitEvent.visit_id == Visit.id)
    & (VisitEvent.kind == "handed_over")
    & (VisitEvent.to_officer_id == Visit.officer_id)
    & (VisitEvent.actor_id != Visit.officer_id)
    & ~exists().where(
        _LATER.visit_id == VisitEvent.visit_id, _LATER.id > VisitEvent.id, _LATER.actor_id == VisitEvent.to_officer_id
    )
)


def get_visit(office_id: int, visit_id: UUID) -> Visit:
    """A visit of the office; raises NotFound for a stranger's id."""
    visit = session().get(Visit, visit_id)
    if visit is None or visit.office_id != office_id:
        raise NotFound(N_("Kunjungan ini tidak ditemukan."))
    return visit


def marks_of(visit_id: UUID) -> list[str]:
    """What was remarkable when this visit came: codes of FLAGS, in the order in which they were noted."""
    query = select(VisitEvent.note).where(VisitEvent.visit_id == visit_id, VisitEvent.kind == "flagged")
    return list(session().scalars(query.order_by(VisitEvent.id)))


def guest_of(visit: Visit) -> Guest:
    """The guest of a visit, also after their identity was erased."""
    return session().get_one(Guest, visit.guest_id)


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
