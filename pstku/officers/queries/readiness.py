"""Who is on duty, backup or ready now, in one statement."""

from dataclasses import dataclass, field

from sqlalchemy import literal, select

from pstku.core import clock
from pstku.core.db import session
from pstku.officers.models import Duty, Readiness
from pstku.offices.queries import Configuration


@dataclass(frozen=True, slots=True)
class Stations:
    """Today's people and the desk each is at (None: no desk named)."""

    on_duty: dict[int, int | None] = field(default_factory=dict)
    backup: dict[int, int | None] = field(default_factory=dict)
    ready: dict[int, int | None] = field(default_factory=dict)

    def desk_of(self, person_id: int) -> int | None:
        """The desk a person chose today, else the one the roster gives."""
        return self.ready.get(person_id) or self.on_duty.get(person_id)


def stations(office: Configuration) -> Stations:
    """Who serves today: everybody on the roster or marked as ready."""
    now = clock.now()
    planned = select(Duty.person_id, Duty.desk_id, Duty.is_backup, literal(False).label("is_ready")).where(
        Duty.office_id == office.id, Duty.on == clock.local_day(now, office.tz)
    )
    ready = select(Readiness.person_id, Readiness.desk_id, literal(False), literal(True)).where(
        Readiness.office_id == office.id, Readiness.until > now
    )
    found = Stations()
    for person_id, desk_id, is_backup, is_ready in session().execute(planned.union_all(ready)):
        circle = found.ready if is_ready else found.backup if is_backup else found.on_duty
        circle[person_id] = desk_id
    return found
