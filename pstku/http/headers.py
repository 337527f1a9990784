"""Security headers on every answer."""

from flask import Flask, Response, current_app, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Content policy, no sniffing, no framing, no caching of pages, HSTS under https."""
    headers = response.headers
    camera = "self" if request.path.startswith("/kiosk/") else ""
    wanted = ALWAYS | {"Permissions-Policy": f"camera=({camera}), microphone=(), geolocation=(), payment=()"}
    if request.endpoint != "static":
        wanted["Cache-Control"] = "no-store"
    if current_app.config["IS_HTTPS"]:
        wanted["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    said = {name.title() for name, _ in headers}  # looked through once, not once for each of ours
    headers.extend({name: value for name, value in wanted.items() if name.title() not in said})
    return response
