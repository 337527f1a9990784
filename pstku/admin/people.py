"""Pegawai: who works here and what each may do."""

from collections.abc import Collection
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField

from pstku.accounts.models import Person
from pstku.accounts.operations import people as operations
from pstku.accounts.operations import portraits
from pstku.accounts.queries import ROLE_LABELS, get_person, namesakes
from pstku.accounts.queries import people as everybody
from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.contact import normal_phone
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import person_view
from pstku.http.domain_refusals import refusals
from pstku.http.forms import Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page
from pstku.http.proof import ProofForm

SALUTATIONS = [("", N_("Tanpa sapaan")), ("Ibu", N_("Ibu")), ("Bapak", N_("Bapak"))]
FUNCTIONS = [
    ("", N_("Belum ditentukan")),
    ("sosial", N_("Statistik Sosial")),
    ("produksi", N_("Statistik Produksi")),
    ("distribusi", N_("Statistik Distribusi")),
    ("nerwilis", N_("Nerwilis")),
    ("ipds", N_("IPDS")),
    ("umum", N_("Umum")),
]
GRANTED = [(role.value, ROLE_LABELS[role]) for role in Role if role is not Role.EMPLOYEE]


class PersonForm(ProofForm):
    """Who somebody is here."""

    name = StringField(N_("Nama lengkap"), [required(N_("Ketik nama dengan gelar.")), at_most(120)])
    call_name = StringField(N_("Nama panggilan"), [required(N_("Ketik nama yang disebut tamu.")), at_most(40)])
    salutation = SelectField(N_("Sapaan"), choices=offer(SALUTATIONS))
    function = SelectField(N_("Fungsi"), choices=offer(FUNCTIONS))
    roles = SelectMultipleField(N_("Peran"), choices=offer(GRANTED))
    phone = StringField(N_("Nomor HP"), [at_most(40)])
    forget_phone = BooleanField(N_("Hapus nomor yang tersimpan"))

    def prove_for(self, held: Collection[str]) -> None:
        """Ask for the password when other roles than those held are given; raises InvalidInput("password")."""
        if set(self.roles.data) != set(held):
            self.prove()


class NewPersonForm(PersonForm):
    """A new colleague: as above, with a user name."""

    username = StringField(N_("Nama pengguna"), [required(N_("Ketik nama pengguna.")), at_most(40)])


class PhotoForm(Form):
    """A photo to upload."""

    photo = FileField(N_("Foto baru"), [required(N_("Pilih sebuah foto."))])


@blueprint.get("/pegawai")
@requires(Role.ADMIN, area=ADMIN)
def people() -> Response:
    """Everybody, those who left last."""
    colleagues = [person_view(p) | {"row": p} for p in everybody(current_office().id, active_only=False)]
    return render_page("admin/people.html", people=sorted(colleagues, key=lambda p: not p["row"].is_active))


@blueprint.route("/pegawai/tambah", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def add_person() -> Response:
    """A new colleague; their one-time password is shown once, in this answer."""
    form = NewPersonForm()
    if form.validate_on_submit():
        with form.refusals():
            form.prove_for(set())
            person, password = operations.invite_person(current_actor(), username=form.username.data, **_typed(form))
            _warn_of_namesakes(person)
            return render_page("admin/password_once.html", person=person, password=password)
    return render_page("admin/person_new.html", form=form, status=form.http_status)


@blueprint.route("/pegawai/<int:person_id>", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def person(person_id: int) -> Response:
    """One colleague: who they are, what they may do, their photo, and the serious acts."""
    found = get_person(current_office().id, person_id)
    form = PersonForm(data=_stored(found))
    if form.validate_on_submit():
        with refusals(Conflict) as no, form.refusals():
            form.prove_for(found.role_codes)
            operations.edit_person(current_actor(), person_id, **_typed(form))
            flash(_("Data %(name)s tersimpan.", name=form.call_name.data), "success")
            _warn_of_namesakes(get_person(current_office().id, person_id))
            return redirect_to("admin.person", person_id=person_id)
        if no:
            return _page(found, form, no.status, refusal=no.words)
    return _page(found, form, form.http_status)


def _page(found: Person, form: PersonForm, status: int, **context: Any) -> Response:
    context = {"photo_form": PhotoForm(formdata=None), "refusal": None} | context
    view = person_view(found)
    return render_page("admin/person.html", person=found, view=view, form=form, status=status, **context)


def _warn_of_namesakes(person: Person) -> None:
    """Warn when two people share a call name: a guest could not tell them apart."""
    others = namesakes(person.office_id, person.id, person.call_name)
    if others:
        values = {"name": person.call_name, "others": ", ".join(others)}
        flash(
            _("%(others)s juga dipanggil %(name)s. Pilih panggilan yang berbeda, supaya tamu tidak keliru.", **values),
            "warning",
        )


def _stored(found: Person) -> dict[str, Any]:
    names = {name: getattr(found, name) for name in ("name", "call_name", "salutation", "function")}
    return names | {"roles": sorted(found.role_codes)}


def _typed(form: PersonForm) -> dict[str, Any]:
    """The form's values; the phone number is replaced, forgotten ("") or left as it is (None)."""
    typed = normal_phone(form.phone.data or "")
    return {
        "name": form.name.data,
        "call_name": form.call_name.data,
        "salutation": form.salutation.data,
        "function": form.function.data,
        "roles": {Role(code) for code in form.roles.data},
        "phone": typed or ("" if form.forget_phone.data else None),
    }


@blueprint.post("/pegawai/<int:person_id>/foto")
@requires(Role.ADMIN, area=ADMIN)
def set_photo(person_id: int) -> Response:
    """Keep another photo of this colleague."""
    found = get_person(current_office().id, person_id)
    form = PhotoForm()
    if form.validate_on_submit():
        with form.refusals():
            portraits.set_photo(current_actor(), person_id, form.photo.data.read())
            flash(_("Foto tersimpan."), "success")
            return redirect_to("admin.person", person_id=person_id)
    return _page(found, PersonForm(formdata=None, data=_stored(found)), 422, photo_form=form)


@blueprint.post("/pegawai/<int:person_id>/foto/hapus")
@requires(Role.ADMIN, area=ADMIN)
def remove_photo(person_id: int) -> Response:
    """Forget the photo."""
    portraits.remove_photo(current_actor(), person_id)
    flash(_("Foto dihapus."), "success")
    return redirect_to("admin.person", person_id=person_id)


@blueprint.post("/pegawai/<int:person_id>/kata-sandi")
@requires(Role.ADMIN, area=ADMIN)
def reset_password(person_id: int) -> Response:
    """A new one-time password, shown once, in this answer, for an admin who proves who they are."""
    found, form = get_person(current_office().id, person_id), ProofForm()
    if form.is_asked and not form.password.data:
        return render_page("admin/reset_password.html", person=found, form=form, status=422)
    with form.refusals():
        form.prove()
        password = operations.reset_password(current_actor(), person_id)
        return render_page("admin/password_once.html", person=found, password=password)
    return render_page("admin/reset_password.html", person=found, form=form, status=form.http_status)


@blueprint.post("/pegawai/<int:person_id>/nonaktifkan")
@requires(Role.ADMIN, area=ADMIN)
def deactivate_person(person_id: int) -> Response:
    """This colleague left."""
    operations.deactivate_person(current_actor(), person_id)
    flash(_("Pegawai dinonaktifkan. Semua tempat masuknya sudah ditutup."), "success")
    return redirect_to("admin.person", person_id=person_id)


@blueprint.post("/pegawai/<int:person_id>/aktifkan")
@requires(Role.ADMIN, area=ADMIN)
def reactivate_person(person_id: int) -> Response:
    """This colleague is back."""
    operations.reactivate_person(current_actor(), person_id)
    flash(_("Pegawai aktif kembali."), "success")
    return redirect_to("admin.person", person_id=person_id)


@blueprint.post("/pegawai/<int:person_id>/sanksi")
@requires(Role.ADMIN, area=ADMIN)
def set_sanction(person_id: int) -> Response:
    """A sanction begins or ends."""
    running = request.form.get("running") == "1"
    operations.set_sanction(current_actor(), person_id, running)
    flash(_("Catatan sanksi tersimpan."), "success")
    return redirect_to("admin.person", person_id=person_id)
