"""A visit and an invitation as the tablet's script shows them: no guest's name, no contact."""

from typing import Any

from flask import url_for

from kiosk.scans import other_officer_words
from pstku.core import clock
from pstku.core.languages import LANGUAGES
from pstku.http.rows import row_words
from pstku.http.text import gettext, reading
from pstku.ratings.queries.visits import GuestVisit, OpenInvitation


def visit_view(visit: GuestVisit, scanned_id: int = 0) -> dict[str, Any]:
    """Who served, and the question in every language: the guest may change it while they read.

    `scanned_id`: the officer whose QR was scanned, or 0.
    """
    photo = url_for("kiosk.officer_photo", person_id=visit.officer_id) if visit.officer_has_photo else None
    return {
        "id": str(visit.id),
        "code": visit.code,
        "officer": {"id": visit.officer_id, "salutation": visit.officer_salutation, "photo": photo},
        "language": visit.language,
        "words": {code: _words(visit, scanned_id, code) for code in LANGUAGES},
    }


def _words(visit: GuestVisit, scanned_id: int, code: str) -> dict[str, str]:
    with reading(code):
        return {
            "served_by": other_officer_words(visit, scanned_id)
            or gettext("Dilayani oleh %(name)s", name=visit.officer_name),
            "invited": gettext("Anda tamu yang baru dilayani %(name)s?", name=visit.officer_name),
            "service": row_words(visit.service_label, visit.service_label_en),
            "question": gettext("Seberapa puas Anda dengan layanan %(name)s?", name=visit.officer_name),
        }


def invitation_view(invitation: OpenInvitation) -> dict[str, Any]:
    """The visit to be rated, and how long the invitation stays on the screen."""
    left = (invitation.expires_at - clock.now()).total_seconds()
    return {"id": invitation.id, "seconds_left": max(0, round(left)), "visit": visit_view(invitation.visit)}
