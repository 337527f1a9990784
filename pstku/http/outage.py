"""The answer for when nothing can be asked: it needs no database, session, office or person, and loses nothing typed."""

from flask import Response, current_app, jsonify, make_response, request

from pstku.core.text import N_
from pstku.http.access import is_htmx
from pstku.http.sessions import POLL_HEADER
from pstku.http.text import language, sentence

UNAVAILABLE, BROKEN = 503, 500
RETRY_SECONDS = "3"
MOST_FIELDS, LONGEST = 200, 100_000  # a form is handed back whole or not at all

HEADINGS = {UNAVAILABLE: N_("Sebentar, PSTku belum bisa dibuka"), BROKEN: N_("Ada gangguan")}
NOT_SAVED = N_("Server sedang sibuk. Isian Anda belum tersimpan; tunggu beberapa detik, lalu kirim lagi.")
KEPT = N_("Isian Anda belum tersimpan, tetapi masih ada di halaman ini. Tunggu beberapa detik, lalu tekan Kirim lagi.")
AGAIN = N_(
    "Server sedang sibuk atau basis datanya tidak menjawab. Halaman ini mencoba lagi sendiri setiap beberapa detik."
)
WRONG = N_("Ada gangguan pada sistem. Kami mencatatnya. Coba lagi sebentar.")


def stand_alone(status: int) -> Response:
    """503 (send it again) or 500 (we wrote it down): JSON for the tablet, a note for htmx, a page for everybody else."""
    message = sentence(WRONG if status == BROKEN else NOT_SAVED)
    if wants_json():
        response = jsonify(error=message, field=None)
    elif is_htmx():
        response = _note(message)
    else:
        response = _page(status)
    response.status_code = status
    if status == UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def wants_json() -> bool:
    """True for the tablet's JSON calls."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _note(message: str) -> Response:
    response = make_response(_render("errors/note.html", message=message))
    response.headers["HX-Retarget"] = "#flashes"
    response.headers["HX-Reswap"] = "none" if POLL_HEADER in request.headers else "innerHTML"  # the next poll tells
    return response


def _page(status: int) -> Response:
    fields = _typed() if status == UNAVAILABLE and request.method == "POST" else []
    is_reading = status == UNAVAILABLE and request.method in ("GET", "HEAD")
    sentences = WRONG if status == BROKEN else KEPT if fields else AGAIN if is_reading else NOT_SAVED
    page = _render(
        "errors/alone.html",
        lang=language(),
        status=status,
        heading=sentence(HEADINGS[status]),
        message=sentence(sentences),
        fields=fields,
        again=is_reading,
        address=request.full_path.rstrip("?"),
        on_tablet=request.path.startswith("/kiosk/"),
        retry_seconds=RETRY_SECONDS,
    )
    return make_response(page)


def _render(template: str, **context: object) -> str:
    """Past Flask's own rendering, whose shared context asks for the office and the person."""
    return current_app.jinja_env.get_template(template).render(**context)


def _typed() -> list[tuple[str, str]]:
    """What was posted, to be sent again; nothing when it holds a password or a file, which no page repeats."""
    fields = [(name, value) for name, values in request.form.lists() for value in values]
    is_secret = any("password" in name or name == "code" for name, _ in fields)
    is_long = len(fields) > MOST_FIELDS or sum(len(value) for _, value in fields) > LONGEST
    return [] if is_secret or is_long or request.files else fields
