"""Without signal: the installable app and the library kept on one's own phone."""

from flask import Response, jsonify, url_for

from pstku.http.access import public
from pstku.http.context import static_url
from pstku.intranet import blueprint

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
