"""One visit of the office, and which visits are of guests at the counter."""

from uuid import UUID

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import WALK_IN

IS_WALK_IN = Visit.channel.in_(WALK_IN) & Visit.follow_up.is_(False)  # `states.is_walk_in` for a statement


def get_visit(office_id: int, visit_id: UUID) -> Visit:
    """A visit of the office; raises NotFound for a stranger's id."""
    visit = session().get(Visit, visit_id)
    if visit is None or visit.office_id != office_id:
        raise NotFound(N_("Kunjungan ini tidak ditemukan."))
    return visit
