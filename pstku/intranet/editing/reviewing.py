"""A second person looks at a draft: what changed, and whether it becomes the page."""

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.accounts.queries import names_of
from pstku.core.actor import Role
from pstku.core.errors import Conflict, NotAllowed
from pstku.editing import operations as editing
from pstku.editing.models import PageRevision
from pstku.editing.queries import revisions as queries
from pstku.editing.rules.difference import difference
from pstku.http.access import current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.library.models import Page
from pstku.library.queries.pages import titles_by_key
from pstku.library.rendering import markdown
from pstku.library.rules.states import PageState


@blueprint.get("/belajar/naskah/<int:revision_id>/periksa")
@requires(Role.EDITOR)
def review_draft(revision_id: int) -> Response:
    """What a draft changes, beside what is published."""
    revision, page = queries.get_visible_revision(current_actor(), revision_id)
    return review_page(revision, page)


@blueprint.post("/belajar/naskah/<int:revision_id>/periksa")
@requires(Role.EDITOR)
def decide_draft(revision_id: int) -> Response:
    """Publish a colleague's draft, or send it back with a note."""
    actor = current_actor()
    with flash_refusals(Conflict, NotAllowed), flash_refusals() as no:
        if request.form.get("do") == "publish":
            editing.publish(actor, revision_id)
            flash(_("Terbit. Versi sebelumnya tersimpan dalam riwayat."), "success")
        else:
            editing.send_back(actor, revision_id, request.form.get("note", ""))
            flash(_("Dikembalikan ke penulisnya."), "success")
    if no:
        return redirect_to("intranet.review_draft", revision_id=revision_id)
    return redirect_to("intranet.editing_desk")


def review_page(revision: PageRevision, page: Page) -> Response:
    """What a draft changes, word by word."""
    before = queries.content_of(page) if page.state == PageState.PUBLISHED else {}
    names = names_of(current_office().id, [revision.author_id, revision.reviewer_id])
    titles = titles_by_key(current_office().id)
    changes, body = difference(before, revision.content, titles), markdown(revision.says.body or "")
    return render_page(
        "intranet/editing/review.html",
        revision=revision,
        page=page,
        moved=queries.moved_under(revision, page),
        changes=changes,
        names=names,
        body=body,
    )
