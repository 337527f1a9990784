"""The camera on the tablet: its screen, fetched on the tap, and the decoder's worker, which alone may compile WebAssembly."""

from flask import Response, current_app, make_response, render_template, send_from_directory

from kiosk import blueprint
from pstku.http.access import public, requires_device

MAY_COMPILE = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'"


@blueprint.get("/kiosk/penilaian/kamera")
@requires_device
def camera_screen() -> str:
    """The state that the tablet's script puts among the others."""
    return render_template("kiosk/states/scan.html")


@blueprint.get("/kiosk/pembaca-qr.js")
@public
def qr_reader() -> Response:
    """The worker's script. A worker obeys the policy of its own answer, so no document needs `'wasm-unsafe-eval'`."""
    response = make_response(send_from_directory(str(current_app.static_folder), "js/kiosk/camera/worker.js"))
    response.headers["Content-Security-Policy"] = MAY_COMPILE
    response.headers["Cache-Control"] = "no-cache"
    return response
