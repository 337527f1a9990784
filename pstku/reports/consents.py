"""Catatan persetujuan: what was agreed to and when, without who agreed."""

from dataclasses import dataclass

from sqlalchemy import select

from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.guestbook.models import Consent, Guest

WHO = (Role.ADMIN, Role.HEAD)
PAGE_SIZE = 50
BEHIND_ALL = 2**31 - 1  # no id is larger; with a bound the page is found by the key, not by walking


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent; `is_known` as long as the identity of the guest is kept."""

    consent: Consent
    is_known: bool


def consents(actor: Actor, before: int | None = None) -> list[ConsentLine]:
    """One page of the office's consents, the latest first; one more than `PAGE_SIZE` when others follow.

    `before`: the id of the last consent of the page before.
    """
    actor.need(*WHO)
    query = select(Consent, Guest.anonymised_at).join(Guest, Guest.id == Consent.guest_id)
    query = query.where(Guest.office_id == actor.office_id, Consent.id < (before or BEHIND_ALL))
    rows = session().execute(query.order_by(Consent.id.desc()).limit(PAGE_SIZE + 1))
    return [ConsentLine(consent, anonymised_at is None) for consent, anonymised_at in rows]
