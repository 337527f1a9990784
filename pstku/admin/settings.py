"""Aturan: every number that is a decision; and the office's profile."""

from dataclasses import asdict, fields
from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import InputRequired

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page
from pstku.offices.operations import configuring as operations
from pstku.offices.settings import GROUPS, Settings


def _field(item: Any) -> Any:
    limits = item.metadata
    if "choices" in limits:
        return RadioField(limits["label"], choices=offer(limits["choices"]))
    if "low" in limits:
        return IntegerField(limits["label"], [InputRequired(N_("Isi sebuah angka."))])
    return StringField(limits["label"], [at_most(limits["longest"])])


SettingsForm = type("SettingsForm", (Form,), {item.name: _field(item) for item in fields(Settings)})


class ProfileForm(Form):
    """How the office is reached."""

    unit_name = StringField(N_("Nama unit layanan"), [required(), at_most(80)])
    address = StringField(N_("Alamat"), [required(), at_most(160)])
    whatsapp = StringField(N_("WhatsApp"), [required(), at_most(40)])
    email = StringField(N_("E-mail"), [required(), at_most(120)])
    website = StringField(N_("Situs"), [required(), at_most(160)])
    head_title = StringField(N_("Jabatan kepala"), [required(), at_most(120)])


@blueprint.route("/aturan", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def settings() -> Response:
    """All settings in groups, each with its limits."""
    form = SettingsForm(data=asdict(current_office().settings))
    if form.validate_on_submit():
        with form.refusals():
            changed = operations.change_settings(
                current_actor(), {item.name: form[item.name].data for item in fields(Settings)}
            )
            flash(
                _("Aturan tersimpan: %(n)s diubah.", n=len(changed)) if changed else _("Tidak ada yang berubah."),
                "success",
            )
            return redirect_to("admin.settings")
    return render_page(
        "admin/settings.html", form=form, groups=GROUPS, settings=fields(Settings), status=form.http_status
    )


@blueprint.route("/kantor", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def profile() -> Response:
    """The office's address and contacts."""
    form = ProfileForm(obj=current_office())
    if form.validate_on_submit():
        operations.change_profile(current_actor(), {name: form[name].data for name in operations.EDITABLE_PROFILE})
        flash(_("Profil kantor tersimpan."), "success")
        return redirect_to("admin.profile")
    return render_page("admin/profile.html", form=form, status=form.http_status)
