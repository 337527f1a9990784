"""Wilayah: the places figures may belong to, down to the kelurahan."""

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.forms import Form, offer
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.learning.operations.values import add_region
from pstku.learning.queries.filling import places

LEVELS = {
    "nasional": N_("Nasional"),
    "provinsi": N_("Provinsi"),
    "kota": N_("Kabupaten atau kota"),
    "kecamatan": N_("Kecamatan"),
    "kelurahan": N_("Kelurahan atau desa"),
}


class RegionForm(Form):
    """A place; the code of a known one renames it."""

    code = StringField(N_("Kode wilayah (MFD)"))
    name = StringField(N_("Nama"))
    level = SelectField(N_("Tingkat"), default="kelurahan")
    parent_code = SelectField(N_("Bagian dari"))

    def __init__(self) -> None:
        super().__init__()
        self.level.choices = offer([(code, _(name)) for code, name in LEVELS.items()])
        above = [
            (row.code, f"{row.code} {row.name}") for row in places(current_office().id) if row.level != "kelurahan"
        ]
        self.parent_code.choices = offer(above, empty=_("tidak ada"))


@blueprint.route("/belajar/wilayah", methods=["GET", "POST"])
@requires(Role.EDITOR)
def regions() -> Response:
    """All places, and one more."""
    form = RegionForm()
    if form.is_submitted():
        code, name, level = ((form[field].data or "").strip() for field in ("code", "name", "level"))
        try:
            add_region(current_actor(), code, name, level, form.parent_code.data or None)
        except InvalidInput as error:
            form.show(error)
        else:
            flash(_("Wilayah disimpan."), "success")
            return redirect_to("intranet.regions")
    rows = places(current_office().id)
    status = 422 if form.is_submitted() else 200
    return render_page("intranet/filling/regions.html", form=form, rows=rows, levels=LEVELS, status=status)
