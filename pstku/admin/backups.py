"""Cadangan: the age of the last backup, making and downloading one, and the paper keys that open them."""

from flask import Response, current_app, flash, request, send_file
from flask_babel import gettext as _
from wtforms import StringField

from pstku.admin import blueprint
from pstku.admin.jobs import begin_job, job_view
from pstku.backups.models import RecoveryKey
from pstku.backups.operations.backing_up import note_download
from pstku.backups.operations.recovery_keys import (
    asked_places,
    confirm_recovery_key,
    make_recovery_key,
    retire_recovery_key,
)
from pstku.backups.place import Place, place_of
from pstku.backups.queries import backup_files, find_backup, get_recovery_key, last_backup_age, recovery_keys
from pstku.backups.rules.recovery_key import is_test_due
from pstku.backups.rules.retention import is_old
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import DomainError
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.links import qr_matrix
from pstku.http.pages import redirect_to, render_page
from pstku.http.proof import ProofForm
from pstku.jobs.queries import BACKUP


class KeyForm(ProofForm):
    """Where the paper with the new key will lie."""

    kept_at = StringField(N_("Kertasnya disimpan di"), [required(N_("Sebut tempatnya.")), at_most(80)])


class PaperForm(Form):
    """Three groups, read from the paper."""

    first = StringField(validators=[required(N_("Ketik kelompok ini dari kertasnya.")), at_most(12)])
    second = StringField(validators=[required(N_("Ketik kelompok ini dari kertasnya.")), at_most(12)])
    third = StringField(validators=[required(N_("Ketik kelompok ini dari kertasnya.")), at_most(12)])


@blueprint.get("/cadangan")
@requires(Role.ADMIN, area=ADMIN)
def backups() -> Response:
    """The state of things: files, keys, and what went wrong last."""
    return _page(KeyForm())


@blueprint.post("/cadangan/buat")
@requires(Role.ADMIN, area=ADMIN)
def backup_start() -> Response:
    """Start a backup in a process of its own; the page only shows its progress."""
    if not recovery_keys(current_office().id):
        flash(_("Belum ada kunci pemulihan. Buat dahulu di bawah."), "error")
        return redirect_to("admin.backups")
    begin_job(BACKUP)
    return redirect_to("admin.backups")


@blueprint.post("/cadangan/<name>/unduh")
@requires(Role.ADMIN, area=ADMIN)
def backup_download(name: str) -> Response:
    """Download a backup; a POST, because the audit trail records who did."""
    path = find_backup(_place().backups, name)
    note_download(current_actor(), name)
    return send_file(path, mimetype="application/octet-stream", as_attachment=True, download_name=name, max_age=0)


@blueprint.post("/cadangan/kunci")
@requires(Role.ADMIN, area=ADMIN)
def recovery_key_new() -> Response:
    """Make a key and show it, this once, as a page to print."""
    form = KeyForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    with form.refusals(DomainError, beside="kept_at"):
        form.prove()
        made, place = make_recovery_key(current_actor(), form.kept_at.data), form.kept_at.data
        return render_page("admin/recovery_key_once.html", made=made, kept_at=place, qr=qr_matrix(made.secret))
    return _page(form, status=form.http_status)


@blueprint.route("/cadangan/kunci/<int:key_id>/uji", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def recovery_key_test(key_id: int) -> Response:
    """Three groups of the paper typed back, without the paper on the screen."""
    key, form = get_recovery_key(current_office().id, key_id), PaperForm()
    places = asked_places(key)
    for field, place in zip(_groups(form), places, strict=True):
        field.label.text = _("Kelompok %(n)s", n=place)
    if form.validate_on_submit():
        with form.refusals():
            confirm_recovery_key(current_actor(), key_id, [field.data for field in _groups(form)])
            flash(_("Kertasnya terbaca. Tahun depan diuji lagi dengan kelompok lain."), "success")
            return redirect_to("admin.backups")
    return render_page(
        "admin/recovery_key_test.html", form=form, key=key, retiring=ProofForm(), status=form.http_status
    )


@blueprint.post("/cadangan/kunci/<int:key_id>/hentikan")
@requires(Role.ADMIN, area=ADMIN)
def recovery_key_retire(key_id: int) -> Response:
    """Encrypt no further backup to this key."""
    key, form = get_recovery_key(current_office().id, key_id), ProofForm()
    with form.refusals():
        form.prove()
        retire_recovery_key(current_actor(), key_id)
        flash(_("Kunci dihentikan. Simpan kertasnya selama cadangan lama masih ada."), "success")
        return redirect_to("admin.backups")
    return render_page("admin/recovery_key_test.html", form=None, key=key, retiring=form, status=form.http_status)


def _groups(form: PaperForm) -> list[StringField]:
    return [form.first, form.second, form.third]


def _place() -> Place:
    return place_of(current_app.config)


def _page(form: KeyForm, status: int = 200) -> Response:
    place, office_id = _place(), current_office().id
    job = job_view(office_id, BACKUP)
    if request.headers.get("HX-Target") == "now" and not job.is_busy:
        return Response(status=200, headers={"HX-Refresh": "true"})  # it ended: the whole page has news
    age, keys = last_backup_age(place.backups), recovery_keys(office_id)
    return render_page(
        "admin/backups.html",
        fragments=("now",),
        form=form,
        files=backup_files(place.backups),
        folder=place.backups,
        age=age,
        is_old=is_old(age),
        job=job,
        keys=[(key, _is_due(key)) for key in keys],
        status=status,
    )


def _is_due(key: RecoveryKey) -> bool:
    return is_test_due(key.tested_at, clock.now())
