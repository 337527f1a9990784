"""Instansi: one row per agency, whatever guests type."""

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.guestbook.operations import agencies as operations
from pstku.guestbook.queries.agencies import PAGE_SIZE, agencies_of, agency_lines, get_agency
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page

FEWEST_TO_MERGE, MOST_TICKED = 2, 100


class AgencyForm(Form):
    """The proper name and kind of an agency."""

    name = StringField(N_("Nama instansi"), [required(N_("Ketik nama instansi.")), at_most(120)])
    category = SelectField(N_("Kategori"))


@blueprint.get("/instansi")
@requires(Role.ADMIN, area=ADMIN)
def agencies() -> Response:
    """Agencies by name, fifty a page; what is ticked stays ticked while others are looked for."""
    office_id, sought = current_office().id, request.args.get("cari", "")
    found = agency_lines(office_id, sought=sought, after=request.args.get("sesudah", ""))
    return render_page(
        "admin/agencies.html",
        agencies=found[:PAGE_SIZE],
        following=found[PAGE_SIZE - 1].name_key if len(found) > PAGE_SIZE else None,
        ticked=agencies_of(office_id, _ticked(request.args)),
        sought=sought,
    )


@blueprint.route("/instansi/gabung", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def merge_agencies() -> Response:
    """These spellings are one agency, and this is its name."""
    ticked, into = _ticked(request.values), request.form.get("nama", type=row_id)
    sought = request.values.get("cari", "")
    with flash_refusals() as no:
        if request.method == "POST":
            if into is None:
                raise InvalidInput("into", N_("Pilih nama yang benar."))
            merged = operations.merge_agencies(current_actor(), into, ticked)
            words = _("%(n)s ejaan digabung. Tamu berikutnya yang mengetiknya masuk ke nama yang benar.", n=merged)
            flash(words, "success")
            return redirect_to("admin.agencies", cari=sought)
    found = agencies_of(current_office().id, ticked)
    if len(found) < FEWEST_TO_MERGE:
        flash(_("Centang paling sedikit dua ejaan dari instansi yang sama."), "warning")
        return redirect_to("admin.agencies", cari=sought, ejaan=ticked)
    if into is None:
        into = max(found, key=lambda agency: agency.visits).id
    return render_page("admin/agency_merge.html", agencies=found, into=into, sought=sought, status=no.status)


def _ticked(values: MultiDict[str, str]) -> list[int]:
    return values.getlist("ejaan", type=row_id)[:MOST_TICKED]


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
