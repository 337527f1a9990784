"""How the chosen language goes on from page to page, also through a page whose form is half filled in."""

from typing import Any

from flask import request

from kiosk import blueprint
from pstku.http.languages import PARAMETER, language_to_carry

HOME, SWITCH = "kiosk.home", "language"


@blueprint.url_defaults
def carry_language(endpoint: str, values: dict[str, Any]) -> None:
    """Every address on the page goes on in its language, except the start: there the next guest begins."""
    if endpoint != HOME:
        values.setdefault(PARAMETER, language_to_carry())


def is_switching() -> bool:
    """Was this form sent off only to be shown again in the other language?"""
    return request.method == "POST" and request.form.get("do") == SWITCH
