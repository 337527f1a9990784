"""Domain errors and HTTP errors become one page, fragment or JSON answer, in Indonesian."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from pstku.core.db import is_busy, session
from pstku.core.errors import DomainError
from pstku.core.logs import event
from pstku.core.text import N_
from pstku.http.access import is_htmx
from pstku.http.origin import FOREIGN, HIDDEN
from pstku.http.text import sentence

log = logging.getLogger("pstku")

WORDS = {
    400: N_("Permintaan ini tidak lengkap. Muat ulang halaman, lalu coba lagi."),
    403: N_("Anda tidak berhak membuka halaman ini."),
    404: N_("Halaman ini tidak ada. Periksa alamatnya atau kembali ke awal."),
    405: N_("Tindakan ini tidak dikenal di halaman ini."),
    413: N_("Kiriman terlalu besar. Kecilkan berkas, lalu coba lagi."),
    500: N_("Ada gangguan pada sistem. Kami mencatatnya. Coba lagi sebentar."),
}
BUSY = N_("Server sedang sibuk. Isian Anda belum tersimpan; tunggu beberapa detik, lalu kirim lagi.")
RETRY_SECONDS = "3"
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
    if error.code == 403:
        event("forbidden")
    return answer(sentence(WORDS.get(error.code, WORDS[500 if error.code >= 500 else 400])), error.code)


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error")
    message, status = (BUSY, 503) if is_busy(error) else (WORDS[500], 500)
    try:
        session().rollback()
        response = answer(sentence(message), status)
    except Exception:  # the page itself needs the database
        log.exception("no page for the error")
        response = _bare(message, status)
    if status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _bare(message: str, status: int) -> Response:
    """The sentence alone, for when nothing else can be asked."""
    response = jsonify(error=message, field=None) if wants_json() else Response(message, mimetype="text/plain")
    response.status_code = status
    return response


def wants_json() -> bool:
    """True for the tablet's JSON calls."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def answer(message: str, status: int, field: str | None = None) -> Response:
    """The error as JSON for the tablet, a note for htmx, a page for everybody else."""
    if wants_json():
        response = jsonify(error=message, field=field)
    elif is_htmx():
        response = make_response(render_template("errors/note.html", message=message))
        response.headers["HX-Retarget"] = "#flashes"
        response.headers["HX-Reswap"] = "innerHTML"
    else:
        response = make_response(render_template("errors/page.html", message=message, status=status))
    response.status_code = status
    return response
