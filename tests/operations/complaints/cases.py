"""What the tests of complaints have in common."""

from sqlalchemy import update

from pstku.accounts.models import Person
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.queries import complaint_lines
from pstku.core.db import atomic
from pstku.core.tokens import uuid7

ANSWER = {"answer": "Kami sudah menegur dan minta maaf.", "finding": "upheld", "reason": "Dua saksi membenarkan."}


def seen_by(actor):
    return [line.id for line in complaint_lines(actor)]


def filed_about(cast, who, **fields):
    complaint_id = uuid7()
    filed = file_complaint(
        cast.office_id,
        complaint_id,
        text="Beliau membentak saya di depan tamu lain.",
        about_person_id=getattr(cast, who).person_id,
        **fields,
    )
    return complaint_id, filed


def leave(actor):
    with atomic() as s:
        s.execute(update(Person).where(Person.id == actor.person_id).values(is_active=False))
