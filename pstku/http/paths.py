"""Addresses of this site's pages and files, built once: a page of links asked the router for them hundreds of times."""

import hashlib
from functools import cache, lru_cache
from typing import Any

from flask import request, url_for

from config import ROOT
from pstku.http.languages import language_to_carry

STATIC = ROOT / "static"
MOST_KEPT = 2048  # pages of the library, rooms, visits of a day


def path_to(endpoint: str, **values: Any) -> str:
    """`url_for` as templates know it; a path of plain words and numbers is built once."""
    is_plain = not endpoint.startswith(".") and all(type(value) in (str, int) for value in values.values())
    if not is_plain or any(name.startswith("_") for name in values):
        return url_for(endpoint, **values)
    return _path(request.script_root, language_to_carry(), endpoint, tuple(values.items()))


@lru_cache(maxsize=MOST_KEPT)
def _path(_root: str, _language: str | None, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def static_url(path: str) -> str:
    """Address of a static file with a version taken from its content, so that it can be cached for a year."""
    return _file(request.script_root, path)


@cache
def _file(_root: str, path: str) -> str:
    version = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return url_for("static", filename=path, v=version)
