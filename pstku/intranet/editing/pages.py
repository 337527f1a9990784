"""What stands around a published page: its history, its owner, its pictures, what readers found wrong."""

import itertools
from typing import Any

from flask import Response, abort, flash, request
from flask_babel import gettext as _

from pstku.accounts.queries import names_of, people
from pstku.core.actor import Role
from pstku.core.errors import Conflict
from pstku.editing import operations as editing
from pstku.editing.operations.reporting import report_mistake
from pstku.editing.queries import revisions as queries
from pstku.editing.rules.difference import difference
from pstku.editing.rules.states import SHOWN
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.domain_refusals import flash_refusals
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.intranet.library.pages import KIND_SEGMENTS, SEGMENTS
from pstku.library.models import Page
from pstku.library.queries.pages import get_page, image_content, titles_by_key


@blueprint.get("/belajar/<segment>/<slug>/riwayat")
@requires()
def page_history(segment: str, slug: str) -> Response:
    """Every version of a page and what it changed."""
    page = library_page_at(segment, slug)
    versions = [v for v in queries.revisions_of(page) if v.state in SHOWN]
    older = {v.number: w for v, w in itertools.pairwise(versions)}
    titles = titles_by_key(current_office().id)
    changes = {v.id: difference(older[v.number].content, v.content, titles) for v in versions if v.number in older}
    names = names_of(current_office().id, [who for v in versions for who in (v.author_id, v.reviewer_id)])
    return render_page("intranet/editing/history.html", page=page, versions=versions, changes=changes, names=names)


@blueprint.post("/belajar/naskah/<int:revision_id>/pulihkan")
@requires(Role.EDITOR)
def restore_revision(revision_id: int) -> Response:
    """Make a draft of an old version."""
    _revision, page = queries.get_visible_revision(current_actor(), revision_id)
    with flash_refusals(Conflict):
        draft_id = editing.restore(current_actor(), revision_id)
        flash(_("Versi lama disalin ke naskah. Serahkan untuk diterbitkan rekan lain."), "success")
        return redirect_to("intranet.edit_draft", revision_id=draft_id)
    return redirect_to("intranet.edit_draft", revision_id=editing.start_draft(current_actor(), page.key))


@blueprint.post("/belajar/<segment>/<slug>/penanggung-jawab")
@requires(Role.EDITOR, Role.ADMIN)
def set_page_owner(segment: str, slug: str) -> Response:
    """Say who looks after a page."""
    page = library_page_at(segment, slug)
    editing.set_owner(current_actor(), page.key, request.form.get("owner_id", 0, row_id) or None)
    flash(_("Penanggung jawab disimpan."), "success")
    return redirect_to("intranet.library_page", segment=segment, slug=slug)


@blueprint.post("/belajar/<segment>/<slug>/keliru")
@requires()
def report_page(segment: str, slug: str) -> Response:
    """A reader found something wrong."""
    page = library_page_at(segment, slug)
    with flash_refusals():
        report_mistake(current_office().id, page, request.form.get("words", ""))
        flash(_("Terima kasih. Editor melihatnya di meja editor."), "success")
    return redirect_to("intranet.library_page", segment=segment, slug=slug)


@blueprint.get("/belajar/gambar/<key>.webp")
@requires()
def page_image(key: str) -> Response:
    """A picture of a page; the content behind a key never changes."""
    content = image_content(current_office().id, key)
    return Response(content, mimetype="image/webp", headers={"Cache-Control": "private, max-age=31536000, immutable"})


def library_page_at(segment: str, slug: str) -> Page:
    """The published page an address names; else 404."""
    return get_page(current_office().id, SEGMENTS.get(segment) or abort(404), slug)


@blueprint.app_context_processor
def owner_choices() -> dict[str, Any]:
    """How the owner bar offers colleagues, and pages their editing."""
    return {"colleagues": lambda: people(current_office().id), "kind_segments": KIND_SEGMENTS}
