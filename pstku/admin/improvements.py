"""Kami dengar, kami perbaiki: what the tablet tells guests about their wishes."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import TextAreaField

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.offices.operations import improvements as operations
from pstku.offices.queries import improvements as all_improvements


class ImprovementForm(Form):
    """What was heard and what was done, in two short sentences."""

    text = TextAreaField(N_("Kabar"), [required(N_("Tulis apa yang diperbaiki.")), at_most(operations.LONGEST)])


@blueprint.route("/perbaikan", methods=["GET", "POST"])
@requires(Role.ADMIN, Role.HEAD, area=ADMIN)
def improvements() -> Response:
    """All of them; the newest shown one stands on the tablets."""
    form = ImprovementForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.add_improvement(current_actor(), form.text.data)
            flash(_("Kabar tampil di tablet."), "success")
            return redirect_to("admin.improvements")
    everything = all_improvements(current_office().id)
    return render_page("admin/improvements.html", form=form, improvements=everything, status=form.http_status)


@blueprint.post("/perbaikan/<int:improvement_id>/tampil")
@requires(Role.ADMIN, Role.HEAD, area=ADMIN)
def show_improvement(improvement_id: int) -> Response:
    """Take it off the tablets, or show it again."""
    operations.set_improvement_shown(current_actor(), improvement_id, request.form.get("shown") == "1")
    return redirect_to("admin.improvements")


@blueprint.post("/perbaikan/<int:improvement_id>/hapus")
@requires(Role.ADMIN, Role.HEAD, area=ADMIN)
def remove_improvement(improvement_id: int) -> Response:
    """Forget it."""
    operations.remove_improvement(current_actor(), improvement_id)
    flash(_("Kabar dihapus."), "success")
    return redirect_to("admin.improvements")
