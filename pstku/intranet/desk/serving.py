"""Serving a guest: one form for each act; whoever comes too late sees the desk as it is now."""

from typing import Any
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import BooleanField, RadioField, StringField

from pstku.contacts.operations.promising import Asked, close_with_contact
from pstku.contacts.queries import may_be_reached
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.desk.queries.colleagues import Colleague, Standing, colleagues
from pstku.guestbook.operations import inviting, serving
from pstku.guestbook.operations.help_calls import answer_help_call
from pstku.guestbook.queries.visits import get_visit
from pstku.guestbook.rules.states import CLOSING_OUTCOMES
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.domain_refusals import refusals
from pstku.http.forms import Form, at_most, optional_id
from pstku.http.pages import render_page
from pstku.http.text import gettext
from pstku.intranet import blueprint
from pstku.intranet.desk.queue import desk_after, my_desk
from pstku.officers.rules import SERVERS


class CloseForm(Form):
    """How the visit ended."""

    outcome = RadioField(N_("Hasil kunjungan"), default="referred", validate_choice=False)
    referral = RadioField(N_("Dirujuk ke mana?"), validate_choice=False)
    note = StringField(N_("Keterangan rujukan"))
    phone = StringField(N_("HP tamu"), [at_most(40)])
    email = StringField(N_("E-mail tamu"), [at_most(120)])
    is_agreed = BooleanField(N_("Tamu setuju dihubungi untuk tindak lanjut ini"))

    def asked(self) -> Asked:
        """How the guest said they can be reached."""
        return Asked(self.phone.data or "", self.email.data or "", self.is_agreed.data)


class HandOverForm(Form):
    """To which colleague."""

    to_officer_id = RadioField(N_("Pilih rekan"), coerce=optional_id, validate_choice=False)


STANDINGS = {
    Standing.READY: N_("Siap melayani"),
    Standing.ON_DUTY: N_("Piket hari ini"),
    Standing.BACKUP: N_("Cadangan hari ini"),
    Standing.AWAY: N_("Tidak bertugas hari ini"),
}


class SkipForm(Form):
    """Why this guest is not invited."""

    reason = StringField(N_("Mengapa tidak diundang?"))


@blueprint.post("/meja/<uuid:visit_id>/mulai")
@requires(*SERVERS, area=DESK)
def start_service(visit_id: UUID) -> Response:
    """Mulai layani."""
    with refusals(Conflict) as no:
        serving.start_service(current_actor(), visit_id, desk_id=my_desk())
    return desk_after(no)


@blueprint.post("/meja/panggil")
@requires(*SERVERS, area=DESK)
def call_next() -> Response:
    """Panggil berikutnya."""
    with refusals(Conflict) as no:
        serving.call_next_visit(current_actor(), desk_id=my_desk())
    return desk_after(no)


@blueprint.post("/meja/<uuid:visit_id>/panggil-lagi")
@requires(*SERVERS, area=DESK)
def call_again(visit_id: UUID) -> Response:
    """Panggil lagi."""
    with refusals(Conflict) as no:
        serving.call_again(current_actor(), visit_id, desk_id=my_desk())
    return desk_after(no)


@blueprint.post("/meja/<uuid:visit_id>/datang")
@requires(*SERVERS, area=DESK)
def start_called(visit_id: UUID) -> Response:
    """The guest called has come."""
    with refusals(Conflict) as no:
        serving.start_called(current_actor(), visit_id)
    return desk_after(no)


@blueprint.post("/meja/<uuid:visit_id>/pergi")
@requires(*SERVERS, area=DESK)
def guest_left(visit_id: UUID) -> Response:
    """Tamu pergi."""
    with refusals(Conflict) as no:
        serving.guest_left(current_actor(), visit_id)
    return desk_after(no)


@blueprint.post("/meja/<uuid:visit_id>/undang")
@requires(*SERVERS, area=DESK)
def invite_again(visit_id: UUID) -> Response:
    """Undang lagi."""
    office_id = current_office().id
    with refusals(Conflict) as no:
        inviting.invite_to_rate(office_id, visit_id, my_desk(), current_actor())
        flash(_("Tablet mengundang tamu ini, bila ia belum menilai."), "success")
    return desk_after(no)


@blueprint.post("/meja/panggilan/<uuid:call_id>/datang")
@requires(*SERVERS, area=DESK)
def answer_call(call_id: UUID) -> Response:
    """Saya datang, to a call from the tablet."""
    with refusals(Conflict) as no:
        answer_help_call(current_actor(), call_id)
    return desk_after(no)


@blueprint.get("/meja/<uuid:visit_id>/selesai")
@requires(*SERVERS, area=DESK)
def closing(visit_id: UUID) -> Response:
    """Close with another outcome than "Selesai di tempat"."""
    return _closing_page(visit_id, _close_form())


@blueprint.post("/meja/<uuid:visit_id>/selesai")
@requires(*SERVERS, area=DESK)
def close_visit(visit_id: UUID) -> Response:
    """Selesai."""
    form = _close_form()
    closing = {"outcome": form.outcome.data or "", "referral": form.referral.data, "note": form.note.data or ""}
    with form.refusals(), refusals(Conflict) as no:
        close_with_contact(current_actor(), visit_id, form.asked(), desk_id=my_desk(), **closing)
    return _closing_page(visit_id, form) if form.refused else desk_after(no)


@blueprint.get("/meja/<uuid:visit_id>/serahkan")
@requires(*SERVERS, area=DESK)
def handing_over(visit_id: UUID) -> Response:
    """Choose the colleague."""
    return _handing_page(visit_id, HandOverForm())


@blueprint.post("/meja/<uuid:visit_id>/serahkan")
@requires(*SERVERS, area=DESK)
def hand_over(visit_id: UUID) -> Response:
    """Serahkan ke rekan."""
    form = HandOverForm()
    with form.refusals(), refusals(Conflict) as no:
        serving.hand_over(current_actor(), visit_id, to_officer_id=form.to_officer_id.data)
    return _handing_page(visit_id, form) if form.refused else desk_after(no)


@blueprint.post("/meja/<uuid:visit_id>/lanjutkan")
@requires(*SERVERS, area=DESK)
def receive_visit(visit_id: UUID) -> Response:
    """Saya lanjutkan, of a guest whom a colleague handed over."""
    with refusals(Conflict) as no:
        serving.receive_visit(current_actor(), visit_id, desk_id=my_desk())
    return desk_after(no)


@blueprint.post("/meja/<uuid:visit_id>/ambil-alih")
@requires(*SERVERS, area=DESK)
def take_over(visit_id: UUID) -> Response:
    """Take over what a colleague left open on an earlier day."""
    actor = current_actor()
    with refusals(Conflict) as no:
        serving.hand_over(actor, visit_id, to_officer_id=actor.person_id)
    return desk_after(no)


@blueprint.get("/meja/<uuid:visit_id>/lewati-undangan")
@requires(*SERVERS, area=DESK)
def skipping(visit_id: UUID) -> Response:
    """Ask why this guest is not invited."""
    return _skipping_page(visit_id, SkipForm())


@blueprint.post("/meja/<uuid:visit_id>/lewati-undangan")
@requires(*SERVERS, area=DESK)
def skip_invitation(visit_id: UUID) -> Response:
    """Do not invite, with a reason."""
    form = SkipForm()
    reason, office_id = form.reason.data or "", current_office().id
    with form.refusals(), refusals(Conflict) as no:
        inviting.skip_invitation(office_id, visit_id, reason, current_actor())
        flash(_("Alasan tersimpan, bila tamu ini belum menilai. Ia tetap boleh menilai sendiri."), "success")
    return _skipping_page(visit_id, form) if form.refused else desk_after(no)


def _close_form() -> CloseForm:
    form, office = CloseForm(), current_office()
    form.outcome.choices = [(code, office.label("outcome", code)) for code in CLOSING_OUTCOMES]
    form.referral.choices = office.choices("referral")
    return form


def offer_colleagues(form: HandOverForm) -> dict[int, str]:
    """Let the form choose among the colleagues who may serve; returns how each of them stands, in words."""
    able = colleagues(current_office(), current_actor())
    form.to_officer_id.choices = [(one.id, one.name) for one in able]
    return {one.id: _standing_in_words(one) for one in able}


def _standing_in_words(colleague: Colleague) -> str:
    """Siap melayani · Loket 1 · sedang melayani 2 tamu"""
    busy = ngettext("sedang melayani %(num)d tamu", "sedang melayani %(num)d tamu", colleague.guests)
    parts = (gettext(STANDINGS[colleague.standing]), colleague.desk, busy if colleague.guests else "")
    return " · ".join(part for part in parts if part)


def _closing_page(visit_id: UUID, form: CloseForm) -> Response:
    visit = get_visit(current_office().id, visit_id)
    page: dict[str, Any] = {"visit": visit, "may_be_reached": may_be_reached(visit_id)}
    return render_page("intranet/desk/closing.html", status=form.http_status, form=form, **page)


def _handing_page(visit_id: UUID, form: HandOverForm) -> Response:
    visit, hints = get_visit(current_office().id, visit_id), offer_colleagues(form)
    return render_page("intranet/desk/handing_over.html", status=form.http_status, visit=visit, form=form, hints=hints)


def _skipping_page(visit_id: UUID, form: SkipForm) -> Response:
    visit = get_visit(current_office().id, visit_id)
    return render_page("intranet/desk/skipping.html", status=form.http_status, visit=visit, form=form)
