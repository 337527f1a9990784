"""A NIK typed into a search goes nowhere: the box refuses it (`components/search.html`), and an address that holds one is left."""

from urllib.parse import urlencode

from flask import Flask, flash, redirect, request
from werkzeug.wrappers import Response

from pstku.core.text import REMOVED_NUMBER, has_card_number, without_card_numbers
from pstku.http.text import gettext

TYPED = ("q", "what", "cari")  # what people type into the search boxes of staff


def init_app(app: Flask) -> None:
    """Before anything is looked up, or an answer is kept in a history."""
    app.before_request(_leave)


def _leave() -> Response | None:
    """On to the same page without the number."""
    if request.method != "GET" or not any(has_card_number(request.args.get(name)) for name in TYPED):
        return None
    flash(gettext("NIK dan nomor kartu tidak dicari, dan sudah dihapus dari pencarian."), "warning")
    told = [(name, _without(words) if name in TYPED else words) for name, words in request.args.items(multi=True)]
    return redirect(f"{request.path}?{urlencode(told)}", 303)


def _without(words: str) -> str:
    left = " ".join(without_card_numbers(words).replace(REMOVED_NUMBER, " ").split())
    return "" if has_card_number(left) else left
