"""One visit of the office."""

from uuid import UUID

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.models import Visit


def get_visit(office_id: int, visit_id: UUID) -> Visit:
    """A visit of the office; raises NotFound for a stranger's id."""
    visit = session().get(Visit, visit_id)
    if visit is None or visit.office_id != office_id:
        raise NotFound(N_("Kunjungan ini tidak ditemukan."))
    return visit
