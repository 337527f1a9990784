"""Is the proxy in front set up? If not, everybody comes from its address, and limits on guessing count them as one.

Each worker looks at its own first requests only; the first one from somewhere else ends the doubt.
"""

from flask import Flask, current_app, request

from pstku.core import shared
from pstku.core.logs import event

ENOUGH = 50  # requests, all from the proxy's own address
WATCHERS = {"healthz", "readyz"}  # asked from the server itself, past the proxy


def init_app(app: Flask) -> None:
    """Look at every request until it is clear."""
    app.extensions["proxy_count"] = 0
    app.before_request(_look)


def is_everybody_the_proxy() -> bool:
    """Has some worker seen nothing but the proxy's own address, and none another one since?"""
    return shared.change(lambda known: bool(known.get("only_proxy")))


def _look() -> None:
    count = current_app.extensions["proxy_count"]
    if count is None or request.endpoint in WATCHERS:
        return
    if not _comes_from_the_proxy():
        current_app.extensions["proxy_count"] = None
        if count >= ENOUGH:
            shared.change(lambda known: known.pop("only_proxy", None))
        return
    current_app.extensions["proxy_count"] = count + 1
    if count + 1 == ENOUGH:
        shared.change(lambda known: known.update(only_proxy=True))
        event("only_proxy")


def _comes_from_the_proxy() -> bool:
    """Without hops: somebody forwarded it, and we look at who that was. With hops: nobody said for whom."""
    before = request.environ.get("werkzeug.proxy_fix.orig")
    if before is None:
        return "HTTP_X_FORWARDED_FOR" in request.environ
    return bool(before["REMOTE_ADDR"] == request.remote_addr)
