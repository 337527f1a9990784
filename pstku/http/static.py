"""Static files, compressed for those who can take it, and a page's style sheets as one: a tablet loads 60 kB, not 200."""

import gzip
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, abort, make_response, request, send_from_directory, url_for
from werkzeug.security import safe_join

from pstku.http.access import public
from pstku.http.paths import STATIC

COMPRESSED = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm"}
SHEETS = STATIC / "css"
MOST_JOINED = 16
NAME = re.compile(r"[a-z]+(-[a-z]+)*")


def init_app(app: Flask) -> None:
    """Take over Flask's own static view; sheets have an address of their own, because a proxy may take `/static/` from the disk."""
    folder = str(app.static_folder)

    @public
    def static(filename: str) -> Response:
        packed = _packed(folder, filename) if "gzip" in request.headers.get("Accept-Encoding", "") else None
        if packed is None:
            response = make_response(send_from_directory(folder, filename))
        else:
            response = Response(packed, mimetype=COMPRESSED[Path(filename).suffix])
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Vary"] = "Accept-Encoding"
        if "v" in request.args:  # the address names the content, so it never changes
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:  # a module that another one imports carries no version: the browser asks whether it changed
            response.headers["Cache-Control"] = "no-cache"
            response.add_etag()
            response.make_conditional(request)
        return response

    app.view_functions["static"] = static
    app.add_url_rule("/gaya/<names>.css", "sheets", sheets)


def _packed(folder: str, filename: str) -> bytes | None:
    """The file's gzip, or None when it is of no kind that shrinks, or not there."""
    path = safe_join(folder, filename)
    if path is None or Path(path).suffix not in COMPRESSED or not Path(path).is_file():
        return None
    return _gzip(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _gzip(path: str, _changed_at: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


def sheets_url(*names: str) -> str:
    """Address of the sheets of these names below `static/css`, in this order, with a version taken from their content."""
    return _address(request.script_root, names)


@cache
def _address(_root: str, names: tuple[str, ...]) -> str:
    version = hashlib.sha256(joined(names).encode()).hexdigest()[:10]
    return url_for("sheets", names=",".join(names), v=version)


def joined(names: tuple[str, ...]) -> str:
    """The sheets one after the other; the pictures and fonts they ask for are found from `/gaya/`."""
    text = "\n".join((SHEETS / f"{name}.css").read_text(encoding="utf-8") for name in names)
    return text.replace('url("../', 'url("../static/')


def sheets_named(document: str) -> list[tuple[str, ...]]:
    """The names of each address of sheets that an HTML document links."""
    return [tuple(found.split(",")) for found in re.findall(r'href="[^"]*/gaya/([a-z,-]+)\.css', document)]


@public
def sheets(names: str) -> Response:
    """One style sheet made of several."""
    wanted = tuple(names.split(","))
    if len(wanted) > MOST_JOINED or len(set(wanted)) < len(wanted) or not all(map(_is_there, wanted)):
        abort(404)
    changed_at = tuple((SHEETS / f"{name}.css").stat().st_mtime_ns for name in wanted)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = Response(_packed_sheets(wanted, changed_at), mimetype="text/css")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(joined(wanted), mimetype="text/css")
    response.headers["Vary"] = "Accept-Encoding"
    is_named_by_content = "v" in request.args
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_named_by_content else "no-cache"
    return response


def _is_there(name: str) -> bool:
    return NAME.fullmatch(name) is not None and Path(SHEETS, f"{name}.css").is_file()


@lru_cache(maxsize=64)
def _packed_sheets(names: tuple[str, ...], _changed_at: tuple[int, ...]) -> bytes:
    return gzip.compress(joined(names).encode(), 9, mtime=0)
