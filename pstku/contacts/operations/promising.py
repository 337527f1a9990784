"""Tindak lanjut at the desk: the officer closes a visit with a promise, and asks the guest how to be reached."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pstku.contacts.queries import is_a_childs, may_be_reached
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.contact import clean_email, normal_phone
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.guestbook.operations.contacts import renew_contact
from pstku.guestbook.operations.serving import close_visit
from pstku.guestbook.queries.visits import get_visit
from pstku.guestbook.rules.states import Channel, Outcome


@dataclass(frozen=True, slots=True)
class Asked:
    """What the guest told the officer about being reached; empty when nothing was asked."""

    phone: str = ""
    email: str = ""
    is_agreed: bool = False

    @property
    def says_something(self) -> bool:
        return bool(self.phone.strip() or self.email.strip() or self.is_agreed)


def close_with_contact(actor: Actor, visit_id: UUID, asked: Asked, *, outcome: str, **closing: Any) -> None:
    """Selesai, and for Tindak lanjut the contact and consent given at the desk. Raises what `close_visit` raises.

    A contact is kept for a follow-up that the guest agreed to, and refused otherwise: nothing typed is dropped silently.
    """
    with atomic():
        if asked.says_something:
            _check(visit_id, asked, outcome)
            _take_down(actor, visit_id, asked)
        close_visit(actor, visit_id, outcome=outcome, **closing)


def _check(visit_id: UUID, asked: Asked, outcome: str) -> None:
    if outcome != Outcome.FOLLOW_UP:
        raise InvalidInput(
            "phone", N_("Kontak hanya disimpan untuk tindak lanjut. Pilih Tindak lanjut, atau kosongkan.")
        )
    if is_a_childs(visit_id):
        raise InvalidInput("phone", N_("Nomor tamu di bawah 17 tahun tidak disimpan. Kosongkan isian ini."))
    if not asked.is_agreed:
        raise InvalidInput("is_agreed", N_("Centang bila tamu setuju, atau kosongkan HP dan e-mailnya."))


def _take_down(actor: Actor, visit_id: UUID, asked: Asked) -> None:
    """Keep contact and consent; what is on file is enough when the guest gives nothing new."""
    phone, email = normal_phone(asked.phone), clean_email(asked.email)
    guest_id, now = get_visit(actor.office_id, visit_id).guest_id, clock.now()
    renew_contact(actor.office_id, guest_id, ("follow_up",), Channel.DESK, phone=phone, email=email, at=now)
    if not may_be_reached(visit_id):
        raise InvalidInput("phone", N_("Isi nomor HP atau e-mail tamu."))
