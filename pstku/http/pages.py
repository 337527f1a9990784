"""Answers: a whole page or one of its blocks, redirects that htmx understands, and the environment templates share."""

from collections.abc import MutableMapping
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.templating import Environment
from jinja2_fragments.flask import render_block
from werkzeug.utils import redirect

from pstku.http.access import is_htmx


class Templates(Environment):
    """No template here has globals of its own, so all share the environment's.

    Jinja lays a ChainMap over them for each template, and every import, include and macro searched it in Python.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own globals, unless a template brings some."""
        return super().make_globals(d) if d else self.globals


def render_page(template: str, *, fragments: tuple[str, ...] = (), status: int = 200, **context: Any) -> Response:
    """The page, or only the block that htmx targets when it is one of `fragments`.

    A block's name is the id of the element it fills: the target `#queue` renders the block `queue`.
    """
    block = request.headers.get("HX-Target", "").replace("-", "_")
    if is_htmx() and block in fragments:
        body = render_block(template, block, **context)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def redirect_to(endpoint: str, **values: Any) -> Response:
    """After a successful post, on to the page of an endpoint."""
    return see_other(url_for(endpoint, **values))


def see_other(target: str) -> Response:
    """On to an address: 303 for a plain request, HX-Redirect for htmx."""
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": target})
    return redirect(target, 303)  # type: ignore[return-value]


def safe_next(target: str | None) -> str | None:
    """A path of this site to return to, or None: no host, no scheme, no backslash, no double slash."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    return None if any(ord(character) < 32 for character in target) else target
