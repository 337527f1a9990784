"""The tablet's one document: every state of the flow, and nothing of any guest."""

from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from kiosk import blueprint
from kiosk.enrolment import not_enrolled
from kiosk.idle import idle_screen
from pstku.http.access import current_device, current_office, find_actor, public
from pstku.http.pages import render_page


@blueprint.get("/kiosk/")
@public
def home() -> Response:
    """The guest flow on an enrolled tablet; a pairing code on any other browser; a refusal to signed-in staff."""
    if find_actor():
        return render_page("kiosk/staff_here.html", status=403)
    if current_device() is None:
        return not_enrolled()
    return render_page("kiosk/home.html", **document())


def document() -> dict[str, Any]:
    """What the document and the plain form need besides the office."""
    screen = idle_screen(current_office())
    return {"idle": screen, "heard": screen.facts.heard, "typed": MultiDict(), "errors": {}}
