"""What a guest takes away: code, number, who comes, and the address that keeps it on their phone."""

from typing import Any

from flask import url_for

from kiosk.idle import who_comes
from pstku.guestbook.operations.registering import Registered
from pstku.guestbook.queries.kiosk import OnDuty, people_ahead
from pstku.guestbook.visit_tokens import visit_token
from pstku.http.access import current_device, current_office
from pstku.http.links import public_address, qr_matrix
from pstku.offices.settings import QUEUE


def done_view(visit: Registered) -> dict[str, Any]:
    """The last screen of the guest book as plain values, for the script and for the page without it."""
    office, device = current_office(), current_device()
    officer = who_comes(office, device.desk_id if device else None)
    token = visit_token(visit.visit_id)
    return {
        "visit": token,
        "code": visit.code or "",
        "queue": office.settings.mode == QUEUE,
        "letter": visit.letter,
        "number": f"{visit.number:03d}",
        "ahead": people_ahead(office.id, visit.visit_id),
        "officer": _officer(officer) if officer else None,
        "qr": qr_matrix(public_address("kiosk.guest_phone", token=token)),
    }


def _officer(officer: OnDuty) -> dict[str, Any]:
    photo = url_for("kiosk.officer_photo", person_id=officer.id) if officer.has_photo else None
    return {"id": officer.id, "address": officer.address, "salutation": officer.salutation, "photo": photo}
