"""The guests' face: the counter tablet at /kiosk/ and the guest's own phone at /n/."""

from flask import Blueprint

blueprint = Blueprint("kiosk", __name__)
