"""Without signal: the installable app and the library kept on one's own phone."""

import gzip
import hashlib
import json
from pathlib import Path

from flask import Response, current_app, jsonify, render_template, request, send_file, url_for

from pstku.answers.indonesian import WORDS
from pstku.answers.queries.snapshot import snapshot
from pstku.http.access import current_office, public, requires
from pstku.http.pages import render_page
from pstku.http.paths import static_url
from pstku.http.static import sheets_url
from pstku.http.text import gettext as _
from pstku.http.text import language
from pstku.intranet import blueprint
from pstku.intranet.library.pages import SEGMENTS

ICONS = (("img/icon-192.png", "192x192", "any"), ("img/icon-512.png", "512x512", "any"))
MASKABLE = ("img/icon-maskable-512.png", "512x512", "maskable")
SHELL = "intranet/offline/shell.html"
STYLES = ("tokens", "base", "layout", "components", "forms", "staff", "learning", "offline", "phone")
PICTURES = ("img/sprite.svg", "img/favicon.svg", "img/icon-192.png")
FONTS = tuple(f"fonts/atkinson-hyperlegible-next-{signs}-wght-normal.woff2" for signs in ("plain", "latin"))
ENTRIES = ("js/staff.js", "js/offline/shell.js")  # the page names them by version
MODULES = (
    "cards", "choosing", "days", "keep", "note", "notes", "parts", "planning", "question", "say", "search", "spelling", "times",
)  # fmt: skip  # the entries import them by plain names
A_DAY = 24 * 3600  # seconds
UUID7 = "js/kiosk/uuid7.js"


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Name, icons and first page for the home screen of a phone."""
    response = jsonify(
        id="/",
        name="PSTku",
        short_name="PSTku",
        description=_("Jawab dan Belajar untuk pegawai Pelayanan Statistik Terpadu"),
        lang=language(),
        start_url=url_for("intranet.answers"),
        scope="/",
        display="standalone",
        background_color="#F4F8FB",
        theme_color="#004C77",
        icons=[
            {"src": static_url(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for path, sizes, purpose in (*ICONS, MASKABLE)
        ],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/luring/pustaka.json")
@requires()
def offline_library() -> Response:
    """The library for this phone; 304 when the phone has it already. Only the page stores it, never the browser."""
    found = snapshot(current_office())
    response = Response(found.packed, mimetype="application/json")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.set_data(gzip.decompress(found.packed))
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept-Encoding", "Cookie"))
    response.set_etag(found.etag)
    return response.make_conditional(request)  # type: ignore[return-value]


@blueprint.get("/luring/kata.txt")
@public
def indonesian_words() -> Response:
    """Correct Indonesian words, which are never corrected; a phone keeps them with its shell."""
    return send_file(WORDS, mimetype="text/plain", max_age=A_DAY)


@blueprint.get("/luring")
@public
def offline_shell() -> Response:
    """The empty page that shows the library of this phone; the same for everybody."""
    return render_page(SHELL)


@blueprint.get("/luring/keadaan")
@requires()
def offline_state() -> Response:
    """Whether this phone is ready for a place without signal, and what plain HTTP cannot do."""
    return render_page("intranet/offline/state.html", address=current_app.config["PUBLIC_URL"])


@blueprint.get("/sw.js")
@public
def service_worker() -> Response:
    """The service worker with the list of files it keeps; a change of any file makes a new worker."""
    files = kept_files()
    kinds = json.dumps(list(SEGMENTS))
    script = Path(str(current_app.static_folder), "js/offline/sw.js").read_text()
    version = hashlib.sha256("".join([*files, _contents(), render_template(SHELL), script]).encode()).hexdigest()[:12]
    head = f'const VERSION = "{version}";\nconst FILES = {json.dumps(files)};\nconst KINDS = {kinds};\n'
    response = Response(head + script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]


def kept_files() -> list[str]:
    """Addresses of everything the shell needs, as its page and its styles name them."""
    plain = [f"js/offline/{name}.js" for name in MODULES]
    return (
        [sheets_url(*STYLES)]
        + [static_url(path) for path in [*ENTRIES, *PICTURES]]
        + [url_for("static", filename=path) for path in [*plain, UUID7, *FONTS]]
        + [url_for("intranet.indonesian_words")]
    )


def _contents() -> str:
    """A hash over the imported modules and the font, whose addresses carry no version."""
    return (
        " ".join(static_url(f"js/offline/{name}.js") for name in MODULES)
        + static_url(UUID7)
        + "".join(static_url(font) for font in FONTS)
        + str(WORDS.stat().st_size)
    )
