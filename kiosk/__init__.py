"""The guests' face: the counter tablet at /kiosk/ and the guest's own phone at /n/."""

from flask import Blueprint

blueprint = Blueprint("kiosk", __name__)

from kiosk import guest_phone, photos, rating_questions, voting  # noqa: E402, F401  (views bind themselves to the blueprint)
