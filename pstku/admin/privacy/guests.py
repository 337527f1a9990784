"""Data pribadi: a guest asks what the office holds about them. Each act asks for the password and is audited."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, jsonify
from flask_babel import gettext as _
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField

from pstku.accounts.operations import confirm_password
from pstku.admin import blueprint
from pstku.admin.people import SALUTATIONS
from pstku.arrivals.operations.personal import erase_entry, erase_person, export_entry, export_person, find_people
from pstku.arrivals.queries import SentEntry
from pstku.backups.operations.journal import JournalFaultyError, note_forgotten
from pstku.backups.place import place_of
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.guestbook.operations import privacy as operations
from pstku.guestbook.queries.personal import GuestSheet, get_guest, guest_sheet
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page

PURPOSES = {
    "follow_up": N_("Dihubungi untuk tindak lanjut"),
    "rating_invitation": N_("Diundang menilai"),
    "recognition": N_("Dikenali lain kali"),
}


class GuardedForm(Form):
    """Any act on personal data: the admin's own password."""

    password = PasswordField(N_("Kata sandi Anda"), [required(N_("Ketik kata sandi Anda sendiri."))])


class SearchForm(GuardedForm):
    """Whom the guest says they are."""

    sought = StringField(N_("Nomor HP, e-mail, atau nama"), [required(N_("Ketik yang dicari.")), at_most(120)])


class EraseForm(GuardedForm):
    """Whom to forget, and in which complaints as well."""

    complaints = StringField(N_("Kode pengaduannya"), [at_most(120)])


class CorrectForm(GuardedForm):
    """What the guest says is right."""

    name = StringField(N_("Nama"), [required(N_("Ketik namanya.")), at_most(80)])
    salutation = SelectField(N_("Sapaan"), choices=offer(SALUTATIONS))
    phone = StringField(N_("Nomor HP"), [at_most(40)])
    email = StringField(N_("E-mail"), [at_most(120)])
    withdrawn = SelectMultipleField(N_("Persetujuan yang ditarik"), coerce=int)


@blueprint.get("/data-pribadi")
@requires(Role.ADMIN, area=ADMIN)
def privacy() -> Response:
    """The search form, without any guest's data."""
    return render_page("admin/privacy.html", form=SearchForm(formdata=None), sheets=None, sent=[], **_words())


@blueprint.post("/data-pribadi")
@requires(Role.ADMIN, area=ADMIN)
def find_guests() -> Response:
    """The guests that match, with what is held about them; a POST, so that no name is in an address."""
    form = SearchForm()
    sheets: list[GuestSheet] | None = None
    sent: list[SentEntry] = []
    if form.validate_on_submit():
        with form.refusals():
            confirm_password(current_actor(), form.password.data)
            sheets, sent = find_people(current_actor(), form.sought.data)
    status = form.http_status if sheets is None else 200
    return render_page("admin/privacy.html", form=form, sheets=sheets, sent=sent, status=status, **_words())


@blueprint.post("/data-pribadi/<uuid:guest_id>/ekspor")
@requires(Role.ADMIN, area=ADMIN)
def export_guest(guest_id: UUID) -> Response:
    """Everything about one guest as a JSON file."""
    form = GuardedForm()
    if not _is_confirmed(form):
        return _act_page("export", guest_id, form)
    return _download(export_person(current_actor(), guest_id), f"data-tamu-{guest_id}.json")


@blueprint.post("/data-pribadi/isian/<uuid:arrival_id>/ekspor")
@requires(Role.ADMIN, area=ADMIN)
def export_arrival(arrival_id: UUID) -> Response:
    """One entry from a phone as a JSON file."""
    form = GuardedForm()
    if not _is_confirmed(form):
        return _entry_page("export_entry", arrival_id, form)
    return _download(export_entry(current_actor(), arrival_id), f"isian-hp-{arrival_id}.json")


@blueprint.post("/data-pribadi/isian/<uuid:arrival_id>/hapus")
@requires(Role.ADMIN, area=ADMIN)
def erase_arrival(arrival_id: UUID) -> Response:
    """Delete one entry from a phone."""
    form = GuardedForm()
    if not _is_confirmed(form):
        return _entry_page("erase_entry", arrival_id, form)
    erase_entry(current_actor(), arrival_id)
    flash(_("Isian dari HP dihapus."), "success")
    return redirect_to("admin.privacy")


@blueprint.post("/data-pribadi/<uuid:guest_id>/hapus")
@requires(Role.ADMIN, area=ADMIN)
def erase_guest(guest_id: UUID) -> Response:
    """Forget who one guest was."""
    form = EraseForm()
    if not _is_confirmed(form):
        return _act_page("erase", guest_id, form)
    with form.refusals():
        erase_person(current_actor(), guest_id, (form.complaints.data or "").replace(",", " ").split())
        flash(_("Identitas tamu dihapus. Kunjungannya tetap terhitung tanpa nama."), "success")
        _note_beside_backups()
        return redirect_to("admin.privacy")
    return _act_page("erase", guest_id, form)


@blueprint.post("/data-pribadi/<uuid:guest_id>/perbaiki")
@requires(Role.ADMIN, area=ADMIN)
def correct_guest(guest_id: UUID) -> Response:
    """Put right what the guest says is wrong."""
    form = CorrectForm()
    consents = guest_sheet(current_office().id, guest_id).consents
    form.withdrawn.choices = offer((c.id, PURPOSES.get(c.purpose, c.purpose)) for c in consents if not c.withdrawn_at)
    if not _is_confirmed(form):
        return _act_page("correct", guest_id, form)
    values = {name: form[name].data for name in ("name", "salutation", "phone", "email", "withdrawn")}
    with form.refusals():
        operations.correct_guest(current_actor(), guest_id, **values)
        flash(_("Data tamu diperbaiki."), "success")
        return redirect_to("admin.privacy")
    return _act_page("correct", guest_id, form)


def _note_beside_backups() -> None:
    """Note the erasure beside the backups, so that restoring one erases again.

    A failure is shown; the erasure stands.
    """
    try:
        note_forgotten(current_office().id, place_of(current_app.config).backups)
    except (JournalFaultyError, OSError):
        flash(_("Catatan di samping cadangan tidak dapat ditulis. Beri tahu pengelola server."), "warning")


def _words() -> dict[str, Any]:
    return {"purposes": PURPOSES, "salutations": SALUTATIONS}


def _is_confirmed(form: GuardedForm) -> bool:
    """Is the form complete, and the password the admin's own?"""
    if not form.validate_on_submit():
        return False
    with form.refusals():
        confirm_password(current_actor(), form.password.data)
        return True
    return False


def _act_page(act: str, guest_id: UUID, form: GuardedForm) -> Response:
    """One act alone with what was typed; nothing about the guest beyond that, as nobody has proved anything yet."""
    get_guest(current_office().id, guest_id)
    return render_page("admin/privacy_act.html", act=act, of={"guest_id": guest_id}, form=form, status=form.http_status)


def _entry_page(act: str, arrival_id: UUID, form: GuardedForm) -> Response:
    of = {"arrival_id": arrival_id}
    return render_page("admin/privacy_act.html", act=act, of=of, form=form, status=form.http_status)


def _download(values: dict[str, Any], name: str) -> Response:
    response = jsonify(_plain(values))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
