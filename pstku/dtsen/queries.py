"""What was noted of DTSEN consultations."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from pstku.core.db import session
from pstku.dtsen.models import DtsenVisit
from pstku.dtsen.rules import CODE
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import DONE
from pstku.offices.queries import Configuration


def dtsen_of(visit_id: UUID) -> DtsenVisit | None:
    """What was noted of one visit."""
    return session().get(DtsenVisit, visit_id)


def dtsen_counts(office: Configuration, first: date, last: date) -> dict[tuple[str | None, str | None], int]:
    """(kind, result) -> finished or noted visits of these days; None for what nobody noted."""
    services = [service.id for service in office.services if service.code == CODE]
    counted = (
        select(DtsenVisit.kind, DtsenVisit.result, func.count())
        .select_from(Visit)
        .outerjoin(DtsenVisit, DtsenVisit.visit_id == Visit.id)
        .where(Visit.office_id == office.id, Visit.day.between(first, last), Visit.service_type_id.in_(services))
        .where(or_(Visit.state == DONE, DtsenVisit.kind.is_not(None)))
        .group_by(DtsenVisit.kind, DtsenVisit.result)
    )
    return {(kind, result): count for kind, result, count in session().execute(counted)}
