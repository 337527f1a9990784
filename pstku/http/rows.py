"""Words of rows that an office edits: in English where somebody has written it, else in Indonesian, and marked as such."""

from typing import Self

from flask import Flask
from markupsafe import Markup

from pstku.core.languages import INDONESIAN
from pstku.http.access import current_office
from pstku.http.text import language


class RowWords(str):
    """What a guest reads; `lang` says so where it is not the language of the page."""

    lang: str

    def __new__(cls, words: str, lang: str = "") -> Self:
        self = super().__new__(cls, words)
        self.lang = lang
        return self


def init_app(app: Flask) -> None:
    """What the guests' templates ask for."""
    app.jinja_env.globals.update(row_words=row_words, lang_of=lang_of, guest_choices=guest_choices)


def row_words(indonesian: str, english: str) -> RowWords:
    """The words for this reader."""
    if language() == INDONESIAN:
        return RowWords(indonesian)
    return RowWords(english) if english or not indonesian else RowWords(indonesian, INDONESIAN)


def lang_of(words: object) -> Markup:
    """The attribute of the element that holds these words; empty for words in the language of the page."""
    code = getattr(words, "lang", "")
    return Markup(' lang="{}"').format(code) if code else Markup("")


def guest_choices(list_code: str) -> list[tuple[str, str]]:
    """(code, words) of a list's active values, as guests read them."""
    items = current_office().lists.get(list_code, ())
    return [(item.code, row_words(item.label, item.label_en)) for item in items if item.is_active]
