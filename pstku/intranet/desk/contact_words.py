"""The message that is ready to send to a guest who was promised one, and the addresses that open it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_login import current_user

from pstku.contacts.operations.taking import Contact
from pstku.contacts.queries import Owed
from pstku.contacts.rules.messages import GUEST, MESSAGES, SOUGHT, SUBJECT, mail_address, whatsapp_address
from pstku.contacts.rules.results import Kind
from pstku.guestbook.models import DataNeed
from pstku.guestbook.visit_tokens import invite_token
from pstku.http.access import current_office
from pstku.http.formats import long_date
from pstku.http.links import public_address
from pstku.http.text import gettext, reading
from pstku.intranet.desk.survey_words import with_survey


@dataclass(frozen=True, slots=True)
class ContactWords:
    """A message in plain words; an address is empty where the guest left no such contact."""

    message: str
    whatsapp: str
    mail: str


def words_for(promise: Owed, needs: Sequence[DataNeed], contact: Contact) -> ContactWords:
    """What the officer may send to this guest in their language, as it stands or changed; nothing is sent by itself."""
    with reading(promise.language):
        return _words(promise, needs, contact)


def _words(promise: Owed, needs: Sequence[DataNeed], contact: Contact) -> ContactWords:
    office, person = current_office(), current_user.person
    name = f"{promise.salutation} {promise.name}".strip()
    sought = ", ".join(need.what for need in needs if need.what)
    message = gettext(
        MESSAGES[promise.kind],
        guest=name if promise.name else gettext(GUEST),
        officer=f"{person.salutation} {person.call_name}".strip(),
        office=office.name,
        day=long_date(promise.day),
        what=promise.question or sought or gettext(SOUGHT),
        address=public_address("kiosk.guest_phone", token=invite_token(promise.visit_id)),
    )
    if promise.kind == Kind.RATING:
        message = with_survey(message, promise.visit_id)
    subject = gettext(SUBJECT, office=office.name)
    return ContactWords(
        message, whatsapp_address(contact.phone, message), mail_address(contact.email, subject, message)
    )
