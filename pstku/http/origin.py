"""Where a request that changes something was sent from: our own pages, or somebody else's."""

from urllib.parse import urlsplit

from flask import Flask

from pstku.core.errors import NotAllowed
from pstku.core.here import this_app, this_request
from pstku.core.logs import event
from pstku.core.text import N_

SAFE = {"GET", "HEAD", "OPTIONS"}
FOREIGN = N_("Kiriman ini datang dari halaman lain, jadi kami menolaknya. Buka halamannya dari PSTku, lalu kirim lagi.")
HIDDEN = N_(
    "Peramban ini menyembunyikan dari halaman mana formulir dikirim, jadi kami menolaknya. Matikan ekstensi atau"
    " setelan privasi itu untuk situs ini, muat ulang halaman, lalu kirim lagi."
)


def init_app(app: Flask) -> None:
    """Look before every request, whatever token it brings."""
    app.before_request(_refuse_foreign)


def is_our_origin(origin: str) -> bool:
    """The public address, or the one this browser reached us by."""
    public, asked = urlsplit(this_app().config["PUBLIC_URL"]), this_request()
    return origin in (f"{public.scheme}://{public.netloc}", f"{asked.scheme}://{asked.host}")


def _refuse_foreign() -> None:
    """A browser says where a form comes from; one that does not say so at all is left to the form's token."""
    asked = this_request()
    origin = asked.headers.get("Origin")
    if asked.method in SAFE or origin is None or _is_our_host(origin):
        return
    event("foreign_origin", hidden=origin == "null")
    raise NotAllowed(HIDDEN if origin == "null" else FOREIGN)


def _is_our_host(origin: str) -> bool:
    """By name alone: a proxy that does not say https is a fault of the server's, not of whoever fills in the form."""
    return urlsplit(origin).netloc in (urlsplit(this_app().config["PUBLIC_URL"]).netloc, this_request().host)
