"""A guest's rights over their data: an admin finds, exports, corrects or erases it, and each act is audited."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from pstku.audit.operations import record
from pstku.complaints.queries import find_by_code
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.contact import clean_email, normal_phone, person_name
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_, clean_line
from pstku.guestbook.models import Consent, Guest, Visit
from pstku.guestbook.operations.anonymising import anonymise, forget_complainants
from pstku.guestbook.operations.contacts import contact_columns
from pstku.guestbook.queries.personal import GuestSheet, exported_guest, get_guest, guest_sheet, matching_guests
from pstku.guestbook.rules.states import OPEN, WAITING


def find_guests(actor: Actor, sought: str) -> list[GuestSheet]:
    """Find a guest who asks about their data; the search is audited without the words searched for."""
    actor.need(Role.ADMIN)
    found = matching_guests(actor.office_id, sought)
    sheets = [guest_sheet(actor.office_id, guest_id) for guest_id in found]
    _note(actor, "find_guests", "guests", found=[str(guest_id) for guest_id in found])
    return sheets


def export_guest(actor: Actor, guest_id: UUID) -> dict[str, Any]:
    """Everything the office holds about one guest, as plain values; raises NotFound."""
    actor.need(Role.ADMIN)
    values = exported_guest(actor.office_id, guest_id)
    _note(actor, "export_guest", guest_id)
    return values


def correct_guest(
    actor: Actor,
    guest_id: UUID,
    *,
    name: str,
    salutation: str,
    phone: str,
    email: str,
    withdrawn: Collection[int] = (),
) -> None:
    """Correct what the guest says is wrong, and record the consents they withdraw (ids in `withdrawn`)."""
    actor.need(Role.ADMIN)
    values = _checked(actor.office_id, name, salutation, normal_phone(phone), clean_email(email))
    with atomic() as s:
        get_guest(actor.office_id, guest_id)
        s.execute(update(Guest).where(Guest.id == guest_id).values(values))
        given = (Consent.guest_id == guest_id, Consent.id.in_(withdrawn), Consent.withdrawn_at.is_(None))
        taken_back = update(Consent).where(*given).values(withdrawn_at=clock.now()).returning(Consent.purpose)
        purposes = sorted(s.scalars(taken_back))
        _note(actor, "correct_guest", guest_id, withdrawn=purposes)


def _checked(office_id: int, name: str, salutation: str, phone: str, email: str) -> dict[str, Any]:
    name = person_name(name, 80)
    if len(name) < 2:
        raise InvalidInput("name", N_("Nama belum terisi. Ketik minimal dua huruf."))
    return {
        "name": name,
        "salutation": salutation,
        **contact_columns(office_id, phone, email),
    }


def erase_guest(actor: Actor, guest_id: UUID, complaint_codes: Collection[str] = ()) -> None:
    """Erase the identity of a guest; their visits can still be counted. Raises Conflict while they are being served.

    A complaint is not linked to visits: when the guest gives its code, its name and contact are erased too.
    Raises InvalidInput("complaints") for a code the admin may not read.
    """
    actor.need(Role.ADMIN)
    with atomic():
        get_guest(actor.office_id, guest_id)
        is_here = or_(Visit.state != WAITING, Visit.follow_up.is_(False))  # who left a question has gone
        served = select(Visit.id).where(Visit.guest_id == guest_id, Visit.state.in_(OPEN), is_here)
        if session().scalar(served.limit(1)) is not None:
            raise Conflict(N_("Tamu ini masih dilayani. Selesaikan kunjungannya, lalu hapus."))
        complaints = [_complaint_of(actor, code) for code in complaint_codes]
        forget_complainants(complaints)
        anonymise([guest_id])
        _note(actor, "erase_guest", guest_id, complaints=len(complaints))


def _complaint_of(actor: Actor, code: str) -> UUID:
    found = find_by_code(actor, code)
    if found is None:
        raise InvalidInput(
            "complaints", N_("Kode pengaduan %(code)s tidak ditemukan. Periksa hurufnya."), code=clean_line(code, 12)
        )
    return found.id


def _note(actor: Actor, action: str, guest_id: object, **detail: Any) -> None:
    record(actor.office_id, action, "guest", guest_id, actor_id=actor.person_id, **detail)
