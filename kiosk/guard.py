"""Requests of the tablet's own script need no form token, which would expire in the outbox, but four other proofs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from pstku.core.errors import InvalidInput, NotAllowed
from pstku.core.here import this_request
from pstku.core.text import N_
from pstku.http.extensions import csrf
from pstku.http.origin import is_our_origin

View = TypeVar("View", bound=Callable[..., Any])


def from_tablet(view: View) -> View:
    """Require, besides the device cookie, our Origin, JSON and our own header, which no other site can send."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        asked = this_request()
        if asked.headers.get("X-PSTku") != "1" or not is_our_origin(asked.headers.get("Origin", "")):
            raise NotAllowed(N_("Permintaan ini bukan dari tablet kami."))
        if not isinstance(asked.get_json(silent=True), dict):
            raise InvalidInput("json", N_("Kiriman ini tidak dikenal. Muat ulang halaman, lalu coba lagi."))
        return view(**values)

    exempt: View = csrf.exempt(guarded)
    return exempt
