"""Without signal: the installable app and the library kept on one's own phone."""

import gzip

from flask import Response, jsonify, request, url_for

from pstku.http.access import current_office, public, requires
from pstku.http.context import static_url
from pstku.intranet import blueprint
from pstku.learning.queries.snapshot import snapshot

ICONS = (("img/icon-192.png", "192x192", "any"), ("img/icon-512.png", "512x512", "any"))
MASKABLE = ("img/icon-maskable-512.png", "512x512", "maskable")


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Name, icons and first page for the home screen of a phone."""
    response = jsonify(
        id="/",
        name="PSTku",
        short_name="PSTku",
        description="Jawab dan Belajar untuk pegawai Pelayanan Statistik Terpadu",
        lang="id",
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
