"""Mulai tanpa server: the tablet's document without anybody in it, and the service worker that keeps it."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, render_template, url_for
from werkzeug.datastructures import MultiDict

from kiosk import blueprint
from kiosk.build import tablet_build
from kiosk.home import trimmed
from kiosk.idle import unknown_screen
from pstku.core.languages import ENGLISH
from pstku.http.access import requires_device
from pstku.http.paths import STATIC
from pstku.http.static import joined, sheets_named
from pstku.http.text import reading

ENTRY = "js/kiosk/sw.js"
NOT_KEPT = {ENTRY, "js/kiosk/pairing.js"}
NAMED = re.compile(r'(?:href|src)="(/(?:static|gaya)/[^"#]+)')
PICTURED = re.compile(r'url\("\.\./static/([^"]+)"\)')


@blueprint.get("/kiosk/luring")
@requires_device
def shell() -> Response:
    """The document as a tablet opens it while nobody answers: no token, no session, no officer, no day."""
    return Response(_document())


@blueprint.get("/kiosk/sw.js")
@requires_device
def service_worker() -> Response:
    """The service worker with what it keeps; a change of any word or file makes a new one."""
    document = _document()
    with reading(ENGLISH):  # words.js takes its words
        other, address = _document(), url_for("kiosk.shell")
    files = [
        address,
        *dict.fromkeys(NAMED.findall(document)),
        *(url_for("static", filename=path) for path in _imported()),
    ]
    script = Path(STATIC, ENTRY).read_text()
    version = hashlib.sha256("".join([document, other, tablet_build(), *files, _contents()]).encode()).hexdigest()[:12]
    head = f'const VERSION = "{version}";\nconst BUILD = "{tablet_build()}";\nconst FILES = {json.dumps(files)};\n'
    response = Response(head + script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _document() -> str:
    context: dict[str, Any] = {
        "idle": unknown_screen(),
        "heard": None,
        "closed": None,
        "typed": MultiDict(),
        "errors": {},
    }
    return trimmed(render_template("kiosk/home.html", **context))


@cache
def _imported() -> list[str]:
    """Modules that others import, and what the styles ask for: their addresses carry no version."""
    modules = [*(STATIC / "js/kiosk").rglob("*.js"), *(STATIC / "vendor").glob("noble-*/*.js")]
    plain = {str(path.relative_to(STATIC)) for path in modules} - NOT_KEPT
    for names in sheets_named(_document()):
        plain |= {path for path in PICTURED.findall(joined(names)) if "italic" not in path}
    return sorted(plain)


@cache
def _contents() -> str:
    digest = hashlib.sha256()
    for path in _imported():
        digest.update((STATIC / path).read_bytes())
    return digest.hexdigest()
