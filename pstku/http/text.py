"""Words in the reader's language: the screen's, and the messages of the domains."""

from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from flask import g
from flask_babel import get_locale, get_translations
from markupsafe import Markup, escape

from pstku.core.errors import DomainError, Taken
from pstku.http.races import LOST

INDONESIAN = "id"
MOST_LANGUAGES, MOST_WORDS = 8, 8192


def language() -> str:
    """The reader's language as a code, such as `id`; looked up once a request."""
    try:
        code: str = g.language
    except AttributeError:
        code = g.language = str(get_locale() or INDONESIAN)
    return code


def gettext(message: str, /, **values: Any) -> str:
    """A marked msgid in the reader's language, its values filled in.

    The catalogue is looked up once a request; Flask-Babel does it for each of a page's 300 words.
    """
    try:
        translate = g.translate
    except AttributeError:
        translate = g.translate = _translator(get_translations())
    words: str = translate(message)
    return words % values if values else words


@lru_cache(maxsize=MOST_LANGUAGES)
def _translator(catalogue: NullTranslations) -> Callable[[str], str]:
    """A catalogue that remembers what it was asked: it never changes, and looks twice for each word it does not have."""
    return lru_cache(maxsize=MOST_WORDS, typed=True)(catalogue.gettext)


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
