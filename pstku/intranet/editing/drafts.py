"""A draft in its form: saved, shown, handed in, given up."""

from collections.abc import Sequence
from contextlib import closing

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.accounts.queries import names_of
from pstku.core.actor import Role
from pstku.core.clock import clock_time, now
from pstku.core.errors import Conflict, InvalidInput
from pstku.editing import operations as editing
from pstku.editing.models import PageRevision
from pstku.editing.queries import revisions as queries
from pstku.editing.rules.difference import FieldDifference, difference
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.domain_refusals import Refusals, flash_refusals, refusals
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.intranet.editing.facts import FORMS
from pstku.intranet.editing.form import DraftForm
from pstku.intranet.editing.pages import library_page_at
from pstku.intranet.editing.reviewing import review_page
from pstku.library.models import Page
from pstku.library.operations.images import add_image
from pstku.library.queries.pages import page_lines, titles_by_key
from pstku.library.rendering import formula, markdown


@blueprint.post("/belajar/<segment>/<slug>/sunting")
@requires(Role.EDITOR)
def edit_page(segment: str, slug: str) -> Response:
    """Begin, or go on with, one's draft of a page."""
    page = library_page_at(segment, slug)
    return redirect_to("intranet.edit_draft", revision_id=editing.start_draft(current_actor(), page.key))


@blueprint.route("/belajar/naskah/<int:revision_id>", methods=["GET", "POST"])
@requires(Role.EDITOR)
def edit_draft(revision_id: int) -> Response:
    """The draft in its form; saved, handed in, or given up."""
    revision, page = queries.get_visible_revision(current_actor(), revision_id)
    form = _form(revision, page)
    if not form.is_submitted():
        if not queries.is_writable(revision, current_actor()):
            return review_page(revision, page)
        form.fill(revision)
        return _draft_page(form, revision, page)
    with refusals(Conflict) as no, form.refusals():
        return _take(form, revision, request.form.get("do", "save"))
    return _unsaved_page(form, revision, page, no) if no else _draft_page(form, revision, page, status=form.http_status)


@blueprint.post("/belajar/naskah/pratinjau")
@requires(Role.EDITOR)
def draft_preview() -> Response:
    """The typed Markdown as readers will see it."""
    return render_page("intranet/editing/preview.html", body=markdown(request.form.get("body", "")))


@blueprint.post("/belajar/naskah/<int:revision_id>/simpan")
@requires(Role.EDITOR)
def autosave_draft(revision_id: int) -> Response:
    """What was typed so far, kept while the editor goes on."""
    revision, page = queries.get_own_revision(current_actor(), revision_id)
    form = _form(revision, page)
    with refusals(InvalidInput, Conflict) as no:
        _save(form, revision)
    if no:
        words = _("Belum tersimpan. %(why)s", why=no.words)
    else:
        words = _("Tersimpan pukul %(time)s", time=clock_time(now(), current_office().tz))
    return render_page("intranet/editing/saved.html", words=words, form=form, status=no.status)


@blueprint.route("/belajar/naskah/<int:revision_id>/sesuaikan", methods=["GET", "POST"])
@requires(Role.EDITOR)
def rebase_draft(revision_id: int) -> Response:
    """The page changed under one's draft: show what changed, and the draft merged with it."""
    revision, page = queries.get_own_revision(current_actor(), revision_id)
    choices = {name.removeprefix("keep-"): value for name, value in request.form.items() if name.startswith("keep-")}
    undecided = ""
    if request.method == "POST":
        with flash_refusals(Conflict) as too_late, refusals() as no:
            editing.rebase(current_actor(), revision_id, request.form.get("onto", 0, row_id), choices)
            return _rebased(revision_id)
        if too_late:
            return redirect_to("intranet.rebase_draft", revision_id=revision_id)
        undecided = no.field
    moved = queries.moved_under(revision, page, choices)
    if moved is None:
        return redirect_to("intranet.edit_draft", revision_id=revision_id)
    return render_page(
        "intranet/editing/rebase.html",
        revision=revision,
        page=page,
        moved=moved,
        choices=choices,
        undecided=undecided,
        status=422 if undecided else 200,
    )


def _rebased(revision_id: int) -> Response:
    flash(_("Naskah Anda sekarang berdiri di atas versi terbaru. Baca lagi, lalu serahkan."), "success")
    return redirect_to("intranet.edit_draft", revision_id=revision_id)


def _form(revision: PageRevision, page: Page) -> DraftForm:
    form = FORMS[page.kind]()
    form.offer_pages(page_lines(current_office().id), revision)
    return form


def _take(form: DraftForm, revision: PageRevision, do: str) -> Response:
    actor = current_actor()
    if do == "discard":
        editing.discard(actor, revision.id)
        flash(_("Naskah dibatalkan."), "success")
        return redirect_to("intranet.editing_desk")
    upload = request.files.get("image")
    if upload and upload.filename:
        _save(form, revision)
        with closing(upload):
            markdown_link = add_image(actor, upload.read(), form.image_alt.data or "")
        form.body.data = f"{(form.body.data or '').rstrip()}\n\n{markdown_link}\n"
    _save(form, revision)
    if do == "submit":
        with flash_refusals(Conflict):
            editing.submit(actor, revision.id)
            flash(_("Diserahkan. Rekan lain memeriksa dan menerbitkannya."), "success")
            return redirect_to("intranet.editing_desk")
        return redirect_to("intranet.rebase_draft", revision_id=revision.id)
    flash(_("Draf tersimpan."), "success")
    return redirect_to("intranet.edit_draft", revision_id=revision.id)


def _save(form: DraftForm, revision: PageRevision) -> None:
    content, why = form.content(revision), form.why.data or ""
    form.stand.data = editing.save_draft(current_actor(), revision.id, content, why, seen=form.stand.data)


def _unsaved_page(form: DraftForm, revision: PageRevision, page: Page, no: Refusals) -> Response:
    """The draft was changed elsewhere: keep what was typed in the form, next to what was saved."""
    titles = titles_by_key(current_office().id)
    differs = difference(revision.content, revision.content | form.content(revision), titles)
    form.stand.data = queries.stand_of(revision)
    return _draft_page(form, revision, page, status=no.status, trouble=no.words, differs=differs)


def _draft_page(
    form: DraftForm,
    revision: PageRevision,
    page: Page,
    status: int = 200,
    trouble: str = "",
    differs: Sequence[FieldDifference] = (),
) -> Response:
    others = queries.colleagues_drafts(current_actor(), page)
    latex = (form["formula_latex"].data or "").strip() if "formula_latex" in form else ""
    return render_page(
        "intranet/editing/draft.html",
        form=form,
        revision=revision,
        page=page,
        moved=queries.moved_under(revision, page),
        others=others,
        names=names_of(current_office().id, [draft.author_id for draft in others]),
        body=markdown(form.body.data or ""),
        shown_formula=formula(latex) if latex else "",
        trouble=trouble,
        differs=differs,
        status=status,
    )
