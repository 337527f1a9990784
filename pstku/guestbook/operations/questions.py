"""Tinggalkan pertanyaan: nobody is there, so the question waits as a visit to be followed up."""

from dataclasses import replace
from uuid import UUID

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.contact import clean_email, normal_phone
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.text import N_, words_text
from pstku.guestbook.entry import QUESTION_LONGEST, Entry
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.operations.contacts import promise_contact, renew_contact
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.queries.visits import Registered
from pstku.guestbook.rules.states import WAITING

SHORTEST_QUESTION = 5


def leave_question(office_id: int, visit_id: UUID, entry: Entry, origin: Origin) -> Registered:
    """A guest who is not in the book yet leaves a question, a contact and their consent to be answered there."""
    _need_question(entry.question)
    _need_way_back(entry.phone, entry.email, "follow_up" in entry.consents)
    return register_visit(office_id, visit_id, replace(entry, question=entry.question.strip()), origin)


def ask_later(office_id: int, visit_id: UUID, entry: Entry) -> None:
    """Add a question to the visit of a registered guest whom nobody has served yet.

    Only question, contact and consent of the entry are used; the same question again changes nothing. Raises NotFound for
    a stranger's visit and Conflict once an officer serves it.
    """
    _need_question(entry.question)
    phone, email = normal_phone(entry.phone), clean_email(entry.email)
    with atomic() as s:
        visit = session().get(Visit, visit_id, populate_existing=True)
        if visit is None or visit.office_id != office_id:
            raise NotFound(N_("Kunjungan ini tidak ditemukan. Isi buku tamu sekali lagi."))
        if visit.follow_up:
            return
        if visit.state != WAITING:
            raise Conflict(N_("Petugas sudah melayani Anda. Sampaikan pertanyaan langsung kepada petugas."))
        guest = s.get_one(Guest, visit.guest_id)
        _need_adult(guest.is_minor)
        _need_way_back(
            phone or guest.phone_index or "", email or guest.email_index or "", "follow_up" in entry.consents
        )
        purposes, now = ("follow_up",), clock.now()
        renew_contact(office_id, guest.id, purposes, visit.channel, phone=phone, email=email, at=now)
        promise_contact(office_id, visit_id, purposes, now)
        visit.question, visit.follow_up = words_text(entry.question, QUESTION_LONGEST), True
        record(office_id, "leave_question", "visit", visit_id, actor_kind="guest")


def _need_question(question: str) -> None:
    if len(question.strip()) < SHORTEST_QUESTION:
        raise InvalidInput("question", N_("Tulis pertanyaan Anda, satu kalimat cukup."))


def _need_adult(is_minor: bool) -> None:
    if is_minor:
        raise InvalidInput(
            "phone", N_("Nomor HP di bawah 17 tahun tidak kami simpan. Tunggu petugas, atau datang lagi.")
        )


def _need_way_back(phone: str, email: str, consent: bool) -> None:
    if not phone.strip() and not email.strip():
        raise InvalidInput("phone", N_("Isi nomor HP atau e-mail, supaya kami dapat menjawab."))
    if not consent:
        raise InvalidInput("consent", N_("Setujui dahulu bahwa kami menghubungi Anda untuk menjawab."))
