"""Register of the service standard: each version with its review, who took part, where it can be read, and the pledge."""

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from pstku.accounts.queries import names_of
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import DayField, Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.readiness.operations.standards import (
    LONGEST,
    NAME_LONGEST,
    VersionWords,
    correct_version,
    note_version,
)
from pstku.readiness.queries import READERS, get_version, standard_versions, told_standards


class VersionForm(Form):
    """A version of the standard as the office set it."""

    name = StringField(
        N_("Nomor SK atau nama versi"), [required(N_("Tulis nomor SK atau nama versinya.")), at_most(NAME_LONGEST)]
    )
    effective_on = DayField(N_("Berlaku sejak"), [required(N_("Pilih tanggalnya."))])
    reviewed_on = DayField(N_("Ditinjau bersama pengguna pada"), [Optional()])
    participants = TextAreaField(N_("Yang ikut meninjau"), [at_most(LONGEST)])
    media = TextAreaField(N_("Media pengumuman"), [at_most(LONGEST)])
    pledged_on = DayField(N_("Maklumat ditetapkan pada"), [Optional()])

    def words(self) -> VersionWords:
        """What was typed, as the domain takes it."""
        return VersionWords(
            name=self.name.data or "",
            effective_on=self.effective_on.data,
            reviewed_on=self.reviewed_on.data,
            participants=self.participants.data or "",
            media=self.media.data or "",
            pledged_on=self.pledged_on.data,
        )


@blueprint.route("/kesiapan/standar", methods=["GET", "POST"])
@requires(*READERS, area=ADMIN)
def standards() -> Response:
    """All versions, the latest first; note another one."""
    form, office = VersionForm(), current_office()
    if form.validate_on_submit():
        with form.refusals():
            note_version(current_actor(), form.words())
            flash(_("Versi tercatat, beserta standar yang dibaca tamu hari ini."), "success")
            return redirect_to("intranet.standards")
    versions = standard_versions(office.id)
    return render_page(
        "intranet/readiness/standards.html",
        versions=versions,
        now_told=told_standards(office),
        names=names_of(office.id, {one.noted_by_id for one in versions}),
        form=form,
        status=form.http_status,
    )


@blueprint.route("/kesiapan/standar/<int:version_id>", methods=["GET", "POST"])
@requires(*READERS, area=ADMIN)
def standard(version_id: int) -> Response:
    """Put one version right."""
    version = get_version(current_office().id, version_id)
    form = VersionForm(obj=version)
    if form.validate_on_submit():
        with form.refusals():
            correct_version(current_actor(), version_id, form.words())
            flash(_("Catatan diperbaiki."), "success")
            return redirect_to("intranet.standards")
    return render_page("intranet/readiness/standard.html", version=version, form=form, status=form.http_status)
