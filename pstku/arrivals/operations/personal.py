"""A guest's rights over their data, entries from phones included: they are no visits, but they are kept until closing."""

from collections.abc import Callable, Collection
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from pstku.arrivals.models import Arrival
from pstku.arrivals.queries import SentEntry, sent_entries
from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.contact import normal_phone
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_, clean_line
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations import privacy
from pstku.guestbook.queries.personal import GuestSheet, guest_sheet

GONE = N_("Isian dari HP ini tidak ada lagi: dikonfirmasi petugas, atau sudah dihapus.")


def find_people(actor: Actor, sought: str) -> tuple[list[GuestSheet], list[SentEntry]]:
    """Guests and entries from phones by full phone number, full e-mail address or part of a name.

    Raises InvalidInput("sought") for fewer than three characters.
    """
    sheets = privacy.find_guests(actor, sought)
    is_meant = _meaning(clean_line(sought, 120))
    found = [sent for sent in sent_entries(actor.office_id) if is_meant(sent.entry)]
    if found:
        ids = [str(sent.id) for sent in found]
        record(actor.office_id, "find_guests", "arrivals", "arrivals", actor_id=actor.person_id, found=ids)
    return sheets, found


def export_person(actor: Actor, guest_id: UUID) -> dict[str, Any]:
    """Everything the office holds about a guest, and what they sent from a phone and nobody has confirmed."""
    values = privacy.export_guest(actor, guest_id)
    return values | {"arrivals": [_told(sent) for sent in _of_guest(actor.office_id, guest_id)]}


def erase_person(actor: Actor, guest_id: UUID, complaint_codes: Collection[str] = ()) -> None:
    """Erase who a guest was, together with entries from a phone that carry their number or address."""
    actor.need(Role.ADMIN)
    with atomic():
        waiting = _of_guest(actor.office_id, guest_id)
        privacy.erase_guest(actor, guest_id, complaint_codes)
        for sent in waiting:
            erase_entry(actor, sent.id)


def export_entry(actor: Actor, arrival_id: UUID) -> dict[str, Any]:
    """One entry from a phone as plain values; raises NotFound."""
    actor.need(Role.ADMIN)
    sent = next((one for one in sent_entries(actor.office_id) if one.id == arrival_id), None)
    if sent is None:
        raise NotFound(GONE)
    record(actor.office_id, "export_arrival", "arrival", arrival_id, actor_id=actor.person_id)
    return _told(sent)


def erase_entry(actor: Actor, arrival_id: UUID) -> None:
    """Delete an entry from a phone with everything in it; raises NotFound."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        mine = (Arrival.id == arrival_id, Arrival.office_id == actor.office_id)
        taking = delete(Arrival).where(*mine).returning(Arrival.id)
        if s.execute(taking.execution_options(synchronize_session=False)).first() is None:
            raise NotFound(GONE)
        record(actor.office_id, "erase_arrival", "arrival", arrival_id, actor_id=actor.person_id)


def _meaning(line: str) -> Callable[[Entry], bool]:
    """Is an entry meant by these words? As guests are found."""
    if "@" in line:
        return lambda entry: entry.email.lower() == line.lower()
    try:
        phone = normal_phone(line)
    except InvalidInput:
        return lambda entry: line.lower() in entry.name.lower()
    return lambda entry: entry.phone == phone


def _of_guest(office_id: int, guest_id: UUID) -> list[SentEntry]:
    """Entries with the guest's own number or address; a name alone may be somebody else's."""
    sheet = guest_sheet(office_id, guest_id)
    contacts = {sheet.phone, sheet.email} - {""}
    return [sent for sent in sent_entries(office_id) if contacts & {sent.entry.phone, sent.entry.email}]


def _told(sent: SentEntry) -> dict[str, Any]:
    typed = {name: value for name, value in asdict(sent.entry).items() if name != "returning" and value}
    return {"id": sent.id, "sign": sent.sign, "sent_at": sent.sent_at} | typed
