"""What was noted of DTSEN consultations."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from pstku.core.db import session
from pstku.dtsen.rules import CODE
from pstku.guestbook.models import DtsenVisit
from pstku.guestbook.rules.days import Consulted
from pstku.offices.queries import Configuration


def dtsen_of(visit_id: UUID) -> DtsenVisit | None:
    """What was noted of one visit."""
    return session().get(DtsenVisit, visit_id)


def dtsen_counts(
    office: Configuration, consultations: Mapping[Consulted, int]
) -> Counter[tuple[str | None, str | None]]:
    """(kind, result) -> finished or noted visits; None for what nobody noted.

    `consultations`: those of all services, as the figures of days have them.
    """
    services = {service.id for service in office.services if service.code == CODE}
    found: Counter[tuple[str | None, str | None]] = Counter()
    for (service_id, kind, result), visits in consultations.items():
        if service_id in services:
            found[kind, result] += visits
    return found
