"""What was noted of DTSEN consultations."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.dtsen.models import DtsenVisit
from pstku.guestbook.models import Visit


def dtsen_of(visit_id: UUID) -> DtsenVisit | None:
    """What was noted of one visit."""
    return session().get(DtsenVisit, visit_id)


def dtsen_counts(office_id: int, first: date, last: date) -> dict[tuple[str, str | None], int]:
    """(kind, result) -> visits of these days; result None where nobody noted how it ended."""
    counted = (
        select(DtsenVisit.kind, DtsenVisit.result, func.count())
        .join(Visit, Visit.id == DtsenVisit.visit_id)
        .where(Visit.office_id == office_id, Visit.day.between(first, last))
        .group_by(DtsenVisit.kind, DtsenVisit.result)
    )
    return {(kind, result): count for kind, result, count in session().execute(counted)}
