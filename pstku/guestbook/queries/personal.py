"""What the office holds about one guest."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from pstku.core.db import session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_, clean_line
from pstku.core.vault import blind_index, unseal
from pstku.guestbook.models import Consent, DataNeed, Guest, Visit
from pstku.guestbook.rules.contact import normal_phone
from pstku.offices.models import ServiceType

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit of the guest, as little as is needed to recognise it."""

    day: date
    service: str
    state: str
    channel: str


@dataclass(frozen=True, slots=True)
class GuestSheet:
    """A guest with everything personal in the clear."""

    guest: Guest
    phone: str
    email: str
    consents: list[Consent]
    visits: list[VisitLine]


def matching_guests(office_id: int, sought: str) -> list[UUID]:
    """Guests by full phone number, full e-mail address or part of a name; at most twenty, the latest first.

    Raises InvalidInput("sought") for fewer than three characters.
    """
    line = clean_line(sought, 120)
    if len(line) < 3:
        raise InvalidInput("sought", N_("Ketik minimal tiga huruf, nomor HP lengkap, atau e-mail lengkap."))
    wanted = select(Guest.id).where(
        Guest.office_id == office_id, Guest.anonymised_at.is_(None), _matches(office_id, line)
    )
    return list(session().scalars(wanted.order_by(Guest.created_at.desc()).limit(MOST_FOUND)))


def _matches(office_id: int, line: str) -> ColumnElement[bool]:
    by_name = func.lower(Guest.name).contains(line.lower(), autoescape=True)
    if "@" in line:
        return Guest.email_index == blind_index(office_id, line.lower())
    try:
        phone = normal_phone(line)
    except InvalidInput:
        return by_name
    return or_(Guest.phone_index == blind_index(office_id, phone), by_name)


def get_guest(office_id: int, guest_id: UUID) -> Guest:
    """A guest whose identity is still kept; raises NotFound for a stranger's id and after erasure."""
    guest = session().get(Guest, guest_id)
    if guest is None or guest.office_id != office_id or guest.anonymised_at is not None:
        raise NotFound(N_("Data tamu ini tidak ada, atau identitasnya sudah dihapus."))
    return guest


def guest_sheet(office_id: int, guest_id: UUID) -> GuestSheet:
    """Everything personal the office holds about a guest."""
    guest = get_guest(office_id, guest_id)
    visits = (
        select(Visit.day, ServiceType.name, Visit.state, Visit.channel)
        .join(ServiceType, ServiceType.id == Visit.service_type_id)
        .where(Visit.guest_id == guest_id)
        .order_by(Visit.created_at.desc())
    )
    return GuestSheet(
        guest=guest,
        phone=unseal(guest.phone_sealed) if guest.phone_sealed else "",
        email=unseal(guest.email_sealed) if guest.email_sealed else "",
        consents=list(guest.consents),
        visits=[VisitLine(*row) for row in session().execute(visits)],
    )


EXPORTED = (
    "id",
    "day",
    "channel",
    "state",
    "created_at",
    "started_at",
    "closed_at",
    "age_group",
    "sex",
    "education",
    "occupation",
    "agency_category",
    "purpose",
    "facility",
    "needs_help",
    "help_note",
    "party_size",
    "question",
    "outcome",
    "referral",
)


def exported_guest(office_id: int, guest_id: UUID) -> dict[str, Any]:
    """The same as plain values, with visits and data needs in full, for the guest to take away."""
    sheet = guest_sheet(office_id, guest_id)
    visits = session().scalars(select(Visit).where(Visit.guest_id == guest_id).order_by(Visit.created_at))
    return {
        "name": sheet.guest.name,
        "salutation": sheet.guest.salutation,
        "phone": sheet.phone,
        "email": sheet.email,
        "is_minor": sheet.guest.is_minor,
        "registered_at": sheet.guest.created_at,
        "consents": [
            {"purpose": c.purpose, "notice": c.notice_version, "given_at": c.given_at, "withdrawn_at": c.withdrawn_at}
            for c in sheet.consents
        ],
        "visits": [{name: getattr(visit, name) for name in EXPORTED} for visit in visits],
        "data_sought": _data_sought(guest_id),
    }


def _data_sought(guest_id: UUID) -> list[dict[str, Any]]:
    columns = (DataNeed.visit_id, DataNeed.what, DataNeed.region, DataNeed.year_from, DataNeed.year_to)
    wanted = select(*columns).join(Visit, Visit.id == DataNeed.visit_id).where(Visit.guest_id == guest_id)
    return [dict(row) for row in session().execute(wanted).mappings()]
