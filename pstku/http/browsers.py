"""Telling one browser from another where guests vote, without knowing whose it is.

The cookie is random and says nothing; only its keyed hash reaches a vote, and goes with it when the quarter is settled.
"""

from datetime import timedelta

from flask import Response, current_app, g, request

from pstku.accounts.browsers import is_staffs
from pstku.core.tokens import random_token
from pstku.core.vault import blind_index
from pstku.http.access import current_office, find_actor
from pstku.http.sessions import known_browser

LIFE = timedelta(days=100)  # a quarter


def browser_key() -> str:
    """64 characters for this browser in this office; one that comes for the first time gets its cookie by `keep_browser`."""
    return blind_index(current_office().id, f"browser:{_cookie()}")


def keep_browser(response: Response) -> Response:
    """Send the cookie that recognises this browser later; only on pages where guests vote or a link is made."""
    config = current_app.config
    if config["GUEST_COOKIE_NAME"] not in request.cookies:
        response.set_cookie(
            config["GUEST_COOKIE_NAME"],
            _cookie(),
            max_age=LIFE,
            secure=config["IS_HTTPS"],
            httponly=True,
            samesite="Lax",
        )
    return response


def is_staff_browser() -> bool:
    """Is, or was, somebody of the office signed in here?"""
    return find_actor() is not None or is_staffs(known_browser())


def _cookie() -> str:
    if "guest_cookie" not in g:
        g.guest_cookie = request.cookies.get(current_app.config["GUEST_COOKIE_NAME"]) or random_token()
    cookie: str = g.guest_cookie
    return cookie
