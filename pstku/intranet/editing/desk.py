"""Meja editor: what waits for this editor, and pages that begin here."""

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.accounts.queries import names_of
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.editing import operations as editing
from pstku.editing.operations.reporting import settle_report
from pstku.editing.queries import revisions as queries
from pstku.editing.queries.questions import tasks
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.context import today
from pstku.http.domain_refusals import flash_refusals
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.library.rules.periods import period_text

KINDS = {"survey": N_("Survei"), "indicator": N_("Indikator"), "medium": N_("Media"), "conduct": N_("Sikap")}


@blueprint.get("/belajar/sunting")
@requires(Role.EDITOR)
def editing_desk() -> Response:
    """What waits for this editor: drafts, colleagues' drafts, owned pages whose check runs out."""
    desk = queries.editors_desk(current_actor(), today())
    authors = [revision.author_id for revision, _page in desk.to_review]
    names = names_of(current_office().id, authors + [value.asked_out_by_id for value, _page in desk.asked_out])
    mine = tasks(current_actor())
    return render_page(
        "intranet/editing/desk.html", desk=desk, tasks=mine, names=names, kinds=KINDS, period_text=period_text
    )


@blueprint.post("/belajar/sunting/baru")
@requires(Role.EDITOR)
def new_page() -> Response:
    """Begin a page of one's own."""
    values = [request.form.get(name, "") for name in ("kind", "title", "function")]
    with flash_refusals():
        question_id = request.form.get("question_id", None, row_id)
        draft_id = editing.start_page(current_actor(), *values, question_id=question_id)
        return redirect_to("intranet.edit_draft", revision_id=draft_id)
    return redirect_to("intranet.editing_desk", judul=values[1], pertanyaan=request.form.get("question_id"))


@blueprint.post("/belajar/sunting/laporan/<int:report_id>")
@requires(Role.EDITOR)
def settle_page_report(report_id: int) -> Response:
    """What a reader found wrong is settled."""
    settle_report(current_actor(), report_id)
    flash(_("Laporan selesai."), "success")
    return redirect_to("intranet.editing_desk")
