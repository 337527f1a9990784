"""Security headers on every answer."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
NOT_KEPT = {"Cache-Control": "no-store"}
WSGI = Callable[[dict[str, Any], Any], Any]
Headers = list[tuple[str, str]]


def init_app(app: Flask) -> None:
    """Add the headers where answers leave the application, whoever made them."""
    app.wsgi_app = _with_headers(app, app.wsgi_app)  # type: ignore[assignment, method-assign]


def _with_headers(app: Flask, inner: WSGI) -> WSGI:
    """Content policy, no sniffing, no framing, no caching of pages, HSTS under https; what an answer says itself stands."""
    files = f"{app.static_url_path}/"

    def outer(environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        own = _own_headers(path.startswith("/kiosk/"), path.startswith(files), app.config["IS_HTTPS"])

        def start(status: str, headers: Headers, *error: Any) -> Any:
            present = {name.title() for name, _ in headers}
            return start_response(status, headers + [one for one in own if one[0].title() not in present], *error)

        return inner(environ, start)

    return outer


@cache
def _own_headers(on_tablet: bool, is_file: bool, is_https: bool) -> Headers:
    camera = "self" if on_tablet else ""
    permissions = {"Permissions-Policy": f"camera=({camera}), microphone=(), geolocation=(), payment=()"}
    needed = ALWAYS | permissions | ({} if is_file else NOT_KEPT) | (HSTS if is_https else {})
    return list(needed.items())
