"""Domain errors and HTTP errors become one page, fragment or JSON answer, in Indonesian."""

import logging

from flask import Flask, Response, current_app, jsonify, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from pstku.core import ballast, probe
from pstku.core.connections import forget_connections
from pstku.core.db import session
from pstku.core.errors import DomainError
from pstku.core.logs import event
from pstku.core.outage import is_away, is_full, is_locked, is_outage
from pstku.core.patience import waited_in_vain
from pstku.core.text import N_
from pstku.http.access import is_htmx
from pstku.http.origin import FOREIGN, HIDDEN
from pstku.http.outage import BROKEN, UNAVAILABLE, stand_alone, wants_json
from pstku.http.text import sentence

log = logging.getLogger("pstku")

WORDS = {
    400: N_("Permintaan ini tidak lengkap. Muat ulang halaman, lalu coba lagi."),
    403: N_("Anda tidak berhak membuka halaman ini."),
    404: N_("Halaman ini tidak ada. Periksa alamatnya atau kembali ke awal."),
    405: N_("Tindakan ini tidak dikenal di halaman ini."),
    413: N_("Kiriman terlalu besar. Kecilkan berkas, lalu coba lagi."),
}
TOO_OLD = N_("Formulir ini sudah terlalu lama terbuka. Muat ulang halaman, lalu kirim lagi.")
NO_COOKIE = N_("Peramban ini tidak menyimpan kuki dari situs ini. Izinkan kuki, muat ulang halaman, lalu kirim lagi.")
CSRF_WORDS = {  # by what Flask-WTF says
    "The referrer header is missing.": HIDDEN,
    "The referrer does not match the host.": FOREIGN,
    "The CSRF session token is missing.": NO_COOKIE,
}


def init_app(app: Flask) -> None:
    """Register the one place where errors turn into answers."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _csrf_error(error: CSRFError) -> Response:
    event("csrf", reason=error.description)
    return answer(sentence(CSRF_WORDS.get(error.description, TOO_OLD)), 400)


def _domain_error(error: DomainError) -> Response:
    if error.status == 403:
        event("forbidden")
    return answer(sentence(error), error.status, getattr(error, "field", None))


def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if error.code >= 500:
        return _unexpected(getattr(error, "original_exception", None) or error)
    if error.code == 403:
        event("forbidden")
    return answer(sentence(WORDS.get(error.code, WORDS[400])), error.code)


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    if is_locked(error):
        waited_in_vain()
    if is_full(error) and _throw_off_ballast():
        event("ballast_thrown_off")
    try:
        forget_connections() if is_away(error) and not is_full(error) else session().rollback()
    except Exception:  # a connection that is gone cannot even be given back
        log.exception("connection lost")
    return stand_alone(UNAVAILABLE if is_outage(error) else BROKEN)


def _throw_off_ballast() -> bool:
    config = current_app.config
    return ballast.throw_off(probe.places(config["SQLALCHEMY_DATABASE_URI"], config["DATA"])[-1])


def answer(message: str, status: int, field: str | None = None) -> Response:
    """The error as JSON for the tablet, a note for htmx, a page for everybody else."""
    try:
        response = _drawn(message, status, field)
    except Exception as error:  # the page of an error asks for the office, which may be what cannot be read
        return _unexpected(error)
    response.status_code = status
    return response


def _drawn(message: str, status: int, field: str | None) -> Response:
    if wants_json():
        return jsonify(error=message, field=field)
    if is_htmx():
        response = make_response(render_template("errors/note.html", message=message))
        response.headers["HX-Retarget"] = "#flashes"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return make_response(render_template("errors/page.html", message=message, status=status))
