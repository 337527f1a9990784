"""Serving a guest: one form for each act; whoever comes too late sees the desk as it is now."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import RadioField, SelectField, StringField

from pstku.accounts.queries import people
from pstku.core.actor import Role
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.guestbook.operations import inviting, serving
from pstku.guestbook.operations.help_calls import answer_help_call
from pstku.guestbook.queries.visits import get_visit
from pstku.guestbook.rules.states import CLOSING_OUTCOMES
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.forms import Form, optional_id
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.intranet import blueprint
from pstku.intranet.desk.queue import desk_page, my_desk
from pstku.officers.rules import SERVERS


class CloseForm(Form):
    """How the visit ended."""

    outcome = RadioField(N_("Hasil kunjungan"), default="referred", validate_choice=False)
    referral = RadioField(N_("Dirujuk ke mana?"), validate_choice=False)
    note = StringField(N_("Keterangan rujukan"))


class HandOverForm(Form):
    """To which colleague."""

    to_officer_id = SelectField(N_("Rekan"), coerce=optional_id, validate_choice=False)


class SkipForm(Form):
    """Why this guest is not invited."""

    reason = StringField(N_("Mengapa tidak diundang?"))


@blueprint.post("/meja/<uuid:visit_id>/mulai")
@requires(*SERVERS, area=DESK)
def start_service(visit_id: UUID) -> Response:
    """Mulai layani."""
    return _act(lambda: serving.start_service(current_actor(), visit_id, desk_id=my_desk()))


@blueprint.post("/meja/panggil")
@requires(*SERVERS, area=DESK)
def call_next() -> Response:
    """Panggil berikutnya."""
    return _act(lambda: serving.call_next_visit(current_actor(), desk_id=my_desk()))


@blueprint.post("/meja/<uuid:visit_id>/datang")
@requires(*SERVERS, area=DESK)
def start_called(visit_id: UUID) -> Response:
    """The guest called has come."""
    return _act(lambda: serving.start_called(current_actor(), visit_id))


@blueprint.post("/meja/<uuid:visit_id>/pergi")
@requires(*SERVERS, area=DESK)
def guest_left(visit_id: UUID) -> Response:
    """Tamu pergi."""
    return _act(lambda: serving.guest_left(current_actor(), visit_id))


@blueprint.post("/meja/<uuid:visit_id>/undang")
@requires(*SERVERS, area=DESK)
def invite_again(visit_id: UUID) -> Response:
    """Undang lagi."""
    office_id = current_office().id
    return _act(
        lambda: inviting.invite_to_rate(office_id, visit_id, my_desk(), current_actor()),
        _("Tablet mengundang tamu ini menilai."),
    )


@blueprint.post("/meja/panggilan/<uuid:call_id>/datang")
@requires(*SERVERS, area=DESK)
def answer_call(call_id: UUID) -> Response:
    """Saya datang, to a call from the tablet."""
    return _act(lambda: answer_help_call(current_actor(), call_id))


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
    told = {"outcome": form.outcome.data or "", "referral": form.referral.data, "note": form.note.data or ""}
    try:
        return _act(lambda: serving.close_visit(current_actor(), visit_id, desk_id=my_desk(), **told))
    except InvalidInput as error:
        form.show(error)
        return _closing_page(visit_id, form, 422)


@blueprint.get("/meja/<uuid:visit_id>/serahkan")
@requires(*SERVERS, area=DESK)
def handing_over(visit_id: UUID) -> Response:
    """Choose the colleague."""
    return _handing_page(visit_id, _hand_over_form())


@blueprint.post("/meja/<uuid:visit_id>/serahkan")
@requires(*SERVERS, area=DESK)
def hand_over(visit_id: UUID) -> Response:
    """Serahkan ke rekan."""
    form = _hand_over_form()
    try:
        return _act(lambda: serving.hand_over(current_actor(), visit_id, to_officer_id=form.to_officer_id.data))
    except InvalidInput as error:
        form.show(error)
        return _handing_page(visit_id, form, 422)


@blueprint.post("/meja/<uuid:visit_id>/ambil-alih")
@requires(*SERVERS, area=DESK)
def take_over(visit_id: UUID) -> Response:
    """Take over what a colleague left open on an earlier day."""
    actor = current_actor()
    return _act(lambda: serving.hand_over(actor, visit_id, to_officer_id=actor.person_id))


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
    try:
        return _act(lambda: inviting.skip_invitation(office_id, visit_id, reason, current_actor()))
    except InvalidInput as error:
        form.show(error)
        return _skipping_page(visit_id, form, 422)


def _act(act: Callable[[], object], done: str = "") -> Response:
    """Do it and return to the desk; on a conflict its sentence above the fresh desk."""
    try:
        act()
    except Conflict as error:
        return render_page("intranet/desk/page.html", status=409, refused=sentence(error), **desk_page())
    if done:
        flash(done, "success")
    return redirect_to("intranet.desk")


def _close_form() -> CloseForm:
    form, office = CloseForm(), current_office()
    form.outcome.choices = [(code, office.label("outcome", code)) for code in CLOSING_OUTCOMES]
    form.referral.choices = office.choices("referral")
    return form


def _hand_over_form() -> HandOverForm:
    form, actor = HandOverForm(), current_actor()
    colleagues = [person for person in people(actor.office_id, role=Role.OFFICER) if person.id != actor.person_id]
    form.to_officer_id.choices = [(None, _("Pilih rekan")), *((person.id, person.name) for person in colleagues)]
    return form


def _closing_page(visit_id: UUID, form: CloseForm, status: int = 200) -> Response:
    visit = get_visit(current_office().id, visit_id)
    return render_page("intranet/desk/closing.html", status=status, visit=visit, form=form)


def _handing_page(visit_id: UUID, form: HandOverForm, status: int = 200) -> Response:
    visit = get_visit(current_office().id, visit_id)
    return render_page("intranet/desk/handing_over.html", status=status, visit=visit, form=form)


def _skipping_page(visit_id: UUID, form: SkipForm, status: int = 200) -> Response:
    visit = get_visit(current_office().id, visit_id)
    return render_page("intranet/desk/skipping.html", status=status, visit=visit, form=form)
