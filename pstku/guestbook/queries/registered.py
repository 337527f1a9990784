"""What a guest took away from the guest book, read again."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.registering import Registered

SHOWN = timedelta(minutes=5)


def find_registered(office_id: int, visit_id: UUID) -> Registered | None:
    """Number and code of a visit registered just now, or None: on a tablet the next guest could go back to it."""
    columns = (Visit.id, Visit.day, Visit.letter, Visit.number, Visit.code)
    mine = (Visit.id == visit_id, Visit.office_id == office_id, Visit.created_at > clock.now() - SHOWN)
    row = session().execute(select(*columns).where(*mine)).first()
    return Registered(*row, is_repeat=True) if row else None
