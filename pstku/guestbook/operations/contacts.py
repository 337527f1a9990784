"""A guest's contact and consents, also those a returning guest gives anew, and what they are promised for it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert, select, update

from pstku.core.db import session
from pstku.core.statements import Prepared
from pstku.core.vault import blind_index, seal
from pstku.guestbook.entry import NOTICE_VERSION
from pstku.guestbook.models import Consent, ContactPromise, Guest

PROMISED = ("follow_up", "rating_invitation")  # purposes for which somebody is to write or call
PROMISES = cast(Table, ContactPromise.__table__)
NEW_CONSENT = Prepared(insert(Consent))
NEW_PROMISE = Prepared(lambda insert: insert(PROMISES).on_conflict_do_nothing())


def contact_columns(office_id: int, phone: str, email: str) -> dict[str, Any]:
    """Phone (E.164) and e-mail as a guest's row keeps them: sealed, and as an index to find them by; empty ones are None."""
    return {
        "phone_sealed": seal(phone) if phone else None,
        "phone_index": blind_index(office_id, phone) if phone else None,
        "email_sealed": seal(email) if email else None,
        "email_index": blind_index(office_id, email) if email else None,
    }


def add_consents(guest_id: UUID, purposes: Collection[str], source: str, at: datetime) -> None:
    """Record that the guest agreed to these purposes, with the notice they read and the channel."""
    given = {"guest_id": guest_id, "notice_version": NOTICE_VERSION, "source": source, "given_at": at}
    for purpose in purposes:
        NEW_CONSENT.run(given | {"purpose": purpose})


def promise_contact(office_id: int, visit_id: UUID, purposes: Collection[str], at: datetime) -> None:
    """Harus dihubungi: what this visit's guest agreed to is to be done; promised once, however often it is said."""
    promise = {"office_id": office_id, "visit_id": visit_id, "promised_at": at}
    for purpose in purposes:
        if purpose in PROMISED:
            NEW_PROMISE.run(promise | {"purpose": purpose})


def renew_contact(
    office_id: int, guest_id: UUID, purposes: Collection[str], source: str, *, phone: str, email: str, at: datetime
) -> None:
    """Replace the contact of a returning guest, and add the new consents to the earlier ones.

    No consent is stored when the guest cannot be reached: no contact given now and none on file.
    """
    s = session()
    columns = contact_columns(office_id, phone, email)
    given = {name: value for name, value in columns.items() if value is not None}
    if given:
        s.execute(update(Guest).where(Guest.id == guest_id).values(given))
    on_file = s.execute(select(Guest.phone_index, Guest.email_index).where(Guest.id == guest_id)).one()
    standing = set(
        s.scalars(select(Consent.purpose).where(Consent.guest_id == guest_id, Consent.withdrawn_at.is_(None)))
    )
    if any(on_file):
        add_consents(guest_id, [purpose for purpose in purposes if purpose not in standing], source, at)
