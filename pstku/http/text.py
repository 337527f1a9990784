"""Words in the reader's language: the screen's, and the messages of the domains."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from flask import g
from flask.globals import _cv_app  # what `g` stands for: a page of a tablet asks for 300 words
from flask_babel import get_locale, get_translations, refresh
from markupsafe import Markup, escape

from pstku.core.errors import DomainError, Taken
from pstku.core.languages import INDONESIAN
from pstku.http.races import LOST

MOST_LANGUAGES, MOST_WORDS = 8, 8192


def language() -> str:
    """The reader's language as a code, such as `id`; looked up once a request."""
    try:
        code: str = _cv_app.get().g.language
    except AttributeError:
        code = g.language = str(get_locale() or INDONESIAN)
    return code


def read_in(code: str) -> None:
    """From here on, words, dates and hours of this request are in the language of this code."""
    g.language = code
    g.pop("translate", None)
    refresh()  # Flask-Babel asks anew (`http.languages`)


@contextmanager
def reading(code: str) -> Iterator[None]:
    """A few words in another language than the request's."""
    before = language()
    read_in(code)
    try:
        yield
    finally:
        read_in(before)


def gettext(message: str, /, **values: Any) -> str:
    """A marked msgid in the reader's language, its values filled in.

    The catalogue is looked up once a request; Flask-Babel does it for each of a page's 300 words.
    """
    try:
        translate = _cv_app.get().g.translate
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
