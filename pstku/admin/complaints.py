"""Pengaduan: who handles it, the answer, the clock. Never shown to the person it is about."""

from typing import Any
from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import RadioField, SelectField, TextAreaField

from pstku.accounts.queries import people
from pstku.admin import blueprint
from pstku.complaints import queries
from pstku.complaints.models import Complaint
from pstku.complaints.operations import handling as operations
from pstku.complaints.queries import may_be_named
from pstku.complaints.rules import OVERSEERS
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, offer, optional_id, required
from pstku.http.pages import redirect_to, render_page

FINDINGS = [("upheld", N_("Terbukti")), ("not_upheld", N_("Tidak terbukti"))]


class AssignForm(Form):
    """Who handles it, and whom it is about."""

    handler_id = SelectField(N_("Penangan"), coerce=optional_id)
    about_person_id = SelectField(N_("Tentang siapa"), coerce=optional_id)


class AnswerForm(Form):
    """What the office answers, and what it found."""

    answer = TextAreaField(N_("Jawaban untuk pengadu"), [required(N_("Tulis jawabannya."))])
    finding = RadioField(N_("Temuan"), choices=offer(FINDINGS), validators=[required(N_("Pilih salah satu."))])
    reason = TextAreaField(N_("Alasan temuan"), [required(N_("Tulis alasannya."))])


@blueprint.get("/pengaduan")
@requires(area=ADMIN)
def complaints() -> Response:
    """Complaints for admins and the head, one's own to handle for everybody else; fifty a page."""
    names = {person.id: person.name for person in people(current_office().id, active_only=False)}
    found = queries.complaint_lines(current_actor(), after=request.args.get("sesudah", type=UUID))
    page_rows = found[: queries.PAGE_SIZE]
    following = page_rows[-1].id if len(found) > len(page_rows) else None
    return render_page("admin/complaints.html", complaints=page_rows, following=following, names=names)


@blueprint.get("/pengaduan/<uuid:complaint_id>")
@requires(area=ADMIN)
def complaint(complaint_id: UUID) -> Response:
    """One complaint, with what may be done about it."""
    return _page(queries.get_complaint(current_actor(), complaint_id))


@blueprint.post("/pengaduan/<uuid:complaint_id>/penangan")
@requires(*OVERSEERS, area=ADMIN)
def assign_complaint(complaint_id: UUID) -> Response:
    """Name the handler, and whom it is about."""
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
        )
        flash(_("Penangan tersimpan."), "success")
        return redirect_to("admin.complaints")
    return _page(found, assign=form)


@blueprint.post("/pengaduan/<uuid:complaint_id>/jawab")
@requires(area=ADMIN)
def answer_complaint(complaint_id: UUID) -> Response:
    """The handler answers."""
    found, form = queries.get_complaint(current_actor(), complaint_id), AnswerForm()
    if not form.validate_on_submit():
        return _page(found, answer=form)
    words = {"answer": form.answer.data, "finding": form.finding.data, "reason": form.reason.data}
    with form.refusals():
        operations.answer_complaint(current_actor(), complaint_id, **words)
        flash(_("Jawaban tersimpan. Pengadu membacanya dengan kodenya."), "success")
        return redirect_to("admin.complaint", complaint_id=complaint_id)
    return _page(found, answer=form)


def _assign_form(found: Complaint, *, submitted: bool = False) -> AssignForm:
    chosen = {"handler_id": found.handler_id or "", "about_person_id": found.about_person_id or ""}
    form = AssignForm(data=chosen) if submitted else AssignForm(formdata=None, data=chosen)
    staff = [(person.id, person.name) for person in people(current_office().id)]
    allowed = may_be_named(current_actor(), found)
    handlers = [(person_id, name) for person_id, name in staff if person_id in allowed]
    form.handler_id.choices = offer(handlers, empty=_("Belum ditunjuk"))
    form.about_person_id.choices = offer(staff, empty=_("Bukan tentang pegawai tertentu"))
    return form


def _page(found: Complaint, *, assign: AssignForm | None = None, answer: AnswerForm | None = None) -> Response:
    names = {person.id: person.name for person in people(current_office().id, active_only=False)}
    context: dict[str, Any] = {
        "complaint": found,
        "names": names,
        "contact": queries.contact_of(current_actor(), found),
        "is_handler": found.handler_id == current_actor().person_id,
        "is_overseer": current_actor().has(*OVERSEERS),
        "assign": assign or _assign_form(found),
        "answer": answer or AnswerForm(formdata=None),
    }
    sent = assign or answer
    return render_page("admin/complaint.html", status=sent.http_status if sent else 200, **context)
