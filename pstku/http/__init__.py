"""What the faces share: pages, access, errors, headers."""

from flask import Flask
from jinja2 import StrictUndefined

from pstku.http import (
    access,
    addresses,
    context,
    errors,
    headers,
    health,
    languages,
    logs,
    origin,
    photos,
    proxies,
    refusals,
    rows,
    sessions,
    static,
    typed_numbers,
    ways,
)
from pstku.http.indentation import SentWithoutIndentation


def init_app(app: Flask) -> None:
    """Bind access rules, error pages, headers and the template context."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(SentWithoutIndentation)
    logs.init_app(app)
    addresses.init_app(app)
    proxies.init_app(app)
    static.init_app(app)
    origin.init_app(app)
    sessions.init_app(app)
    typed_numbers.init_app(app)
    access.init_app(app)
    errors.init_app(app)
    headers.init_app(app)
    languages.init_app(app)
    rows.init_app(app)
    ways.init_app(app)
    context.init_app(app)
    health.init_app(app)
    photos.init_app(app)
    refusals.init_app(app)
