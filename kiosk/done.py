"""What a guest takes away: code, number, who comes, and the address that keeps it on their phone."""

from typing import Any

from flask import Response, render_template, url_for

from kiosk import blueprint
from kiosk.idle import who_comes
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.queries.kiosk import OnDuty, people_ahead
from pstku.guestbook.queries.visits import Registered
from pstku.guestbook.visit_tokens import read_visit_token, visit_token
from pstku.http.access import current_device, current_office, requires_device
from pstku.http.links import public_address, qr_matrix
from pstku.offices.settings import QUEUE


def done_view(visit: Registered) -> dict[str, Any]:
    """The last screen of the guest book as plain values, for the script and for the page without it."""
    office, device = current_office(), current_device()
    officer = who_comes(office, device.desk_id if device else None)
    is_queue = office.settings.mode == QUEUE
    return {
        "visit": visit_token(visit.visit_id),
        "code": visit.code or "",
        "queue": is_queue,
        "letter": visit.letter,
        "number": f"{visit.number:03d}",
        "ahead": people_ahead(office.id, visit.day, visit.came_at) if is_queue else 0,  # nobody else shows it
        "officer": _officer(officer) if officer else None,
    }


@blueprint.get("/kiosk/qr/<token>")
@requires_device
def visit_qr(token: str) -> Response:
    """The QR that opens a visit on its guest's phone, as a picture; a request of its own because drawing is slow."""
    if read_visit_token(token) is None:
        raise NotFound(N_("QR ini tidak dikenal. Isi buku tamu sekali lagi."))
    picture = render_template("kiosk/qr.svg", matrix=qr_matrix(public_address("kiosk.guest_phone", token=token)))
    return Response(picture, mimetype="image/svg+xml")


def _officer(officer: OnDuty) -> dict[str, Any]:
    photo = url_for("kiosk.officer_photo", person_id=officer.id) if officer.has_photo else None
    return {"id": officer.id, "address": officer.address, "salutation": officer.salutation, "photo": photo}
