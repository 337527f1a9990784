"""Layar ruang tunggu: pairing screens, how each is doing, revoking."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import StringField

from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import DomainError
from pstku.core.text import N_
from pstku.devices.rules import health
from pstku.display.office import blueprint
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.waitingroom.operations import displays as operations
from pstku.waitingroom.queries.displays import displays
from pstku.waitingroom.rules.displays import SOUNDS


class DisplayForm(Form):
    """The code a waiting screen shows, and where it hangs."""

    code = StringField(N_("Kode di layar"), [required(N_("Ketik kode yang tampil di layar itu.")), at_most(12)])
    name = StringField(N_("Nama layar"), [required(N_("Beri nama, misalnya Ruang tunggu.")), at_most(60)])


@blueprint.route("", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def screens() -> Response:
    """All screens and how they are doing; a code typed here enrols the screen that shows it."""
    form = DisplayForm()
    if form.validate_on_submit():
        with form.refusals(DomainError, beside="code"):
            operations.enrol_display(current_actor(), form.code.data, name=form.name.data)
            flash(_("Layar terdaftar. Tampilannya berganti sendiri."), "success")
            return redirect_to("waiting_room.screens")
    rows = [
        {"row": row, "health": health(row.last_seen_at, 0, clock.now()), "sound": SOUNDS.get(row.sound, "")}
        for row in displays(current_office().id)
    ]
    return render_page("admin/displays.html", form=form, displays=rows, status=form.http_status)


@blueprint.post("/<uuid:display_id>/cabut")
@requires(Role.ADMIN, area=ADMIN)
def revoke_screen(display_id: UUID) -> Response:
    """Revoke a screen: it shows its pairing page."""
    operations.revoke_display(current_actor(), display_id)
    flash(_("Layar dicabut. Ia tidak menampilkan ruang tunggu lagi."), "success")
    return redirect_to("waiting_room.screens")
