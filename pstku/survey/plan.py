"""Rencana tindak lanjut of a round, and the media where its result was published."""

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import SelectField, StringField, TextAreaField

from pstku.accounts.queries import people
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import DayField, Form, offer, optional_id
from pstku.http.pages import redirect_to, render_page
from pstku.skm.operations import following as operations
from pstku.skm.operations.rounds import KEEPERS
from pstku.skm.queries.following import FollowUp, get_follow_up
from pstku.skm.queries.pages import view_of
from pstku.skm.queries.rounds import get_round
from pstku.survey import blueprint


class PlanForm(Form):
    """What will be done about which unsur, by whom, by when."""

    unsur = SelectField(N_("Unsur"), validate_choice=False)
    action = TextAreaField(N_("Yang akan dilakukan"))
    owner_id = SelectField(N_("Penanggung jawab"), coerce=optional_id, validate_choice=False)
    planned_on = DayField(N_("Direncanakan selesai"))


class DoneForm(Form):
    """What came of it, and what guests are told."""

    done_on = DayField(N_("Selesai pada"))
    outcome = TextAreaField(N_("Hasilnya"))
    tell = TextAreaField(N_("Kabar untuk tamu"))


class PublicationForm(Form):
    """Where the result was published."""

    medium = StringField(N_("Media"))
    published_on = DayField(N_("Terbit"))
    address = StringField(N_("Alamat atau tempat"))


@blueprint.route("/admin/skm/<int:round_id>/tindak-lanjut", methods=["GET", "POST"])
@requires(*KEEPERS, area=ADMIN)
def plan(round_id: int) -> Response:
    """A new line; the weakest unsur is proposed."""
    row = get_round(current_office().id, round_id)
    view = view_of(row)
    index = view.guests or view.paper
    form = _offered(PlanForm(data={"unsur": index.weakest[0] if index else None}), view)
    if form.is_submitted() and _is_planned(form, round_id, None):
        return redirect_to("survey.round_page", round_id=round_id)
    return render_page("survey/plan.html", view=view, form=form, line=None, status=form.http_status)


@blueprint.route("/admin/skm/tindak-lanjut/<int:follow_up_id>", methods=["GET", "POST"])
@requires(*KEEPERS, area=ADMIN)
def follow_up(follow_up_id: int) -> Response:
    """Change a line that is not done."""
    line = get_follow_up(current_office().id, follow_up_id)
    view = view_of(get_round(current_office().id, line.round_id))
    form = _offered(PlanForm(obj=line), view)
    if form.is_submitted() and _is_planned(form, line.round_id, follow_up_id):
        return redirect_to("survey.round_page", round_id=line.round_id)
    return _line_page(line, form=form)


@blueprint.post("/admin/skm/tindak-lanjut/<int:follow_up_id>/selesai")
@requires(*KEEPERS, area=ADMIN)
def finish_follow_up(follow_up_id: int) -> Response:
    """It is done; with words for guests it becomes "Kami dengar, kami perbaiki"."""
    line = get_follow_up(current_office().id, follow_up_id)
    form = DoneForm()
    with form.refusals(Conflict, InvalidInput):
        said = {"outcome": form.outcome.data or "", "tell": form.tell.data or ""}
        operations.finish_follow_up(current_actor(), follow_up_id, done_on=form.done_on.data, **said)
        flash(_("Selesai. Kabar tampil di tablet.") if said["tell"].strip() else _("Selesai."), "success")
        return redirect_to("survey.round_page", round_id=line.round_id)
    return _line_page(line, done=form)


@blueprint.route("/admin/skm/<int:round_id>/publikasi", methods=["GET", "POST"])
@requires(*KEEPERS, area=ADMIN)
def publication(round_id: int) -> Response:
    """Note a medium."""
    row = get_round(current_office().id, round_id)
    form = PublicationForm()
    if form.is_submitted():
        with form.refusals(Conflict, InvalidInput):
            said = {"medium": form.medium.data or "", "address": form.address.data or ""}
            operations.add_publication(current_actor(), round_id, published_on=form.published_on.data, **said)
            return redirect_to("survey.round_page", round_id=round_id)
    return render_page("survey/publication.html", view=view_of(row), form=form, status=form.http_status)


@blueprint.post("/admin/skm/<int:round_id>/publikasi/<int:publication_id>/hapus")
@requires(*KEEPERS, area=ADMIN)
def remove_publication(round_id: int, publication_id: int) -> Response:
    """Take a medium off the list."""
    with flash_refusals(Conflict):
        operations.remove_publication(current_actor(), round_id, publication_id)
    return redirect_to("survey.round_page", round_id=round_id)


def _is_planned(form: PlanForm, round_id: int, follow_up_id: int | None) -> bool:
    form.validate()
    with form.refusals(Conflict, InvalidInput):
        said: dict[str, Any] = {"unsur": form.unsur.data or "", "action": form.action.data or ""}
        due: dict[str, Any] = {
            "owner_id": None if form.owner_id.errors else form.owner_id.data,
            "planned_on": form.planned_on.data,
        }
        operations.plan_follow_up(current_actor(), round_id, follow_up_id, **said, **due)
        flash(_("Tindak lanjut tersimpan."), "success")
        return True
    return False


def _offered(form: PlanForm, view: Any) -> PlanForm:
    form.unsur.choices = offer(view.questions.names.items())
    form.owner_id.choices = offer(((one.id, one.name) for one in people(current_office().id)), empty=_("Pilih"))
    return form


def _line_page(line: FollowUp, *, form: PlanForm | None = None, done: DoneForm | None = None) -> Response:
    view = view_of(get_round(current_office().id, line.round_id))
    shown: dict[str, Any] = {
        "form": form or _offered(PlanForm(formdata=None, obj=line), view),
        "done": done or DoneForm(formdata=None, data={"done_on": today()}),
    }
    status = (done or form or shown["form"]).http_status
    return render_page("survey/plan.html", view=view, line=line, status=status, **shown)
