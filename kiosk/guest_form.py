"""The guest book without JavaScript: the same questions as one long form."""

from datetime import timedelta
from uuid import UUID

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from kiosk import blueprint
from kiosk.done import done_view
from kiosk.entries import entry_from, tablet_origin
from kiosk.idle import is_closed_here
from kiosk.languages import is_switching
from kiosk.leaving import LONG_FORM_SECONDS, leaves
from pstku.core import clock
from pstku.core.errors import DomainError
from pstku.core.tokens import parse_uuid7, sign, uuid7, verify
from pstku.guestbook.operations.registering import register_visit
from pstku.guestbook.queries.visits import find_registered
from pstku.http.access import current_office, requires_device
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.ratings.queries.visits import find_guest_visit

DONE, SLOW = "guest-done", 30


@blueprint.route("/kiosk/buku-tamu", methods=["GET", "POST"])
@requires_device
def guest_form() -> Response:
    """Ask everything on one page; the hidden id makes a second press the same visit."""
    if request.method == "GET" and is_closed_here():
        return redirect_to("kiosk.home")
    if request.method == "GET":
        return _ask(MultiDict(), {}, str(uuid7()), 200)
    if is_switching():
        return _ask(request.form, {}, request.form.get("id", ""), 200)
    with refusals(DomainError) as no:
        visit_id = parse_uuid7(request.form.get("id", ""))
        entry = entry_from(request.form)
        visit = register_visit(current_office().id, visit_id, entry, tablet_origin())
        removed = 1 if entry.holds_card_number else None
        return redirect_to("kiosk.guest_done", token=_done_token(visit.visit_id), nomor_dihapus=removed)
    return _ask(request.form, no.by_field, request.form.get("id", ""), no.status)


@blueprint.get("/kiosk/buku-tamu/<token>")
@requires_device
def guest_done(token: str) -> Response:
    """Show code and number after the plain form, once: the next guest who goes back in the browser sees the start."""
    payload = verify(DONE, token)
    visit = find_registered(current_office().id, UUID(bytes=payload)) if payload else None
    if visit is None:
        return redirect_to("kiosk.home")
    office, is_removed = current_office(), "nomor_dihapus" in request.args
    told = find_guest_visit(office, visit.visit_id)
    code = told.service_code if told else ""
    page = render_page("kiosk/done_plain.html", done=done_view(visit), removed_number=is_removed, service_code=code)
    page.headers["Refresh"] = f"{office.settings.done_seconds};url={url_for('kiosk.home')}"
    return page


def _done_token(visit_id: UUID) -> str:
    """A token that lasts as long as the page is shown, and a little more for a slow tablet."""
    return sign(DONE, visit_id.bytes, clock.now() + timedelta(seconds=current_office().settings.done_seconds + SLOW))


def _ask(typed: MultiDict[str, str], errors: dict[str, str], visit_id: str, status: int) -> Response:
    page = render_page("kiosk/guest_form.html", typed=typed, errors=errors, visit_id=visit_id, status=status)
    return leaves(page, LONG_FORM_SECONDS)
