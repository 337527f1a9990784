"""Static files, compressed for those who can take it: a tablet on office Wi-Fi loads 60 kB, not 200."""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, make_response, request, send_from_directory
from werkzeug.security import safe_join

from pstku.http.access import public

COMPRESSED = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm"}


def init_app(app: Flask) -> None:
    """Take over Flask's own static view."""
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


def _packed(folder: str, filename: str) -> bytes | None:
    """The file's gzip, or None when it is of no kind that shrinks, or not there."""
    path = safe_join(folder, filename)
    if path is None or Path(path).suffix not in COMPRESSED or not Path(path).is_file():
        return None
    return _gzip(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _gzip(path: str, _changed_at: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)
