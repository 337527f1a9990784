"""What was noted of DTSEN consultations."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, literal, null, select, union_all

from pstku.core.db import session
from pstku.dtsen.models import DtsenVisit
from pstku.dtsen.rules import CODE
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import DONE, VisitState
from pstku.offices.queries import Configuration

UNFINISHED = tuple(state for state in VisitState if state != DONE)


def dtsen_of(visit_id: UUID) -> DtsenVisit | None:
    """What was noted of one visit."""
    return session().get(DtsenVisit, visit_id)


def dtsen_counts(office: Configuration, first: date, last: date) -> dict[tuple[str | None, str | None], int]:
    """(kind, result) -> finished or noted visits of these days; None for what nobody noted.

    What was noted stands in one index, and who finished in another; whom nobody noted are the rest.
    """
    services = [service.id for service in office.services if service.code == CODE]
    noted = (
        select(DtsenVisit.kind, DtsenVisit.result, func.count())
        .where(DtsenVisit.office_id == office.id, DtsenVisit.day.between(first, last))
        .group_by(DtsenVisit.kind, DtsenVisit.result)
    )
    came = (Visit.office_id == office.id, Visit.service_type_id.in_(services), Visit.day.between(first, last))
    visits = select(func.count()).select_from(Visit).where(*came)
    # Said literally, as its index says it: a value that is bound may be any.
    finished = visits.where(Visit.state == literal(DONE, literal_execute=True)).scalar_subquery()
    noted_unfinished = (
        visits.join(DtsenVisit, DtsenVisit.visit_id == Visit.id).where(Visit.state.in_(UNFINISHED)).scalar_subquery()
    )
    # One statement, so that nobody notes a visit in between.
    counted = union_all(noted, select(null(), null(), finished + noted_unfinished))
    *by_kind, (_, _, every) = sorted(session().execute(counted).all(), key=lambda row: row.kind is None)
    counts = {(kind, result): count for kind, result, count in by_kind}
    rest = every - sum(counts.values())
    return counts | ({(None, None): rest} if rest else {})
