"""Rating at the tablet: whose visit, which officer, the vote; JSON for the script, a plain form without it."""

from typing import Any, cast

from flask import Response, jsonify, request, url_for

from kiosk import blueprint
from kiosk.guard import from_tablet
from kiosk.idle import is_closed_here
from kiosk.languages import is_switching
from kiosk.leaving import leaves
from kiosk.limits import REMARKS, code_attempt, count_words
from kiosk.phone.official import official_survey
from kiosk.phone.tokens import Rating, sign_rating
from kiosk.scans import read_scan, visit_of_code
from kiosk.tablet_ballots import ballot_from
from kiosk.visit_view import visit_view
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid, parse_uuid7
from pstku.guestbook.operations.inviting import decline_invitation
from pstku.http.access import current_device, current_office, requires_device
from pstku.http.domain_refusals import refusals
from pstku.http.links import qr_path
from pstku.http.pages import redirect_to, render_page
from pstku.officers.scanning import Officer
from pstku.ratings.operations.remarks import leave_remark
from pstku.ratings.operations.voting import cast_vote
from pstku.ratings.queries.visits import GuestVisit
from pstku.skm.queries.links import offer_for
from pstku.skm.queries.skd import skd_address
from pstku.skm.rules.rounds import Way


@blueprint.post("/kiosk/undangan/<int:invitation_id>/lewati")
@requires_device
@from_tablet
def decline(invitation_id: int) -> Response:
    """The guest would rather not rate."""
    decline_invitation(current_office().id, invitation_id)
    return jsonify(ok=True)


@blueprint.post("/kiosk/penilaian/kode")
@requires_device
@from_tablet
def find_visit() -> Response:
    """The visit of a typed code, if it may be rated; `officer` is whose QR was scanned before."""
    body = _body()
    with code_attempt():
        visit = visit_of_code(str(body.get("code", "")))
    officer = body.get("officer")
    return jsonify(visit=visit_view(visit, officer if isinstance(officer, int) else 0))


@blueprint.post("/kiosk/penilaian/pindai")
@requires_device
@from_tablet
def find_scanned() -> Response:
    """Whose QR or badge code it is: an officer's, after which the visit code is asked, or a guest's own visit."""
    with code_attempt():
        found = read_scan(str(_body().get("text", "")))
    if isinstance(found, Officer):
        return jsonify(officer={"id": found.id, "address": found.address})
    return jsonify(visit=visit_view(found))


@blueprint.post("/kiosk/suara")
@requires_device
@from_tablet
def vote() -> Response:
    """A vote or a later revision of it.

    It is always accepted, whatever became of the visit, so that the outbox can drop it.
    """
    ballot = ballot_from(_body(), current_device())
    cast_vote(current_office().id, ballot)
    return jsonify(ok=True, id=str(ballot.id))


@blueprint.post("/kiosk/penilaian/survei")
@requires_device
@from_tablet
def offer_survey() -> Response:
    """Where the survey of this visit is filled in; null while no round asks, and once it was. `official`: a QR of BPS's own."""
    token = offer_for(current_office(), parse_uuid(str(_body().get("visit", ""))), Way.TABLET)
    official = url_for("kiosk.official_qr") if skd_address(current_office()) else None
    return jsonify(address=url_for("kiosk.survey", token=token) if token else None, official=official)


@blueprint.get("/kiosk/skd.svg")
@requires_device
def official_qr() -> Response:
    """The QR of the official form of SKD; 404 on days on which nobody is invited."""
    official = official_survey()
    if official is None:
        raise NotFound(N_("Hari ini tidak ada undangan SKD."))
    side = len(official.matrix) + 8
    drawing = f'<path d="{qr_path(official.matrix)}"/>'
    view = f'viewBox="-4 -4 {side} {side}" shape-rendering="crispEdges"'
    return Response(f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{drawing}</svg>', mimetype="image/svg+xml")


@blueprint.post("/kiosk/saran")
@requires_device
@from_tablet
def remark() -> Response:
    """Kritik & saran at the tablet."""
    body = _body()
    count_words(REMARKS)
    leave_remark(current_office().id, parse_uuid7(str(body.get("id", ""))), str(body.get("text", "")))
    return jsonify(ok=True)


@blueprint.route("/kiosk/penilaian", methods=["GET", "POST"])
@requires_device
def rate_on_tablet() -> Response:
    """Without JavaScript: the visit code by a form, then the same pages as on a phone."""
    if request.method == "GET" and is_closed_here():
        return redirect_to("kiosk.home")
    code, scanned = request.form.get("code", ""), request.form.get("officer", "")
    if request.method == "GET" or is_switching():
        return leaves(render_page("kiosk/rate_plain.html", code=code, officer=scanned, error=None))
    with refusals(InvalidInput, NotFound) as no, code_attempt():
        officer_id, visit = _told(scanned, code)
    if no:
        status = max(no.status, 422)
        return leaves(render_page("kiosk/rate_plain.html", code=code, officer=scanned, error=no.words, status=status))
    return redirect_to("kiosk.guest_phone", token=sign_rating(Rating(visit.id, officer_id or visit.officer_id or 0)))


def _body() -> dict[str, Any]:
    return cast(dict[str, Any], request.get_json(silent=True))  # as the guard has read it already


def _told(scanned: str, code: str) -> tuple[int, GuestVisit]:
    """The officer whose QR was given, or 0, and the visit: by its code, or by the guest's own QR."""
    found = read_scan(scanned) if scanned.strip() else None
    if isinstance(found, GuestVisit):
        return 0, found
    return found.id if found else 0, visit_of_code(code)
