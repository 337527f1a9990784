"""Jenis layanan: what a guest can come for, with its standard."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.dtsen import rules as dtsen
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page
from pstku.offices.operations import service_types as operations
from pstku.offices.queries import service_type as get_service_type
from pstku.offices.rules.services import ServiceWords

ICONS = [
    ("table", N_("Tabel")),
    ("chart", N_("Grafik")),
    ("search", N_("Kaca pembesar")),
    ("chat", N_("Percakapan")),
    ("book", N_("Buku")),
    ("dl", N_("Unduhan")),
    ("doccheck", N_("Surat diperiksa")),
    ("mega", N_("Pengeras suara")),
    ("globe", N_("Bola dunia")),
    ("users", N_("Orang")),
    ("mail", N_("Surat")),
    ("grid", N_("Lainnya")),
]


class ServiceTypeForm(Form):
    """A service in the office's and in the guests' words."""

    name = StringField(N_("Nama resmi"), [required(N_("Ketik nama layanan.")), at_most(120)])
    guest_label = StringField(N_("Kata untuk tamu"), [required(N_("Ketik kata di tombol tablet.")), at_most(40)])
    guest_hint = StringField(N_("Keterangan untuk tamu"), [at_most(80)])
    icon = SelectField(N_("Gambar"), choices=offer(ICONS))
    destination = StringField(N_("Tamu diarahkan ke"), [at_most(120)])
    standard_minutes = IntegerField(N_("Standar mulai dilayani (menit)"), [Optional()])
    standard_text = TextAreaField(N_("Bunyi standar"), [at_most(240)])
    fee = StringField(N_("Biaya"), [at_most(120)])
    queue_letter = StringField(N_("Huruf antrean"), [required(N_("Ketik satu huruf.")), at_most(1)], default="A")
    counts_as = RadioField(
        N_("Dihitung sebagai"),
        choices=offer([("pst", N_("Layanan PST")), ("kantor", N_("Urusan kantor"))]),
        default="pst",
    )
    seeks_data = BooleanField(N_("Tamu layanan ini mencari data"), default=True)
    is_complaint = BooleanField(N_("Ini pengaduan: tanpa nomor antrean, langsung ke penangan"))
    is_example = BooleanField(N_("Standar ini masih contoh dari kantor lain"))
    is_active = BooleanField(N_("Tampil di tablet"), default=True)

    def words(self) -> ServiceWords:
        """The form's values as the operation takes them."""
        return ServiceWords(**{name: self[name].data for name in ServiceWords.__dataclass_fields__})


@blueprint.get("/layanan")
@requires(Role.ADMIN, area=ADMIN)
def service_types() -> Response:
    """All services in the guests' order."""
    services = current_office().services
    has_dtsen = any(service.code == dtsen.CODE for service in services)
    return render_page("admin/service_types.html", services=services, has_dtsen=has_dtsen)


@blueprint.post("/layanan/dtsen")
@requires(Role.ADMIN, area=ADMIN)
def offer_dtsen() -> Response:
    """Add Konsultasi DTSEN with its words and letter, as an example to be looked over."""
    with flash_refusals(InvalidInput):
        operations.add_service_type(current_actor(), dtsen.SERVICE, english=dtsen.ENGLISH, before=dtsen.BEFORE)
        flash(_("Konsultasi DTSEN ditambahkan. Periksa standar dan kata-katanya."), "success")
    return redirect_to("admin.service_types")


@blueprint.route("/layanan/tambah", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def add_service_type() -> Response:
    """A further service."""
    form = ServiceTypeForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.add_service_type(current_actor(), form.words())
            return _saved()
    return _page(form, None)


@blueprint.route("/layanan/<int:service_type_id>", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def service_type(service_type_id: int) -> Response:
    """Change a service."""
    found = get_service_type(current_office().id, service_type_id)
    form = ServiceTypeForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            operations.edit_service_type(current_actor(), service_type_id, form.words())
            return _saved()
    return _page(form, found)


def _saved() -> Response:
    flash(_("Layanan tersimpan. Tablet memakainya sejak tamu berikutnya."), "success")
    return redirect_to("admin.service_types")


def _page(form: ServiceTypeForm, found: Any) -> Response:
    return render_page("admin/service_type.html", form=form, service=found, status=form.http_status)


@blueprint.post("/layanan/<int:service_type_id>/pindah")
@requires(Role.ADMIN, area=ADMIN)
def move_service_type(service_type_id: int) -> Response:
    """One place up or down."""
    operations.move_service_type(current_actor(), service_type_id, request.form.get("arah") == "naik")
    return redirect_to("admin.service_types")
