"""The guest book without JavaScript: the same questions as one long form."""

from flask import Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from kiosk import blueprint
from kiosk.done import done_view
from kiosk.entries import entry_from, tablet_origin
from pstku.core.errors import DomainError, InvalidInput
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.guestbook.operations.registering import register_visit
from pstku.guestbook.queries.registered import find_registered
from pstku.guestbook.visit_tokens import read_visit_token, visit_token
from pstku.http.access import current_office, requires_device
from pstku.http.pages import render_page
from pstku.http.text import sentence


@blueprint.route("/kiosk/buku-tamu", methods=["GET", "POST"])
@requires_device
def guest_form() -> Response:
    """Ask everything on one page; the hidden id makes a second press the same visit."""
    if request.method == "GET":
        return _ask(MultiDict(), {}, str(uuid7()), 200)
    try:
        visit_id = parse_uuid7(request.form.get("id", ""))
        entry = entry_from(request.form)
        visit = register_visit(current_office().id, visit_id, entry, tablet_origin())
    except DomainError as error:
        field = error.field if isinstance(error, InvalidInput) else "form"
        return _ask(request.form, {field: sentence(error)}, request.form.get("id", ""), error.status)
    removed = 1 if entry.holds_card_number else None
    return redirect(url_for("kiosk.guest_done", token=visit_token(visit.visit_id), nomor_dihapus=removed), 303)  # type: ignore[return-value]


@blueprint.get("/kiosk/buku-tamu/<token>")
@requires_device
def guest_done(token: str) -> Response:
    """Code and number after the plain form; anybody else's token shows nothing but code and number either."""
    visit_id = read_visit_token(token)
    visit = find_registered(current_office().id, visit_id) if visit_id else None
    if visit is None:
        return redirect(url_for("kiosk.home"), 303)  # type: ignore[return-value]
    page = render_page("kiosk/done_plain.html", done=done_view(visit), removed_number="nomor_dihapus" in request.args)
    page.headers["Refresh"] = f"{current_office().settings.done_seconds};url={url_for('kiosk.home')}"
    return page


def _ask(typed: MultiDict[str, str], errors: dict[str, str], visit_id: str, status: int) -> Response:
    return render_page("kiosk/guest_form.html", typed=typed, errors=errors, visit_id=visit_id, status=status)
