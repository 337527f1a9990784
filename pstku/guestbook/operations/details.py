"""Melengkapi: the details of a visit that the reports need, after the guest has gone if need be."""

from collections.abc import Mapping
from uuid import UUID

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.contact import person_name
from pstku.core.db import atomic
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.guestbook.entry import NAME_LONGEST, NAME_SHORTEST, SALUTATIONS
from pstku.guestbook.models import Guest, Visit, VisitEvent
from pstku.guestbook.operations.agencies import agency_named
from pstku.guestbook.queries.visits import get_visit, guest_of
from pstku.guestbook.rules.completeness import DETAILS
from pstku.guestbook.rules.states import OPEN
from pstku.officers.rules import SERVERS
from pstku.offices.queries import Configuration, configuration

LISTS = (*DETAILS, "facility")
MOST_PEOPLE = 999


def complete_visit(
    actor: Actor,
    visit_id: UUID,
    details: Mapping[str, str | None],
    *,
    agency: str = "",
    party: tuple[int, int | None, int | None] = (1, None, None),
    name: str | None = None,
    salutation: str = "",
    is_all: bool = False,
) -> None:
    """Store details by code (empty: unknown); `party` is the number of people, of men (L) and of women (P).

    `name` corrects the guest's name and `salutation`, on every visit of that guest; None leaves both as they are.
    `is_all` says that nothing more can be learnt: the visit leaves the list of those to complete.
    Raises InvalidInput, NotFound.
    """
    actor.need(*SERVERS)
    office = configuration(actor.office_id)
    _check(office, details, party)
    with atomic() as s:
        visit = get_visit(actor.office_id, visit_id)
        if name is not None:
            _correct_name(actor, guest_of(visit), name, salutation)
        for field in LISTS:
            if field in details:
                setattr(visit, field, details[field] or None)
        visit.agency_id = agency_named(office.id, agency, visit.agency_category)
        visit.party_size, visit.party_male, visit.party_female = party
        if is_all:
            visit.completed_at = clock.now()
            s.add(_completed(actor, visit))
        record(actor.office_id, "complete_visit", "visit", visit_id, actor_id=actor.person_id, fields=sorted(details))


def declare_complete(actor: Actor, visit_id: UUID) -> None:
    """Say that nothing more can be learnt of a visit that is over; what it has stays. Raises NotFound, Conflict."""
    actor.need(*SERVERS)
    with atomic() as s:
        visit = get_visit(actor.office_id, visit_id)
        if visit.state in OPEN:
            raise Conflict(N_("Kunjungan ini belum ditutup. Tutup dahulu di meja layanan."))
        visit.completed_at = visit.completed_at or clock.now()
        s.add(_completed(actor, visit))
        record(actor.office_id, "complete_visit", "visit", visit_id, actor_id=actor.person_id, fields=[])


def _correct_name(actor: Actor, guest: Guest, typed: str, salutation: str) -> None:
    """The trail says who corrected which fields; the former name is kept nowhere."""
    name = person_name(typed, NAME_LONGEST)
    if guest.anonymised_at is not None:
        raise InvalidInput("name", N_("Identitas tamu ini sudah dihapus. Namanya tidak dapat diisi lagi."))
    if len(name) < NAME_SHORTEST and not (guest.is_minor and not name):
        raise InvalidInput("name", N_("Nama belum terisi. Ketik minimal dua huruf."))
    corrected = {"name": name or None, "salutation": salutation if salutation in SALUTATIONS else ""}
    changed = [field for field, value in corrected.items() if getattr(guest, field) != value]
    for field in changed:
        setattr(guest, field, corrected[field])
    if changed:
        record(actor.office_id, "correct_guest", "guest", guest.id, actor_id=actor.person_id, fields=changed)


def _check(office: Configuration, details: Mapping[str, str | None], party: tuple[int, int | None, int | None]) -> None:
    for name, code in details.items():
        if name not in LISTS or (code and not office.label(name, code)):
            raise InvalidInput(name, N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    size, male, female = party
    if not 1 <= size <= MOST_PEOPLE:
        raise InvalidInput("party_size", N_("Ketik jumlah orang, paling sedikit 1."))
    if min(male or 0, female or 0) < 0 or (male or 0) + (female or 0) > size:
        raise InvalidInput("party_male", N_("Laki-laki dan perempuan bersama tidak boleh melebihi jumlah orang."))


def _completed(actor: Actor, visit: Visit) -> VisitEvent:
    return VisitEvent(
        office_id=actor.office_id, visit_id=visit.id, at=clock.now(), kind="completed", actor_id=actor.person_id
    )
