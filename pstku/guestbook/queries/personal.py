"""What the office holds about one guest, and whose identity it has kept long enough."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, func, select

from pstku.complaints.models import Complaint
from pstku.core import clock
from pstku.core.contact import normal_phone
from pstku.core.db import session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.personal import exported_rows
from pstku.core.statements import rows_at_most
from pstku.core.text import N_, clean_line
from pstku.core.vault import blind_index, unseal
from pstku.guestbook.models import Agency, Consent, Guest, Visit
from pstku.offices.models import ServiceType
from pstku.offices.queries import configuration

MOST_FOUND = 20
GUESTS: Table = Guest.__table__  # type: ignore[assignment]


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
    query = select(Guest.id).where(*_matches(office_id, line))
    return list(session().scalars(query.order_by(Guest.created_at.desc()).limit(MOST_FOUND)))


def _matches(office_id: int, line: str) -> Sequence[ColumnElement[bool]]:
    """By contact through its own index, which has no anonymised guests; by name among guests not anonymised."""
    if "@" in line:
        return (Guest.email_index == blind_index(office_id, line.lower()),)
    try:
        return (Guest.phone_index == blind_index(office_id, normal_phone(line)),)
    except InvalidInput:
        by_name = func.lower(Guest.name).contains(line.lower(), autoescape=True)
        return Guest.office_id == office_id, Guest.anonymised_at.is_(None), by_name


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
        select(Visit.day, ServiceType.guest_label, Visit.state, Visit.channel)
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


COUNTED = {
    "guests": ("is_minor", "created_at"),
    "consents": ("purpose", "notice_version", "source", "given_at", "withdrawn_at"),
    "visits": (
        *("id", "day", "channel", "state", "created_at", "called_at", "started_at", "closed_at"),
        *("age_group", "sex", "education", "occupation", "agency_category", "agency_id", "purpose", "facility"),
        *("needs_help", "party_size", "party_male", "party_female", "outcome", "referral"),
    ),
    "contact_promises": ("visit_id", "purpose", "promised_at", "closed_at", "channel", "result"),
    "data_needs": ("visit_id", "indicator_key", "year_from", "year_to", "obtained", "created_at"),
    "dtsen_visits": ("kind", "result"),
    "visit_events": ("visit_id", "at", "kind"),
}


def exported_guest(office_id: int, guest_id: UUID) -> dict[str, Any]:
    """Everything held about a guest as plain values, table by table, for the guest to take away.

    Comments about an officer are left out: the admin who exports must not learn who wrote them.
    """
    guest = get_guest(office_id, guest_id)
    rows = exported_rows(GUESTS, [guest.id], COUNTED)
    rows["visits"] = [_with_agency(visit) for visit in rows["visits"]]
    about_guest: dict[str, Any] = rows.pop("guests")[0]
    return about_guest | rows


def _with_agency(visit: dict[str, Any]) -> dict[str, Any]:
    agency = session().get(Agency, visit["agency_id"]) if visit["agency_id"] else None
    rest = {name: value for name, value in visit.items() if name != "agency_id"}
    return rest | {"agency": agency.name if agency else ""}


def months_before(day: date, months: int) -> date:
    """The day `months` months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def oldest_kept(office_id: int, at: datetime) -> date:
    """The first day of whose guests the office still keeps the identity at that moment."""
    office = configuration(office_id)
    return months_before(clock.local_day(at, office.tz), office.settings.identity_months)


def identities_due(office_id: int, at: datetime) -> Select[UUID]:
    """Guests whose last visit is older than the office keeps identities.

    A row to look up and no EXISTS: PostgreSQL made that a join, and read every guest and visit of a year to find nobody.
    """
    oldest = oldest_kept(office_id, at)
    before = clock.day_range(oldest, configuration(office_id).tz)[0]
    recent = select(Visit.id).where(Visit.guest_id == Guest.id, Visit.day >= oldest).limit(rows_at_most(1))
    return select(Guest.id).where(
        Guest.office_id == office_id,
        Guest.anonymised_at.is_(None),
        Guest.created_at < before,
        recent.scalar_subquery().is_(None),
    )


def complainants_due(office_id: int, at: datetime) -> Select[UUID]:
    """Complaints with a name or a contact that were answered that long ago, or should have been and never were."""
    oldest = oldest_kept(office_id, at)
    before = clock.day_range(oldest, configuration(office_id).tz)[0]
    mine = Complaint.office_id == office_id  # in both: each is a search of its own in the index by answer
    unanswered = Complaint.answered_at.is_(None) & (Complaint.due_on < oldest)
    is_over = (mine & (Complaint.answered_at < before)) | (mine & unanswered)
    has_identity = (Complaint.name != "") | Complaint.contact_sealed.is_not(None)
    return select(Complaint.id).where(is_over, has_identity)


def complaints_due(office_id: int, at: datetime) -> Select[UUID]:
    """Complaints answered so long ago that their words go."""
    office = configuration(office_id)
    oldest = months_before(clock.local_day(at, office.tz), office.settings.complaint_months)
    before = clock.day_range(oldest, office.tz)[0]
    return select(Complaint.id).where(
        Complaint.office_id == office_id, Complaint.answered_at < before, Complaint.emptied_at.is_(None)
    )
