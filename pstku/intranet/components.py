"""A living page of components, for whoever builds a screen; not served in production."""

from flask import Response, abort, current_app

from pstku.http.access import public
from pstku.http.pages import render_page
from pstku.intranet import blueprint

PAGES = {"pegawai": "dev/components.html", "tablet": "dev/components_kiosk.html"}


@blueprint.get("/komponen")
@blueprint.get("/komponen/<surface>")
@public
def components(surface: str = "pegawai") -> Response:
    """Every component with its states, for staff pages or for the tablet."""
    if not current_app.config["COMPONENTS_PAGE"] or surface not in PAGES:
        abort(404)
    return render_page(PAGES[surface])
