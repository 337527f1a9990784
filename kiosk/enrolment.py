"""How a browser becomes a tablet: it asks, shows a code, and an admin approves."""

from flask import Response, current_app, jsonify, request, session
from flask_login import current_user

from kiosk import blueprint
from pstku.accounts.operations import sign_out
from pstku.core import clock
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.devices.operations import enrol_demo_device, request_pairing
from pstku.devices.queries import find_pairing
from pstku.http.access import current_device, current_office, holds_ended_secret, public, requires
from pstku.http.pages import redirect_to, render_page
from pstku.officers.queries.desks import desks

COOKIE_SECONDS = 400 * 24 * 3600  # the longest a browser keeps; every heartbeat renews it
NEW, WAITING, EXPIRED, REVOKED, ENROLLED = "new", "waiting", "expired", "revoked", "enrolled"


def not_enrolled() -> Response:
    """The page of a browser that is no tablet: the state of its request, and a button to make one."""
    standing, code = _standing()
    return render_page("kiosk/enrol.html", standing=standing, code=code)


@blueprint.post("/kiosk/daftar")
@public
def ask_to_pair() -> Response:
    """A new code for this browser; the secret that belongs to it stays in its cookie."""
    if current_device() is not None:
        return _home()
    secret = request_pairing(current_office().id, address=request.remote_addr or "")
    return remember_device(_home(), secret)


@blueprint.get("/kiosk/daftar/keadaan")
@public
def pairing_standing() -> Response:
    """Polled by the waiting browser."""
    standing, _code = _standing()
    return jsonify(standing=standing)


@blueprint.post("/kiosk/daftar/contoh")
@public
def enrol_demo() -> Response:
    """Demo only: make this browser a tablet of the first desk at once."""
    if not current_app.config["DEMO"]:
        raise NotFound(N_("Halaman ini tidak ada. Periksa alamatnya atau kembali ke awal."))
    office_id = current_office().id
    desk = next(iter(desks(office_id, active_only=True)), None)
    secret = enrol_demo_device(office_id, name=f"Tablet {desk.name if desk else ''}", desk_id=desk.id if desk else None)
    return remember_device(_home(), secret)


@blueprint.post("/kiosk/keluar")
@requires()
def leave_staff() -> Response:
    """End the staff sign-in of this browser, so that it may be a tablet."""
    sign_out(current_user.token)
    session.clear()
    return _home()


def remember_device(response: Response, secret: str) -> Response:
    """Keep the tablet's secret in its own cookie: this site only, out of reach of scripts."""
    config = current_app.config
    response.set_cookie(
        config["DEVICE_COOKIE_NAME"],
        secret,
        max_age=COOKIE_SECONDS,
        secure=config["IS_HTTPS"],
        httponly=True,
        samesite="Strict",
    )
    return response


def _home() -> Response:
    return redirect_to("kiosk.home")


def _standing() -> tuple[str, str]:
    secret = request.cookies.get(current_app.config["DEVICE_COOKIE_NAME"], "")
    if current_device() is not None:
        return ENROLLED, ""
    pairing = find_pairing(secret) if secret else None
    if pairing and pairing.device_id is None:
        return (WAITING, pairing.code) if pairing.expires_at > clock.now() else (EXPIRED, "")
    return (REVOKED, "") if holds_ended_secret() else (NEW, "")
