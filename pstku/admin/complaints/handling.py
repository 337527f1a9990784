"""Pengaduan: who handles it, the clocks, the first word, the answer. Never shown to the person it is about."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField

from pstku.accounts.queries import people
from pstku.admin import blueprint
from pstku.complaints import queries
from pstku.complaints.models import Complaint
from pstku.complaints.operations import handling as operations
from pstku.complaints.queries import ComplaintLine, handling_mark, may_be_named
from pstku.complaints.rules.access import OVERSEERS
from pstku.complaints.rules.clocks import Kind, Running, likely_kind, running
from pstku.complaints.rules.naming import names_left
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.forms import Form, offer, optional_id, required
from pstku.http.pages import redirect_to, render_page

FINDINGS = [("upheld", N_("Terbukti")), ("not_upheld", N_("Tidak terbukti"))]
KINDS = {
    Kind.PLAIN: N_("Pertanyaan, saran, atau pengaduan biasa"),
    Kind.BREACH: N_("Dugaan pelanggaran, tanpa pemeriksaan lapangan"),
    Kind.FIELD: N_("Dugaan pelanggaran, dengan pemeriksaan lapangan"),
}
FIRST_WORD = N_("Pengaduan Anda kami terima dan sedang kami periksa. Jawabannya tampil di halaman ini.")


class AssignForm(Form):
    """Who handles it, whom it is about, and what it asks of the office."""

    handler_id = SelectField(N_("Penangan"), coerce=optional_id)
    about_person_id = SelectField(N_("Tentang siapa"), coerce=optional_id)
    lifted = SelectMultipleField(N_("Namanya terbaca di isi pengaduan"), coerce=int)
    kind = RadioField(N_("Jenis"), choices=offer(KINDS.items()), validators=[required(N_("Pilih jenisnya."))])
    opened = HiddenField()


class FirstWordForm(Form):
    """What the complainant reads until the answer."""

    first_word = TextAreaField(N_("Kabar pertama untuk pengadu"), [required(N_("Tulis kabarnya."))])
    no_names = SelectMultipleField(N_("Di kalimat ini bukan nama orang"), choices=[], validate_choice=False)


class AnswerForm(Form):
    """What the office answers, and what it found."""

    answer = TextAreaField(N_("Jawaban untuk pengadu"), [required(N_("Tulis jawabannya."))])
    no_names = SelectMultipleField(N_("Di kalimat ini bukan nama orang"), choices=[], validate_choice=False)
    finding = RadioField(N_("Temuan"), choices=offer(FINDINGS), validators=[required(N_("Pilih salah satu."))])
    reason = TextAreaField(N_("Alasan temuan"), [required(N_("Tulis alasannya."))])


@blueprint.get("/pengaduan")
@requires(area=ADMIN)
def complaints() -> Response:
    """Complaints for admins and the head, one's own to handle for everybody else; fifty a page, none with its words."""
    staff = people(current_office().id, active_only=False)
    found = queries.complaint_lines(current_actor(), after=request.args.get("sesudah", type=UUID))
    page_rows = found[: queries.PAGE_SIZE]
    following = page_rows[-1].id if len(found) > len(page_rows) else None
    return render_page(
        "admin/complaints.html",
        complaints=page_rows,
        clocks=_clocks(page_rows),
        kinds=KINDS,
        following=following,
        names={person.id: person.name for person in staff},
        active={person.id for person in staff if person.is_active},
        is_overseer=current_actor().has(*OVERSEERS),
    )


@blueprint.get("/pengaduan/<uuid:complaint_id>")
@requires(area=ADMIN)
def complaint(complaint_id: UUID) -> Response:
    """One complaint and its clocks; its words are read by a press of their own, which the trail keeps."""
    return _page(queries.get_complaint(current_actor(), complaint_id), is_open=False)


@blueprint.post("/pengaduan/<uuid:complaint_id>")
@requires(area=ADMIN)
def read_complaint(complaint_id: UUID) -> Response:
    """Baca: the words, and what may be done about them."""
    return _page(queries.get_complaint(current_actor(), complaint_id))


@blueprint.post("/pengaduan/<uuid:complaint_id>/penangan")
@requires(*OVERSEERS, area=ADMIN)
def assign_complaint(complaint_id: UUID) -> Response:
    """Name the handler, whom it is about, and the kind."""
    found = queries.get_complaint(current_actor(), complaint_id)
    form = _assign_form(found, submitted=True)
    if not form.validate_on_submit():
        return _page(found, assign=form)
    with form.refusals():
        operations.assign_complaint(
            current_actor(),
            complaint_id,
            handler_id=form.handler_id.data,
            about_person_id=form.about_person_id.data,
            kind=form.kind.data,
            lifted=form.lifted.data or (),
            opened=form.opened.data or "",
        )
        flash(_("Penangan dan jenis tersimpan."), "success")
        return redirect_to("admin.complaints")
    return _page(found, assign=form)


@blueprint.post("/pengaduan/<uuid:complaint_id>/kabar")
@requires(area=ADMIN)
def say_first_word(complaint_id: UUID) -> Response:
    """The handler tells the complainant that somebody is on it."""
    found, form = queries.get_complaint(current_actor(), complaint_id), FirstWordForm()
    if not form.validate_on_submit():
        return _page(found, first_word=form)
    with form.refusals():
        operations.say_first_word(
            current_actor(), complaint_id, form.first_word.data or "", no_names=form.no_names.data
        )
        flash(_("Kabar pertama tersimpan. Pengadu membacanya dengan kodenya."), "success")
        return redirect_to("admin.complaint", complaint_id=complaint_id)
    return _page(found, first_word=form)


@blueprint.post("/pengaduan/<uuid:complaint_id>/jawab")
@requires(area=ADMIN)
def answer_complaint(complaint_id: UUID) -> Response:
    """The handler answers."""
    found, form = queries.get_complaint(current_actor(), complaint_id), AnswerForm()
    if not form.validate_on_submit():
        return _page(found, answer=form)
    words = {"answer": form.answer.data, "finding": form.finding.data, "reason": form.reason.data}
    with form.refusals():
        operations.answer_complaint(current_actor(), complaint_id, **words, no_names=form.no_names.data)
        flash(_("Jawaban tersimpan. Pengadu membacanya dengan kodenya."), "success")
        return redirect_to("admin.complaint", complaint_id=complaint_id)
    return _page(found, answer=form)


def _clocks(lines: Iterable[ComplaintLine | Complaint]) -> dict[UUID, Running]:
    """The clock of each that waits."""
    calendar = current_office().calendar
    return {line.id: running(line, today(), calendar) for line in lines if line.answered_at is None}


def _assign_form(found: Complaint, *, submitted: bool = False) -> AssignForm:
    chosen = {
        "handler_id": found.handler_id or "",
        "about_person_id": found.about_person_id or "",
        "kind": found.kind or likely_kind(found.about_person_id),
        "opened": handling_mark(found),
    }
    form = AssignForm(data=chosen) if submitted else AssignForm(formdata=None, data=chosen)
    everybody = people(current_office().id, active_only=False)
    staff = [(person.id, person.name) for person in everybody if person.is_active or person.id == found.about_person_id]
    allowed = may_be_named(current_actor(), found).intersection(person.id for person in everybody if person.is_active)
    named = queries.named_by(found.id) - {found.about_person_id}
    form.handler_id.choices = offer((one for one in staff if one[0] in allowed), empty=_("Belum ditunjuk"))
    form.about_person_id.choices = offer(staff, empty=_("Bukan tentang pegawai tertentu"))
    form.lifted.choices = offer((person.id, person.name) for person in everybody if person.id in named)
    return form


def _offer_words(found: Complaint, form: FirstWordForm | AnswerForm | None, text: str | None) -> None:
    """The words that were taken for a name, for the handler to say that they are none here."""
    if form:
        form.no_names.choices = offer((word, word) for word in names_left(text or "", queries.names_concerned(found)))


def _days_of_kinds() -> dict[str, str]:
    settings = current_office().settings
    days = {
        Kind.PLAIN: settings.complaint_plain_days,
        Kind.BREACH: settings.complaint_breach_days,
        Kind.FIELD: settings.complaint_field_days,
    }
    return {kind: _("%(n)s hari kerja", n=n) for kind, n in days.items()}


def _page(
    found: Complaint,
    *,
    is_open: bool = True,
    assign: AssignForm | None = None,
    first_word: FirstWordForm | None = None,
    answer: AnswerForm | None = None,
) -> Response:
    if is_open:
        operations.read_complaint(current_actor(), found.id)
    _offer_words(found, first_word, first_word and first_word.first_word.data)
    _offer_words(found, answer, answer and answer.answer.data)
    staff = people(current_office().id, active_only=False)
    about = next((person for person in staff if person.id == found.about_person_id), None)
    context: dict[str, Any] = {
        "complaint": found,
        "is_open": is_open,
        "clock": _clocks([found]).get(found.id),
        "names": {person.id: person.name for person in staff},
        "has_handler": queries.has_handler(found),
        "kinds": KINDS,
        "kind_days": _days_of_kinds(),
        "contact": queries.contact_of(current_actor(), found),
        "is_handler": found.handler_id == current_actor().person_id,
        "is_overseer": current_actor().has(*OVERSEERS),
        "is_about_head": about is not None and Role.HEAD in about.role_codes,
        "assign": assign or _assign_form(found),
        "first_word": first_word or FirstWordForm(formdata=None, data={"first_word": _(FIRST_WORD)}),
        "answer": answer or AnswerForm(formdata=None),
    }
    sent = assign or first_word or answer
    return render_page("admin/complaint.html", status=sent.http_status if sent else 200, **context)
