"""What the nightly job takes away: codes that can no longer vote."""

from datetime import timedelta

from sqlalchemy import update

from pstku.core import clock
from pstku.core.db import atomic
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration


def close_voting(office_id: int) -> int:
    """Take the code from visits whose voting window has ended, so that it can be given again. Returns how many."""
    oldest = clock.now() - timedelta(days=configuration(office_id).settings.voting_days)
    with atomic() as s:
        end = (
            update(Visit)
            .where(Visit.office_id == office_id, Visit.code.is_not(None), Visit.closed_at < oldest)
            .values(code=None)
            .returning(Visit.id)
            .execution_options(synchronize_session=False)
        )
        return len(s.scalars(end).all())
