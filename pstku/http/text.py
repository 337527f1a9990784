"""Words in the reader's language: the screen's, and the messages of the domains."""

from typing import Any

from flask import g
from flask_babel import get_locale, get_translations
from markupsafe import Markup, escape

from pstku.core.errors import DomainError, Taken
from pstku.http.races import LOST

INDONESIAN = "id"


def language() -> str:
    """The reader's language as a code, such as `id`; looked up once a request."""
    try:
        code: str = g.language
    except AttributeError:
        code = g.language = str(get_locale() or INDONESIAN)
    return code


def gettext(message: str, /, **values: Any) -> str:
    """A marked msgid in the reader's language, its values filled in.

    The catalogue is looked up once a request; Flask-Babel does it for each of a page's 600 words.
    """
    try:
        catalogue = g.catalogue
    except AttributeError:
        catalogue = g.catalogue = get_translations()
    words: str = catalogue.gettext(message)
    return words % values if values else words


def sentence_with(message: str, /, **parts: Any) -> Markup:
    """A sentence with elements of the page in it; parts that are no markup are escaped."""
    return Markup(escape(gettext(message))) % parts


def sentence(message: DomainError | str) -> str:
    """A domain error or a marked msgid as words on screen, its values filled in."""
    if isinstance(message, Taken):
        return str(gettext(LOST.get(message.rule, message.message)))
    if isinstance(message, DomainError):
        return gettext(message.message, **message.values)
    return gettext(message)
