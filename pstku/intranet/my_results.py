"""Hasil saya: one's own published figures and comments, and appeals against a comment."""

from typing import Any
from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from pstku.core.errors import Conflict, InvalidInput
from pstku.core.tokens import parse_uuid
from pstku.http.access import current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.paperbook.queries import A_YEAR, served_on_paper
from pstku.ratings.operations.appeals import appeal_comment
from pstku.ratings.queries.published import own_results


@blueprint.get("/hasil-saya")
@requires()
def my_results() -> Response:
    """Only what the publication rules allow, and nothing about anybody else."""
    return _page()


@blueprint.post("/hasil-saya/sanggah")
@requires()
def appeal() -> Response:
    """Say that a comment is about something else than one's service."""
    comment_id, reason = parse_uuid(request.form.get("comment", "")), request.form.get("reason", "")
    with refusals(InvalidInput, Conflict) as no:
        appeal_comment(current_actor(), comment_id, reason)
        flash(gettext("Sanggahan terkirim. Admin lain memutuskan dan menulis alasannya."), "success")
        return redirect_to("intranet.my_results")
    return _page(comment_id, reason, no.words, no.status)


def _page(typed_for: UUID | None = None, reason: str = "", error: str = "", status: int = 200) -> Response:
    actor, settings = current_actor(), current_office().settings
    values: dict[str, Any] = {"typed_for": typed_for, "reason": reason, "error": error, "settings": settings}
    results = own_results(actor.office_id, actor.person_id, settings)
    on_paper = served_on_paper(actor.office_id, today() - A_YEAR, today()).get(actor.person_id)
    return render_page("intranet/my_results.html", status=status, results=results, on_paper=on_paper, **values)
