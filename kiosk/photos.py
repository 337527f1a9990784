"""The officer's photo, where a guest is asked about that officer."""

from flask import Response

from kiosk import blueprint
from kiosk.phone.tokens import read_rating
from pstku.accounts.queries import photo_of
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.guestbook.visit_tokens import read_link, read_visit_token
from pstku.http.access import current_office, public, requires_device
from pstku.ratings.queries.visits import find_guest_visit


@blueprint.get("/kiosk/foto/<int:person_id>")
@requires_device
def officer_photo(person_id: int) -> Response:
    """For the tablet."""
    return _photo(person_id)


@blueprint.get("/n/<token>/foto")
@public
def visit_photo(token: str) -> Response:
    """For the phone of the guest whose visit the token names."""
    found = read_rating(token) or read_link(token)
    visit_id = found.visit_id if found else read_visit_token(token)
    visit = find_guest_visit(current_office(), visit_id) if visit_id else None
    return _photo(visit.officer_id if visit else None)


def _photo(person_id: int | None) -> Response:
    picture = photo_of(current_office().id, person_id) if person_id else None
    if picture is None:
        raise NotFound(N_("Foto ini tidak ada."))
    return Response(picture, mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})
