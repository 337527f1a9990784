"""Guests who may be reached, for the tests of what was promised to them."""

from datetime import UTC, datetime

from pstku.audit.models import AuditEntry
from pstku.contacts.operations.keeping import keep_promise
from pstku.contacts.operations.taking import take_promise
from pstku.contacts.queries import owed
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Consent, ContactPromise, Visit
from pstku.guestbook.operations.questions import leave_question
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.serving import close_visit, start_service

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA
TABLET = Origin(channel="tablet")
PHONE = "+6281234567890"


def entry(office, *consents, **fields) -> Entry:
    service = next(one for one in office.services if one.code == "konsultasi")
    values = {"name": "Siti Rahma", "phone": "0812 3456 7890", "consents": consents, "service_id": service.id}
    return Entry(**(values | fields))


def ask(office, **fields):
    """A question left at an empty desk; the visit's id."""
    visit_id = uuid7()
    leave_question(
        office.id, visit_id, entry(office, "follow_up", question="Berapa inflasi Oktober?", **fields), TABLET
    )
    return visit_id


def come(cast, office, *consents, outcome="done_on_the_spot", **fields):
    """A guest fills the book in and is served; the visit's id."""
    visit_id = uuid7()
    register_visit(office.id, visit_id, entry(office, *consents, **fields), TABLET)
    start_service(cast.officer2, visit_id)
    close_visit(cast.officer2, visit_id, outcome=outcome)
    return visit_id


def listed(office, me=0) -> list[str]:
    session().expire_all()
    return [one.kind for one in owed(office, me)]


def only(office):
    (found,) = owed(office, 0)
    return found


def consents_of(visit_id):
    session().expire_all()
    return session().query(Consent).filter(Consent.guest_id == session().get_one(Visit, visit_id).guest_id).all()


def trail() -> list[AuditEntry]:
    return session().query(AuditEntry).order_by(AuditEntry.seq).all()


def served(cast, office, **fields):
    visit_id = uuid7()
    register_visit(office.id, visit_id, entry(office, **fields), TABLET)
    start_service(cast.officer, visit_id)
    return visit_id


def keep_promise_of(cast, office, **kept):
    promise_id = only(office).id
    take_promise(cast.officer, promise_id)
    keep_promise(cast.officer, promise_id, **({"channel": "whatsapp", "result": "answered"} | kept))
    return session().get_one(ContactPromise, promise_id, populate_existing=True)
