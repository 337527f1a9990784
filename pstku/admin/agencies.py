"""Instansi: one row per agency, whatever guests type."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.guestbook.operations import agencies as operations
from pstku.guestbook.queries.agencies import agency_lines, get_agency
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page


class AgencyForm(Form):
    """The proper name and kind of an agency."""

    name = StringField(N_("Nama instansi"), [required(N_("Ketik nama instansi.")), at_most(120)])
    category = SelectField(N_("Kategori"))


@blueprint.get("/instansi")
@requires(Role.ADMIN, area=ADMIN)
def agencies() -> Response:
    """All agencies with their visits; some may be the same."""
    return render_page("admin/agencies.html", agencies=agency_lines(current_office().id), chosen=[], into=None)


@blueprint.post("/instansi/gabung")
@requires(Role.ADMIN, area=ADMIN)
def merge_agencies() -> Response:
    """These spellings are one agency."""
    chosen, into = request.form.getlist("others", type=row_id), request.form.get("into", type=row_id)
    with flash_refusals() as no:
        if into is None:
            raise InvalidInput("into", N_("Pilih nama yang benar."))
        merged = operations.merge_agencies(current_actor(), into, chosen)
        words = _("%(n)s ejaan digabung. Tamu berikutnya yang mengetiknya masuk ke nama yang benar.", n=merged)
        flash(words, "success")
        return redirect_to("admin.agencies")
    shown = agency_lines(current_office().id)
    return render_page("admin/agencies.html", agencies=shown, chosen=chosen, into=into, status=no.status)


@blueprint.route("/instansi/<int:agency_id>", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def agency(agency_id: int) -> Response:
    """Correct an agency's name and kind."""
    found = get_agency(current_office().id, agency_id)
    form = AgencyForm(data={"name": found.name, "category": found.category or ""})
    form.category.choices = offer(current_office().choices("agency_category"), empty=_("Belum ditentukan"))
    if form.validate_on_submit():
        with form.refusals():
            operations.edit_agency(current_actor(), agency_id, name=form.name.data, category=form.category.data or None)
            flash(_("Instansi tersimpan."), "success")
            return redirect_to("admin.agencies")
    return render_page("admin/agency.html", form=form, agency=found, status=form.http_status)
