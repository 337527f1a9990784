"""Wilayah: the places figures may belong to, down to the kelurahan."""

from collections.abc import Callable

from flask import Response, abort, flash
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from pstku.core.actor import Role
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, offer
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.library.models import Region
from pstku.library.operations.regions import add_region, change_region, delete_region
from pstku.library.queries.places import namesakes, places
from pstku.library.rules.places import Level

LEVELS = {
    Level.NATION: N_("Nasional"),
    Level.PROVINCE: N_("Provinsi"),
    Level.CITY: N_("Kabupaten atau kota"),
    Level.DISTRICT: N_("Kecamatan"),
    Level.VILLAGE: N_("Kelurahan atau desa"),
}


class RegionForm(Form):
    """A place."""

    code = StringField(N_("Kode wilayah (MFD)"))
    name = StringField(N_("Nama"))
    level = SelectField(N_("Tingkat"), default=Level.VILLAGE)
    parent_code = SelectField(N_("Bagian dari"))
    note = StringField(N_("Catatan untuk editor"))

    def __init__(self, rows: list[Region], known: Region | None = None) -> None:
        super().__init__(obj=known)
        self.level.choices = offer([(code, _(name)) for code, name in LEVELS.items()])
        above = [
            (row.code, f"{row.code} {row.name}") for row in rows if row.level != Level.VILLAGE and row is not known
        ]
        self.parent_code.choices = offer(above, empty=_("tidak ada"))

    def typed(self) -> tuple[str, str, str | None]:
        """Name, level and place above."""
        return self.name.data or "", self.level.data or "", self.parent_code.data or None


@blueprint.route("/belajar/wilayah", methods=["GET", "POST"])
@requires(Role.EDITOR)
def regions() -> Response:
    """All places, and one more."""
    rows = places(current_office().id)
    return _page(RegionForm(rows), rows, add_region)


@blueprint.route("/belajar/wilayah/<code>", methods=["GET", "POST"])
@requires(Role.EDITOR)
def region(code: str) -> Response:
    """Change what is recorded about one place."""
    rows = places(current_office().id)
    place = next((row for row in rows if row.code == code), None) or abort(404)
    return _page(RegionForm(rows, place), rows, change_region, place)


@blueprint.post("/belajar/wilayah/<code>/hapus")
@requires(Role.EDITOR)
def remove_region(code: str) -> Response:
    """A place that was a mistake."""
    with flash_refusals(Conflict):
        delete_region(current_actor(), code)
        flash(_("Wilayah dihapus."), "success")
        return redirect_to("intranet.regions")
    return redirect_to("intranet.region", code=code)


def _page(form: RegionForm, rows: list[Region], save: Callable[..., object], place: Region | None = None) -> Response:
    if form.is_submitted():
        code = place.code if place else (form.code.data or "").strip()
        with form.refusals():
            save(current_actor(), code, *form.typed(), note=form.note.data or "")
            flash(_("Wilayah disimpan."), "success")
            if others := namesakes(current_office(), code, form.name.data or ""):
                words = _(
                    "Namanya sama dengan %(others)s. Pertanyaan yang menyebut nama itu saja dibaca sebagai wilayah kantor.",
                    others=", ".join(others),
                )
                flash(words, "warning")
            return redirect_to("intranet.regions")
    return render_page(
        "intranet/library/regions.html", form=form, rows=rows, known=place, levels=LEVELS, status=form.http_status
    )
