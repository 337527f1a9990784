"""The photo of a colleague, for staff pages and for the tablets that ask about them."""

from flask import Flask, Response, make_response, request

from pstku.accounts.queries import photo_of
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.http.access import current_office, requires_staff_or_device


def init_app(app: Flask) -> None:
    """One address outside the faces."""
    app.add_url_rule("/foto/<int:person_id>", "photo", photo)


@requires_staff_or_device
def photo(person_id: int) -> Response:
    """A person's photo as JPEG; the browser asks each time whether it is still the same."""
    content = photo_of(current_office().id, person_id)
    if content is None:
        raise NotFound(N_("Foto ini tidak ada."))
    response = make_response(content)
    response.mimetype = "image/jpeg"
    response.cache_control.private = True
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response
