"""Daftar kode: the answers that can be tapped in the guest book."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import StringField

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.offices.operations import code_lists as operations
from pstku.offices.queries import code_items

NAMES = {
    "age_group": N_("Kelompok umur"),
    "sex": N_("Jenis kelamin"),
    "education": N_("Pendidikan"),
    "occupation": N_("Pekerjaan"),
    "agency_category": N_("Kategori instansi"),
    "purpose": N_("Pemanfaatan"),
    "facility": N_("Sarana"),
    "level": N_("Tingkat wilayah data"),
    "frequency": N_("Periode data"),
    "source_kind": N_("Sumber data"),
    "obtained": N_("Perolehan data"),
    "outcome": N_("Hasil kunjungan"),
    "referral": N_("Tempat rujukan"),
}


class ItemForm(Form):
    """The words of one value."""

    label = StringField(N_("Pilihan"), [required(N_("Ketik bunyi pilihan.")), at_most(60)])


@blueprint.get("/daftar")
@requires(Role.ADMIN, area=ADMIN)
def code_lists() -> Response:
    """All lists with what they offer."""
    return render_page("admin/code_lists.html", lists=current_office().lists, names=NAMES)


@blueprint.route("/daftar/<list_code>", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def code_list(list_code: str) -> Response:
    """One list, and a new value for it."""
    form = ItemForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.add_code_item(current_actor(), list_code, form.label.data)
            flash(_("Pilihan ditambahkan."), "success")
            return redirect_to("admin.code_list", list_code=list_code)
    items = code_items(current_office().id, list_code)
    context: dict[str, Any] = {
        "list_code": list_code,
        "name": NAMES.get(list_code, list_code),
        "items": items,
        "form": form,
    }
    return render_page("admin/code_list.html", status=form.http_status, **context)


@blueprint.post("/daftar/<list_code>/<int:item_id>")
@requires(Role.ADMIN, area=ADMIN)
def rename_code_item(list_code: str, item_id: int) -> Response:
    """Other words for the same code."""
    with flash_refusals():
        operations.rename_code_item(current_actor(), item_id, request.form.get("label", ""))
        flash(_("Bunyi pilihan diganti, juga di laporan lama."), "success")
    return redirect_to("admin.code_list", list_code=list_code)


@blueprint.post("/daftar/<list_code>/<int:item_id>/pindah")
@requires(Role.ADMIN, area=ADMIN)
def move_code_item(list_code: str, item_id: int) -> Response:
    """One place up or down."""
    operations.move_code_item(current_actor(), item_id, request.form.get("arah") == "naik")
    return redirect_to("admin.code_list", list_code=list_code)


@blueprint.post("/daftar/<list_code>/<int:item_id>/tawarkan")
@requires(Role.ADMIN, area=ADMIN)
def offer_code_item(list_code: str, item_id: int) -> Response:
    """Retire a value, or offer it again."""
    operations.set_code_item_active(current_actor(), item_id, request.form.get("offer") == "1")
    return redirect_to("admin.code_list", list_code=list_code)
