"""The guests' face: the counter tablet at /kiosk/, the guest's own phone at /n/, and a complaint by its code."""

from flask import Blueprint

blueprint = Blueprint("kiosk", __name__)

from kiosk import (  # noqa: E402  (views bind themselves to the blueprint)
    alone,  # noqa: F401
    api,  # noqa: F401
    aside,  # noqa: F401
    camera,  # noqa: F401
    complaints,  # noqa: F401
    deliveries,  # noqa: F401
    enrolment,  # noqa: F401
    guest_form,  # noqa: F401
    guest_phone,  # noqa: F401
    home,  # noqa: F401
    languages,  # noqa: F401
    phone_book,  # noqa: F401
    photos,  # noqa: F401
    rating_questions,  # noqa: F401
    remarks,  # noqa: F401
    shell,  # noqa: F401
    standing,  # noqa: F401
    voting,  # noqa: F401
)
from kiosk.phone import survey  # noqa: E402, F401
