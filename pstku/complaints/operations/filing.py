"""Pengaduan: private and written, with a code to follow it and a day by which it is answered."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from pstku.accounts.queries import roles_of
from pstku.audit.operations import record
from pstku.complaints.models import Complaint, ComplaintMention
from pstku.complaints.queries import colleague, concerned_choices, concerned_in, overseers
from pstku.complaints.rules.access import has_reader
from pstku.complaints.rules.clocks import answer_due, first_due
from pstku.complaints.rules.naming import named_in
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.contact import clean_email, normal_phone, person_name
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, Unavailable
from pstku.core.text import N_, clean_line, words_text
from pstku.core.tokens import CODE_TRIES, random_code
from pstku.core.vault import seal
from pstku.offices.queries import configuration

SHORTEST, LONGEST = 10, 4000
NAME_LONGEST, CONTACT_LONGEST = 80, 120
CODE_LETTERS = 10  # one of 10^13: a thousand complaints are hit once in ten billion guesses


@dataclass(frozen=True, slots=True)
class Filed:
    """What whoever complained takes away."""

    code: str
    first_due_on: date
    due_on: date
    has_reader: bool  # somebody besides the person concerned may read it


def file_complaint(
    office_id: int,
    complaint_id: UUID,
    *,
    text: str,
    name: str = "",
    contact: str = "",
    about_person_id: int | None = None,
    channel: str = "tablet",
    entered_by: Actor | None = None,
    received_on: date | None = None,
) -> Filed:
    """Register a complaint; it gets no queue number and appears on no list of visits.

    Name, contact (phone or e-mail) and whom it is about are optional; somebody who no longer serves is nobody in
    particular. Admins and the head whom the words name do not see it until somebody else who has read it says that they
    are not meant. `entered_by` wrote down what was told at the desk or stands on paper, perhaps some days after it came
    (`received_on`); never a complaint about themselves, nor one whose words name them. The same id and text again give the same code; the same id with
    another text raises Conflict.
    """
    words = words_text(text, LONGEST)
    if len(words) < SHORTEST:
        raise InvalidInput("text", N_("Tulis pengaduan Anda, minimal satu kalimat."))
    if entered_by and about_person_id == entered_by.person_id:
        raise InvalidInput("about", N_("Pengaduan tentang Anda dicatat rekan, atau ditulis pengadu sendiri di tablet."))
    if entered_by and named_in(words, [colleague(entered_by)]):
        raise InvalidInput(
            "text",
            N_("Nama atau jabatan Anda tertulis di sini. Minta rekan mencatatnya, atau pengadu sendiri di tablet."),
        )
    way_back = _contact(contact)
    now, office = clock.now(), configuration(office_id)
    today = clock.local_day(now, office.tz)
    came_on = _came_on(received_on, today, office.settings.paper_days)
    concerned = _concerned(office_id, about_person_id)
    with atomic() as s:
        if earlier := s.get(Complaint, complaint_id, populate_existing=True):
            return _answer_again(earlier, office_id, words)
        complaint = Complaint(
            id=complaint_id,
            office_id=office_id,
            text=words,
            name=person_name(name, NAME_LONGEST),
            contact_sealed=seal(way_back) if way_back else None,
            about_person_id=concerned,
            channel=channel,
            created_at=now,
            received_on=came_on,
            first_due_on=first_due(came_on, office.settings, office.calendar),
            due_on=answer_due(came_on, None, office.settings, office.calendar),
        )
        _add_with_code(complaint)
        named = named_in(words, overseers(office_id))
        s.add_all(ComplaintMention(complaint_id=complaint_id, person_id=person_id) for person_id in named)
        record(
            office_id,
            "file_complaint",
            "complaint",
            complaint_id,
            actor_id=entered_by.person_id if entered_by else None,
            actor_kind="person" if entered_by else "guest",
            channel=channel,
            about=complaint.about_person_id or 0,
        )
    return _filed(complaint)


def _concerned(office_id: int, person_id: int | None) -> int | None:
    return person_id if person_id in dict(concerned_choices(office_id)) else None


def _came_on(given: date | None, today: date, most_days: int) -> date:
    day = given or today
    if day > today:
        raise InvalidInput("received_on", N_("Tanggal ini belum tiba. Ketik hari pengaduan diterima."))
    if day < today - timedelta(days=most_days):
        raise InvalidInput("received_on", N_("Paling lama %(days)s hari ke belakang."), days=most_days)
    return day


def _filed(complaint: Complaint) -> Filed:
    is_read = has_reader(roles_of(complaint.office_id), concerned_in(complaint))
    first = complaint.first_due_on or complaint.due_on  # an older one, sent again
    return Filed(complaint.code, first, complaint.due_on, is_read)


def _contact(typed: str) -> str:
    line = clean_line(typed, CONTACT_LONGEST)
    try:
        return clean_email(line) if "@" in line else normal_phone(line)
    except InvalidInput as error:
        raise InvalidInput("contact", N_("Ketik nomor HP atau e-mail yang lengkap, atau kosongkan.")) from error


def _answer_again(earlier: Complaint, office_id: int, words: str) -> Filed:
    if earlier.office_id != office_id or earlier.text != words:
        raise Conflict(N_("Pengaduan ini sudah tersimpan dengan isi lain. Mulai lagi dari awal."))
    return _filed(earlier)


def _add_with_code(complaint: Complaint) -> None:
    for _ in range(CODE_TRIES):
        complaint.code = random_code(CODE_LETTERS)
        try:
            with session().begin_nested():
                session().add(complaint)
                session().flush()
            return
        except IntegrityError:
            continue
    raise Unavailable(N_("Pengaduan belum tersimpan. Coba sekali lagi."))
