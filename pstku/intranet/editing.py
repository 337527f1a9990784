"""Sunting: a draft with its preview, a second person's look at the difference, the history of a page."""

import itertools
from contextlib import closing
from typing import Any

from flask import Response, abort, flash, request
from flask_babel import gettext as _
from wtforms import FileField, IntegerField, SelectField, StringField, TextAreaField

from pstku.accounts.queries import names_of, people
from pstku.core.actor import Role
from pstku.core.clock import clock_time, now
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.context import today
from pstku.http.forms import Form, offer
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.intranet import blueprint
from pstku.intranet.library import FUNCTIONS, KIND_SEGMENTS, SEGMENTS
from pstku.learning.models import Page, PageRevision
from pstku.learning.operations import editing
from pstku.learning.operations.images import add_image
from pstku.learning.operations.reporting import report_mistake, settle_report
from pstku.learning.queries import revisions as queries
from pstku.learning.queries.pages import get_page, image_content
from pstku.learning.queries.questions import tasks
from pstku.learning.rendering import formula, markdown
from pstku.learning.rules.difference import difference

WORDS = ("how_to_read", "formula", "formula_latex")
LISTS = ("misreadings", "how_to_get")
KINDS = {"survey": N_("Survei"), "indicator": N_("Indikator"), "medium": N_("Media"), "conduct": N_("Sikap")}


class DraftForm(Form):
    """A page as its editor types it; lists stand one item to a line."""

    title = StringField(N_("Judul"))
    short = StringField(N_("Singkatan"))
    function = SelectField(N_("Fungsi"), choices=offer(FUNCTIONS.items()))
    summary = StringField(N_("Ringkasan, satu kalimat"))
    body = TextAreaField(N_("Isi (Markdown)"))
    how_to_read = StringField(N_("Cara membaca"))
    misreadings = TextAreaField(N_("Sering keliru, satu per baris"))
    how_to_get = TextAreaField(N_("Cara mendapatkannya, satu langkah per baris"))
    synonyms = TextAreaField(N_("Kata lain yang dipakai tamu, satu per baris"))
    formula = StringField(N_("Rumus dengan kata"))
    formula_latex = StringField(N_("Rumus (LaTeX)"))
    image = FileField(N_("Gambar"))
    image_alt = StringField(N_("Apa yang terlihat pada gambar"))
    sources = TextAreaField(N_("Sumber, satu per baris: nama | alamat | V atau GK"))
    verify_every_days = IntegerField(N_("Diperiksa ulang setiap (hari)"))
    why = StringField(N_("Apa yang berubah dan mengapa"))

    def fill(self, revision: PageRevision) -> None:
        """Show a draft."""
        content, facts = revision.content, revision.content.get("facts") or {}
        for name in ("title", "short", "function", "summary", "body", "verify_every_days"):
            self[name].data = content.get(name)
        for name in WORDS:
            self[name].data = facts.get(name) or ""
        for name in LISTS:
            self[name].data = "\n".join(map(str, facts.get(name) or []))
        self.synonyms.data = "\n".join(map(str, content.get("synonyms") or []))
        self.sources.data = "\n".join(_source_line(item) for item in content.get("sources") or [])
        self.why.data = revision.why

    def content(self, revision: PageRevision) -> dict[str, Any]:
        """What was typed, over what the draft held; facts that have no field stay."""
        facts = dict(revision.content.get("facts") or {})
        for name in LISTS:
            facts[name] = _lines(self[name].data)
        for name in WORDS:
            facts[name] = (self[name].data or "").strip()
        plain = {name: self[name].data or "" for name in ("title", "short", "function", "summary", "body")}
        every = self.verify_every_days.data
        return plain | {
            "facts": {name: value for name, value in facts.items() if value not in ("", [])},
            "synonyms": _lines(self.synonyms.data),
            "sources": [_source(line) for line in _lines(self.sources.data)],
            "verify_every_days": every if every and 7 <= every <= 1100 else 180,
        }


@blueprint.get("/belajar/sunting")
@requires(Role.EDITOR)
def editing_desk() -> Response:
    """What waits for this editor: drafts, colleagues' drafts, owned pages whose check runs out."""
    desk = queries.editors_desk(current_actor(), today())
    names = names_of(current_office().id, [revision.author_id for revision, _page in desk.to_review])
    mine = tasks(current_actor())
    return render_page("intranet/editing/desk.html", desk=desk, tasks=mine, names=names, kinds=KINDS)


@blueprint.post("/belajar/sunting/baru")
@requires(Role.EDITOR)
def new_page() -> Response:
    """Begin a page of one's own."""
    values = [request.form.get(name, "") for name in ("kind", "title", "function")]
    try:
        question_id = request.form.get("question_id", None, row_id)
        draft_id = editing.start_page(current_actor(), *values, question_id=question_id)
    except InvalidInput as error:
        flash(sentence(error), "error")
        return redirect_to("intranet.editing_desk", judul=values[1], pertanyaan=request.form.get("question_id"))
    return redirect_to("intranet.edit_draft", revision_id=draft_id)


@blueprint.post("/belajar/<segment>/<slug>/sunting")
@requires(Role.EDITOR)
def edit_page(segment: str, slug: str) -> Response:
    """Begin, or go on with, one's draft of a page."""
    page = _library_page(segment, slug)
    return redirect_to("intranet.edit_draft", revision_id=editing.start_draft(current_actor(), page.key))


@blueprint.route("/belajar/naskah/<int:revision_id>", methods=["GET", "POST"])
@requires(Role.EDITOR)
def edit_draft(revision_id: int) -> Response:
    """The draft in its form; saved, handed in, or given up."""
    revision, page = queries.get_revision(current_office().id, revision_id)
    form = DraftForm()
    if not form.is_submitted():
        form.fill(revision)
        return _draft_page(form, revision, page)
    try:
        return _take(form, revision, request.form.get("do", "save"))
    except InvalidInput as error:
        form.show(error)
        return _draft_page(form, revision, page, status=422)


@blueprint.post("/belajar/naskah/pratinjau")
@requires(Role.EDITOR)
def draft_preview() -> Response:
    """The typed Markdown as readers will see it."""
    return render_page("intranet/editing/preview.html", body=markdown(request.form.get("body", "")))


@blueprint.post("/belajar/naskah/<int:revision_id>/simpan")
@requires(Role.EDITOR)
def autosave_draft(revision_id: int) -> Response:
    """What was typed so far, kept while the editor goes on."""
    revision, _page = queries.get_revision(current_office().id, revision_id)
    form = DraftForm()
    editing.save_draft(current_actor(), revision_id, form.content(revision), form.why.data or "")
    return Response(_("Tersimpan pukul %(time)s", time=clock_time(now(), current_office().tz)), mimetype="text/plain")


@blueprint.get("/belajar/gambar/<key>.webp")
@requires()
def page_image(key: str) -> Response:
    """A picture of a page; what stands behind a key never changes."""
    content = image_content(current_office().id, key)
    return Response(content, mimetype="image/webp", headers={"Cache-Control": "private, max-age=31536000, immutable"})


@blueprint.get("/belajar/naskah/<int:revision_id>/periksa")
@requires(Role.EDITOR)
def review_draft(revision_id: int) -> Response:
    """What a draft changes, beside what is published."""
    revision, page = queries.get_revision(current_office().id, revision_id)
    return _review_page(revision, page)


@blueprint.post("/belajar/naskah/<int:revision_id>/periksa")
@requires(Role.EDITOR)
def decide_draft(revision_id: int) -> Response:
    """Publish a colleague's draft, or send it back with a note."""
    actor = current_actor()
    try:
        if request.form.get("do") == "publish":
            editing.publish(actor, revision_id)
            flash(_("Terbit. Versi sebelumnya tersimpan dalam riwayat."), "success")
        else:
            editing.send_back(actor, revision_id, request.form.get("note", ""))
            flash(_("Dikembalikan ke penulisnya."), "success")
    except InvalidInput as error:
        flash(sentence(error), "error")
        return redirect_to("intranet.review_draft", revision_id=revision_id)
    return redirect_to("intranet.editing_desk")


@blueprint.post("/belajar/<segment>/<slug>/keliru")
@requires()
def report_page(segment: str, slug: str) -> Response:
    """A reader found something wrong."""
    page = _library_page(segment, slug)
    try:
        report_mistake(current_office().id, page, request.form.get("words", ""))
    except InvalidInput as error:
        flash(sentence(error), "error")
    else:
        flash(_("Terima kasih. Editor melihatnya di meja editor."), "success")
    return redirect_to("intranet.library_page", segment=segment, slug=slug)


@blueprint.post("/belajar/sunting/laporan/<int:report_id>")
@requires(Role.EDITOR)
def settle_page_report(report_id: int) -> Response:
    """What a reader found wrong is settled."""
    settle_report(current_actor(), report_id)
    flash(_("Laporan selesai."), "success")
    return redirect_to("intranet.editing_desk")


@blueprint.get("/belajar/<segment>/<slug>/riwayat")
@requires()
def page_history(segment: str, slug: str) -> Response:
    """Every version of a page and what it changed."""
    page = _library_page(segment, slug)
    versions = [v for v in queries.revisions_of(page) if v.state in ("published", "superseded")]
    older = {v.number: w for v, w in itertools.pairwise(versions)}
    changes = {v.id: difference(older[v.number].content, v.content) for v in versions if v.number in older}
    names = names_of(current_office().id, [who for v in versions for who in (v.author_id, v.reviewer_id)])
    return render_page("intranet/editing/history.html", page=page, versions=versions, changes=changes, names=names)


@blueprint.post("/belajar/naskah/<int:revision_id>/pulihkan")
@requires(Role.EDITOR)
def restore_revision(revision_id: int) -> Response:
    """Make a draft of an old version."""
    draft_id = editing.restore(current_actor(), revision_id)
    flash(_("Versi lama disalin ke naskah. Serahkan untuk diterbitkan rekan lain."), "success")
    return redirect_to("intranet.edit_draft", revision_id=draft_id)


@blueprint.post("/belajar/<segment>/<slug>/penanggung-jawab")
@requires(Role.EDITOR, Role.ADMIN)
def set_page_owner(segment: str, slug: str) -> Response:
    """Say who looks after a page."""
    page = _library_page(segment, slug)
    editing.set_owner(current_actor(), page.key, request.form.get("owner_id", 0, row_id) or None)
    flash(_("Penanggung jawab disimpan."), "success")
    return redirect_to("intranet.library_page", segment=segment, slug=slug)


def _take(form: DraftForm, revision: PageRevision, do: str) -> Response:
    actor = current_actor()
    if do == "discard":
        editing.discard(actor, revision.id)
        flash(_("Naskah dibatalkan."), "success")
        return redirect_to("intranet.editing_desk")
    upload = request.files.get("image")
    if upload and upload.filename:
        editing.save_draft(actor, revision.id, form.content(revision), form.why.data or "")
        with closing(upload):
            shown = add_image(actor, upload.read(), form.image_alt.data or "")
        form.body.data = f"{(form.body.data or '').rstrip()}\n\n{shown}\n"
    editing.save_draft(actor, revision.id, form.content(revision), form.why.data or "")
    if do == "submit":
        editing.submit(actor, revision.id)
        flash(_("Diserahkan. Rekan lain memeriksa dan menerbitkannya."), "success")
        return redirect_to("intranet.editing_desk")
    flash(_("Draf tersimpan."), "success")
    return redirect_to("intranet.edit_draft", revision_id=revision.id)


def _draft_page(form: DraftForm, revision: PageRevision, page: Page, status: int = 200) -> Response:
    if revision.author_id != current_actor().person_id or revision.state not in ("draft", "returned"):
        return _review_page(revision, page)
    latex = (form.formula_latex.data or "").strip()
    return render_page(
        "intranet/editing/draft.html",
        form=form,
        revision=revision,
        page=page,
        body=markdown(form.body.data or ""),
        shown_formula=formula(latex) if latex else "",
        status=status,
    )


def _review_page(revision: PageRevision, page: Page) -> Response:
    before = queries.content_of(page) if page.state == "published" else {}
    names = names_of(current_office().id, [revision.author_id, revision.reviewer_id])
    changes, body = difference(before, revision.content), markdown(revision.content["body"])
    return render_page(
        "intranet/editing/review.html", revision=revision, page=page, changes=changes, names=names, body=body
    )


def _library_page(segment: str, slug: str) -> Page:
    return get_page(current_office().id, SEGMENTS.get(segment) or abort(404), slug)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _source_line(item: dict[str, Any]) -> str:
    return " | ".join([str(item.get("name") or ""), str(item.get("url") or ""), str(item.get("mark") or "GK")])


def _source(line: str) -> dict[str, Any]:
    name, url, mark = (*(part.strip() for part in line.split("|")), "", "")[:3]
    is_address = url.startswith(("https://", "http://"))
    return {"name": name, "url": url if is_address else None, "mark": mark if mark in ("V", "D", "INF") else "GK"}


@blueprint.app_context_processor
def owner_choices() -> dict[str, Any]:
    """How the owner bar offers colleagues, and pages their editing."""
    return {"colleagues": lambda: people(current_office().id), "kind_segments": KIND_SEGMENTS}
