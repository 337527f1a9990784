"""The tablet's one document: every state of the flow, and nothing of any guest."""

import re
from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from kiosk import blueprint
from kiosk.build import tablet_build
from kiosk.enrolment import not_enrolled
from kiosk.idle import closed_facts, idle_screen
from pstku.http.access import current_device, current_office, find_actor, public
from pstku.http.pages import render_page
from pstku.http.rows import row_words

INDENTATION = re.compile(r"\n\s+")  # and the line ends: two tenths of a kilobyte on the wire that nobody reads


@blueprint.get("/kiosk/")
@public
def home() -> Response:
    """The guest book on an enrolled tablet, pairing on any other browser, and a refusal for signed-in staff."""
    if find_actor():
        return render_page("kiosk/staff_here.html", status=403)
    if current_device() is None:
        return not_enrolled()
    page = render_page("kiosk/home.html", **document())
    page.set_data(trimmed(page.get_data(as_text=True)))
    page.headers["X-PSTku-Build"] = tablet_build()  # its scripts are of this build (static/js/kiosk/sw.js)
    return page


def document() -> dict[str, Any]:
    """What the document and the plain form need besides the office."""
    office, device = current_office(), current_device()
    screen = idle_screen(office, device.id if device else None)
    closing = screen.orders.closing
    return {
        "idle": screen,
        "closed": closed_facts(office, closing) if closing else None,
        "heard": row_words(*screen.facts.heard) if screen.facts.heard else None,
        "typed": MultiDict(),
        "errors": {},
    }


def trimmed(document: str) -> str:
    """The document without indentation, and without line ends between its elements."""
    return INDENTATION.sub("\n", document).replace(">\n<", "><")
