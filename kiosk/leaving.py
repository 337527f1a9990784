"""Pages without a script wipe themselves: nothing a guest typed stays on the glass for the next person."""

from flask import Response, request, url_for

from kiosk import blueprint
from pstku.http.access import current_device

LEAVE_AFTER_SECONDS = 180
LONG_FORM_SECONDS = 300
OFFER_SECONDS = 30  # what only this guest may go on to
OF_PHONES = ("/n/", "/pengaduan")


def leaves(page: Response, seconds: int = LEAVE_AFTER_SECONDS) -> Response:
    """Let the page lead back to the idle screen by itself after `seconds`."""
    page.headers["Refresh"] = f"{seconds}; url={url_for('kiosk.home')}"
    return page


def leaves_tablet(page: Response, seconds: int = LEAVE_AFTER_SECONDS) -> Response:
    """The same for a page of a guest's own phone, where it is opened at a tablet."""
    return leaves(page, seconds) if current_device() else page


@blueprint.after_request
def leave_tablet(page: Response) -> Response:
    """Every page of a guest's own phone leaves a tablet, even one nobody meant for it."""
    is_page = page.mimetype == "text/html" and page.location is None
    if not is_page or "refresh" in page.headers or not request.path.startswith(OF_PHONES):
        return page
    return leaves_tablet(page)
