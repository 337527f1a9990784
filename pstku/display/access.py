"""The browser that is a screen: its cookie, which opens nothing else, and what only a screen may call."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, current_app, g, request

from pstku.core.errors import NotEnrolled
from pstku.core.text import N_
from pstku.http.access import public
from pstku.offices.queries import configuration
from pstku.waitingroom.queries.displays import DisplayView, find_display

View = TypeVar("View", bound=Callable[..., Any])
COOKIE_SECONDS = 400 * 24 * 3600  # the longest a browser keeps; every note of its life renews it


def requires_display(view: View) -> View:
    """Only an enrolled screen may call this view; 401 tells any other that it has to be paired."""

    @public
    @wraps(view)
    def guarded(**values: Any) -> Any:
        if current_display() is None:
            raise NotEnrolled(N_("Layar ini belum terdaftar atau sudah dicabut. Minta admin mendaftarkannya."))
        return view(**values)

    return guarded  # type: ignore[return-value]


def current_display() -> DisplayView | None:
    """The screen this browser is, or None; read once per request, which then is about the screen's own office."""
    if "display" not in g:
        g.display = find_display(held_token()) if held_token() else None
        if g.display:
            g.office = configuration(g.display.office_id)
    display: DisplayView | None = g.display
    return display


def held_token() -> str:
    """What this browser holds as a screen or as one that asks; empty where it holds nothing."""
    return request.cookies.get(_cookie(), "")


def remember_display(response: Response, token: str) -> Response:
    """Keep the screen's token in a cookie of its own: this site only, out of reach of scripts."""
    response.set_cookie(
        _cookie(),
        token,
        max_age=COOKIE_SECONDS,
        secure=current_app.config["IS_HTTPS"],
        httponly=True,
        samesite="Strict",
    )
    return response


def _cookie() -> str:
    name: str = current_app.config["DISPLAY_COOKIE_NAME"]
    return name
