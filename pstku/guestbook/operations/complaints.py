"""Pengaduan: private and written, with a code to follow it and a day by which it is answered."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, Unavailable
from pstku.core.text import N_, clean_line, words_text
from pstku.core.tokens import CODE_ALPHABET
from pstku.core.vault import seal
from pstku.guestbook.models import Complaint
from pstku.guestbook.rules.contact import clean_email, normal_phone, person_name
from pstku.offices.queries import configuration

SHORTEST, LONGEST = 10, 4000
NAME_LONGEST, CONTACT_LONGEST = 80, 120
CODE_LETTERS = 8
CODE_TRIES = 8


@dataclass(frozen=True, slots=True)
class Filed:
    """What whoever complained takes away."""

    code: str
    due_on: date


def file_complaint(
    office_id: int, complaint_id: UUID, *, text: str, name: str = "", contact: str = "", channel: str = "tablet"
) -> Filed:
    """Take a complaint in; it has no queue number and stands on no list of visits.

    Name and contact (phone or e-mail) are optional. The same id and text again give the same code; the same id with
    another text raises Conflict.
    """
    words = words_text(text, LONGEST)
    if len(words) < SHORTEST:
        raise InvalidInput("text", N_("Tulis pengaduan Anda, minimal satu kalimat."))
    way_back = _contact(contact)
    now, office = clock.now(), configuration(office_id)
    with atomic() as s:
        if known := s.get(Complaint, complaint_id, populate_existing=True):
            return _answer_again(known, office_id, words)
        complaint = Complaint(
            id=complaint_id,
            office_id=office_id,
            text=words,
            name=person_name(name, NAME_LONGEST),
            contact_sealed=seal(way_back) if way_back else None,
            channel=channel,
            created_at=now,
            due_on=clock.local_day(now, office.tz) + timedelta(days=office.settings.complaint_days),
        )
        _add_with_code(complaint)
        record(office_id, "file_complaint", "complaint", complaint_id, actor_kind="guest", channel=channel)
    return Filed(complaint.code, complaint.due_on)


def _contact(typed: str) -> str:
    line = clean_line(typed, CONTACT_LONGEST)
    try:
        return clean_email(line) if "@" in line else normal_phone(line)
    except InvalidInput as error:
        raise InvalidInput("contact", N_("Ketik nomor HP atau e-mail yang lengkap, atau kosongkan.")) from error


def _answer_again(known: Complaint, office_id: int, words: str) -> Filed:
    if known.office_id != office_id or known.text != words:
        raise Conflict(N_("Pengaduan ini sudah tersimpan dengan isi lain. Mulai lagi dari awal."))
    return Filed(known.code, known.due_on)


def _add_with_code(complaint: Complaint) -> None:
    for _ in range(CODE_TRIES):
        complaint.code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LETTERS))
        try:
            with session().begin_nested():
                session().add(complaint)
                session().flush()
            return
        except IntegrityError:
            continue
    raise Unavailable(N_("Pengaduan belum tersimpan. Coba sekali lagi."))
