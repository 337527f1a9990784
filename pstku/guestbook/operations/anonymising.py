"""Anonymising guests once their identity has been kept long enough; the visits can still be counted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Table, insert, select, update

from pstku.audit.operations import record
from pstku.complaints.models import Complaint, ComplaintMention
from pstku.core import clock
from pstku.core.batches import After, in_batches, nobody_waits
from pstku.core.db import atomic, session
from pstku.core.personal import empty_words
from pstku.guestbook.models import Guest
from pstku.guestbook.queries.personal import complainants_due, complaints_due, identities_due, oldest_kept

AT_ONCE = 500
GUESTS: Table = Guest.__table__  # type: ignore[assignment]


def anonymise_guests(office_id: int, after: After = nobody_waits) -> int:
    """Anonymise guests whose last visit is older than the office keeps identities; returns how many.

    For the nightly job, harmless to repeat. Names and contacts of complaints answered that long ago go too, as of those
    nobody answered in time, and `complaint_months` after the answer all their words.
    """
    now = clock.now()
    oldest = oldest_kept(office_id, now)

    def forget(keys: list[UUID]) -> None:
        anonymise(keys)
        record(office_id, "anonymise_guests", "office", office_id, guests=len(keys), before=oldest.isoformat())

    count = in_batches(identities_due(office_id, now), forget, after, size=AT_ONCE)
    in_batches(complainants_due(office_id, now), forget_complainants)
    in_batches(complaints_due(office_id, now), lambda keys: _empty_complaints(office_id, keys))
    return count


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


def _empty_complaints(office_id: int, complaint_ids: Sequence[UUID]) -> None:
    """Delete the words of these complaints and whom they were about; the register still counts them.

    They stay hidden from that person, beside the others whom the words named.
    """
    about = Complaint.about_person_id
    is_kept = select(ComplaintMention).where(
        ComplaintMention.complaint_id == Complaint.id, ComplaintMention.person_id == about
    )
    barred = select(Complaint.id, about).where(Complaint.id.in_(complaint_ids), about.is_not(None), ~is_kept.exists())
    session().execute(insert(ComplaintMention).from_select(["complaint_id", "person_id"], barred))
    words = dict.fromkeys(("text", "name", "first_word", "answer", "finding_reason"), "")
    nobody = {"contact_sealed": None, "about_person_id": None, "emptied_at": clock.now()}
    change = update(Complaint).where(Complaint.id.in_(complaint_ids)).values(words | nobody)
    session().execute(change.execution_options(synchronize_session=False))
    record(office_id, "empty_complaints", "office", office_id, complaints=len(complaint_ids))
