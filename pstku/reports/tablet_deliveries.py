"""What the tablets of the office delivered: when guests came, when it arrived, under which number. No names."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.guestbook.models import Visit, VisitEvent
from pstku.guestbook.rules.codes import queue_label


@dataclass(frozen=True, slots=True)
class Delivery:
    """A visit of a tablet: the guest's arrival, the server's receipt, and whether it lay in the outbox meanwhile."""

    visit_id: UUID
    device_id: UUID
    came_at: datetime
    arrived_at: datetime
    number: str
    was_kept: bool


def deliveries_since(office_id: int, first: date) -> list[Delivery]:
    """Visits of guests who came to a tablet on that day of the office or later, the newest first."""
    arrived = func.min(VisitEvent.at).filter(VisitEvent.kind == "registered")
    kept = func.count().filter(VisitEvent.note == "kept_on_tablet")
    query = (
        select(
            Visit.id, Visit.device_id, Visit.created_at, arrived, Visit.letter, Visit.number, Visit.tablet_number, kept
        )
        .join(VisitEvent, VisitEvent.visit_id == Visit.id)
        .where(Visit.office_id == office_id, Visit.device_id.is_not(None), Visit.day >= first)
        .group_by(Visit.id)
        .order_by(Visit.created_at.desc())
    )
    return [
        Delivery(visit_id, device_id, came_at, arrived_at, queue_label(letter, number, own), kept_count > 0)
        for visit_id, device_id, came_at, arrived_at, letter, number, own, kept_count in session().execute(query)
        if device_id  # as the query asks, for the types
    ]
