"""Anonymising guests once their identity has been kept long enough; the visits can still be counted."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, Table, select, update

from pstku.audit.operations import record
from pstku.complaints.models import Complaint
from pstku.core import clock
from pstku.core.batches import After, in_batches, nobody_waits
from pstku.core.db import atomic
from pstku.core.personal import empty_words
from pstku.guestbook.models import Guest, Visit
from pstku.offices.queries import configuration

AT_ONCE = 500
GUESTS: Table = Guest.__table__  # type: ignore[assignment]


def months_before(day: date, months: int) -> date:
    """The day `months` months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def anonymise_guests(office_id: int, after: After = nobody_waits) -> int:
    """Anonymise guests whose last visit is older than the office keeps identities; returns how many.

    For the nightly job, harmless to repeat. Names and contacts of complaints answered that long ago go too.
    """
    office = configuration(office_id)
    oldest = months_before(clock.local_day(clock.now(), office.tz), office.settings.identity_months)

    def forget(keys: list[UUID]) -> None:
        anonymise(keys)
        record(office_id, "anonymise_guests", "office", office_id, guests=len(keys), before=oldest.isoformat())

    count = in_batches(_due(office_id, oldest), forget, after, size=AT_ONCE)
    _forget_old_complainants(office_id, oldest)
    return count


def _due(office_id: int, oldest: date) -> Select[UUID]:
    before = clock.day_range(oldest, configuration(office_id).tz)[0]
    recent = select(Visit.id).where(Visit.guest_id == Guest.id, Visit.day >= oldest).exists()
    return select(Guest.id).where(
        Guest.office_id == office_id, Guest.anonymised_at.is_(None), Guest.created_at < before, ~recent
    )


def anonymise(guest_ids: Sequence[UUID]) -> None:
    """Delete the identity and free text of these guests and of all that refers to them, in the caller's transaction."""
    with atomic() as s:
        empty_words(GUESTS, guest_ids)
        emptying = update(Guest).where(Guest.id.in_(guest_ids)).values(anonymised_at=clock.now())
        s.execute(emptying.execution_options(synchronize_session=False))
        s.expire_all()


def forget_complainants(complaint_ids: Sequence[UUID]) -> None:
    """Take name and contact from these complaints, in the caller's transaction; what was complained about stays."""
    with atomic() as s:
        change = update(Complaint).where(Complaint.id.in_(complaint_ids)).values(name="", contact_sealed=None)
        s.execute(change.execution_options(synchronize_session=False))


def _forget_old_complainants(office_id: int, oldest: date) -> None:
    before = clock.day_range(oldest, configuration(office_id).tz)[0]
    has_identity = (Complaint.name != "") | Complaint.contact_sealed.is_not(None)
    old = select(Complaint.id).where(Complaint.office_id == office_id, Complaint.answered_at < before, has_identity)
    in_batches(old, forget_complainants)
