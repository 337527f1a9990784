"""Loket: the places where guests are served."""

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import BooleanField, StringField

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.officers.operations import desks as operations
from pstku.officers.queries import desks as queries


class DeskForm(Form):
    """A desk's name, and whether it is in use."""

    name = StringField(N_("Nama loket"), [required(N_("Ketik nama loket.")), at_most(operations.LONGEST)])
    is_active = BooleanField(N_("Dipakai"))


@blueprint.route("/loket", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def desks() -> Response:
    """All desks, and a new one."""
    form = DeskForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.add_desk(current_actor(), form.name.data)
            flash(_("Loket ditambahkan."), "success")
            return redirect_to("admin.desks")
    all_desks = queries.desks(current_office().id)
    return render_page("admin/desks.html", form=form, desks=all_desks, status=form.http_status)


@blueprint.route("/loket/<int:desk_id>", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def desk(desk_id: int) -> Response:
    """Rename a desk or take it out of use."""
    found = queries.get_desk(current_office().id, desk_id)
    form = DeskForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            operations.edit_desk(current_actor(), desk_id, form.name.data, form.is_active.data)
            flash(_("Loket tersimpan."), "success")
            return redirect_to("admin.desks")
    return render_page("admin/desk.html", form=form, desk=found, status=form.http_status)
