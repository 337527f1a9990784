"""Paket isi: take a pack after a look at what it changes, or write one for another office."""

import hashlib
import re
import time
from pathlib import Path

from flask import Response, abort, current_app, flash, request
from flask_babel import gettext as _

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.text import clean_line
from pstku.core.tokens import uuid7
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.files import ZIP, saved_file
from pstku.http.pages import redirect_to, render_page
from pstku.packs import whole as whole_packs
from pstku.packs.faults import PackFaultyError
from pstku.packs.files import zipped
from pstku.packs.queries import installed_packs, titles_of
from pstku.packs.taking import ImportReport
from pstku.packs.writing.guides import DEFINITIONS, VALUES

LARGEST_UPLOAD = 7 * 1024 * 1024
WAIT_SECONDS = 3600
TOKEN = re.compile(r"[0-9a-f]{32}")


@blueprint.get("/paket")
@requires(Role.ADMIN, area=ADMIN)
def packs() -> Response:
    """The packs of this office, a place to bring one, and two to take away."""
    return _page()


@blueprint.post("/paket")
@requires(Role.ADMIN, area=ADMIN)
def pack_upload() -> Response:
    """Read an uploaded zip: its faults, or what taking it would change."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _page(fault=_("Pilih berkas zip paketnya dulu."), status=422)
    content = upload.read(LARGEST_UPLOAD + 1)
    if len(content) > LARGEST_UPLOAD:
        return _page(fault=_("Berkas ini lebih dari 7 MB. Bagi paketnya, atau muat dari server."), status=422)
    token = uuid7().hex
    _waiting(token).write_bytes(content)
    return _preview(token, clean_line(upload.filename, 80))


@blueprint.post("/paket/<token>")
@requires(Role.ADMIN, area=ADMIN)
def pack_take(token: str) -> Response:
    """Take the previewed pack; when the library has changed meanwhile, show the preview again."""
    if not _waiting(token).exists():
        flash(_("Paketnya sudah tidak menunggu. Unggah lagi."), "error")
        return redirect_to("admin.packs")
    office = current_office()
    try:
        whole = whole_packs.read_whole(_waiting(token))
        if request.form.get("seen") != _stamp(whole_packs.preview_whole(office.id, whole)):
            return _preview(token, has_moved=True)
        chosen, who = request.form.getlist("take"), current_actor().person_id
        figures = "take_figures" in request.form
        report = whole_packs.take_whole(office.id, whole, take=chosen, take_figures=figures, actor_id=who)
    except PackFaultyError as error:
        return _page(faults=error.faults, status=422)
    _waiting(token).unlink(missing_ok=True)
    words = _(
        "%(title)s dimuat: %(added)s halaman baru, %(updated)s diperbarui, %(values)s angka baru.",
        title=whole.pack.title,
        added=len(report.added),
        updated=len(report.updated),
        values=len(report.values_added),
    )
    flash(words, "success")
    return redirect_to("admin.packs")


@blueprint.get("/paket/<kind>.zip")
@requires(Role.ADMIN, area=ADMIN)
def pack_export(kind: str) -> Response:
    """The office's definitions or figures as a zip."""
    names = {"definisi": DEFINITIONS, "nilai": VALUES}
    if kind not in names:
        abort(404)
    office = current_office()
    content = zipped(whole_packs.exported(office, names[kind]))
    return saved_file(content, ZIP, f"{kind}-{office.code}.zip")


def _page(*, fault: str = "", faults: object = (), status: int = 200) -> Response:
    installed = installed_packs(current_office().id)
    return render_page("admin/packs.html", installed=installed, fault=fault, faults=faults, status=status)


def _preview(token: str, name: str = "", *, has_moved: bool = False) -> Response:
    office = current_office()
    try:
        whole = whole_packs.read_whole(_waiting(token), name)
        report = whole_packs.preview_whole(office.id, whole)
    except PackFaultyError as error:
        _waiting(token).unlink(missing_ok=True)
        return _page(faults=error.faults, status=422)
    titles = {page.key: page.title for page in whole.pack.pages} | titles_of(office.id, report.removed)
    return render_page(
        "admin/pack_preview.html",
        token=token,
        pack=whole.pack,
        report=report,
        titles=titles,
        kept_pages=[key for key in report.kept if key in titles],
        kept_words=[key for key in report.kept if key not in titles],
        seen=_stamp(report),
        has_moved=has_moved,
    )


def _stamp(report: ImportReport) -> str:
    """A fingerprint of what taking the pack would do; another one means that the library has changed."""
    return hashlib.sha256(repr(report).encode()).hexdigest()[:32]


def _waiting(token: str) -> Path:
    """Where an uploaded pack of this office waits; packs nobody took within an hour are thrown away."""
    if not TOKEN.fullmatch(token):
        abort(404)
    folder = Path(current_app.config["DATA"]) / "packs" / str(current_office().id)
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.zip"):
        if time.time() - file.stat().st_mtime > WAIT_SECONDS:
            file.unlink(missing_ok=True)
    return folder / f"{token}.zip"
