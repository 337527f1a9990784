"""Rating at the tablet: whose visit, which officer, the vote; JSON for the script, a plain form without it."""

from typing import Any, cast

from flask import Response, jsonify, request

from kiosk import blueprint
from kiosk.guard import from_tablet
from kiosk.limits import REMARKS, code_attempt, count_words
from kiosk.phone_tokens import Rating, sign_rating
from kiosk.tablet_ballots import ballot_from
from kiosk.visit_view import visit_view
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7
from pstku.guestbook.operations.inviting import decline_invitation
from pstku.http.access import current_device, current_office, requires_device
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.officers.scanning import Officer, find_officer
from pstku.ratings.operations.remarks import leave_remark
from pstku.ratings.operations.voting import cast_vote
from pstku.ratings.queries.visits import GuestVisit, find_visit_by_code


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
    """The visit of a typed code, if it may be rated."""
    with code_attempt():
        visit = _ratable(str(_body().get("code", "")))
    return jsonify(visit=visit_view(visit))


@blueprint.post("/kiosk/penilaian/petugas")
@requires_device
@from_tablet
def find_scanned_officer() -> Response:
    """The officer of a scanned or typed QR; the visit code is asked next."""
    with code_attempt():
        officer = _officer(str(_body().get("text", "")))
    return jsonify(officer={"id": officer.id, "address": officer.address})


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
    if request.method == "GET":
        return render_page("kiosk/rate_plain.html", code="", officer="", error=None)
    code, scanned = request.form.get("code", ""), request.form.get("officer", "")
    with refusals(InvalidInput, NotFound) as no, code_attempt():
        officer_id = _officer(scanned).id if scanned.strip() else 0
        visit = _ratable(code)
    if no:
        return render_page(
            "kiosk/rate_plain.html", code=code, officer=scanned, error=no.words, status=max(no.status, 422)
        )
    return redirect_to("kiosk.guest_phone", token=sign_rating(Rating(visit.id, officer_id or visit.officer_id or 0)))


def _body() -> dict[str, Any]:
    return cast(dict[str, Any], request.get_json(silent=True))  # as the guard has read it already


def _ratable(code: str) -> GuestVisit:
    visit = find_visit_by_code(current_office(), code)
    if visit is None:
        raise NotFound(N_("Kode ini tidak ditemukan. Periksa keempat hurufnya."))
    if not visit.is_ratable:
        raise InvalidInput("code", N_("Kunjungan ini belum selesai dilayani, atau sudah dinilai."))
    return visit


def _officer(text: str) -> Officer:
    officer = find_officer(text)
    if officer is None or officer.office_id != current_office().id:
        raise NotFound(
            N_("QR ini tidak berlaku lagi. Minta petugas menampilkan QR terbaru, atau ketik kode kunjungan.")
        )
    return officer
