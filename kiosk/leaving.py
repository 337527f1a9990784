"""Pages without a script wipe themselves: nothing a guest typed stays on the glass for the next person."""

from flask import Response, url_for

LEAVE_AFTER_SECONDS = 180
LONG_FORM_SECONDS = 300


def leaves(page: Response, seconds: int = LEAVE_AFTER_SECONDS) -> Response:
    """Let the page lead back to the idle screen by itself after `seconds`."""
    page.headers["Refresh"] = f"{seconds}; url={url_for('kiosk.home')}"
    return page
