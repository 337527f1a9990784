"""How a browser becomes a screen: it asks, shows a code, and an admin approves."""

from flask import Response, jsonify, request

from pstku.core import clock
from pstku.devices.operations import PAIRING_LIFE
from pstku.display import blueprint
from pstku.display.access import current_display, held_token, remember_display
from pstku.http.access import current_office, public
from pstku.http.pages import redirect_to, render_page
from pstku.waitingroom.operations.displays import request_display
from pstku.waitingroom.queries.displays import find_request

NEW, WAITING, EXPIRED, REVOKED, ENROLLED = "new", "waiting", "expired", "revoked", "enrolled"


def not_paired() -> Response:
    """The page of a browser that is no screen: the state of its request, and a button to make one."""
    standing, code = _standing()
    return render_page("display/pair.html", standing=standing, code=code)


@blueprint.post("/layar/daftar")
@public
def ask_to_pair() -> Response:
    """A new code for this browser; the token that belongs to it stays in its cookie."""
    home = redirect_to("display.screen")
    if current_display() is not None:
        return home
    return remember_display(home, request_display(current_office().id, address=request.remote_addr or ""))


@blueprint.get("/layar/daftar/keadaan")
@public
def pairing_standing() -> Response:
    """Polled by the waiting browser."""
    return jsonify(standing=_standing()[0])


def _standing() -> tuple[str, str]:
    asked = find_request(held_token()) if held_token() else None
    if asked is None:
        return NEW, ""
    if asked.code is None:
        return (REVOKED if asked.revoked_at else ENROLLED), ""
    return (WAITING, asked.code) if asked.asked_at + PAIRING_LIFE > clock.now() else (EXPIRED, "")
