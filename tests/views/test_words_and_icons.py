"""What every page is made of: words in the reader's language, and icons of the sprite."""

from gettext import NullTranslations

from flask import g

from pstku.http import text
from pstku.http.icons import icon


class Shouting(NullTranslations):
    """A language that needs no file."""

    def gettext(self, message: str) -> str:
        return message.upper()


def test_each_request_reads_its_own_language(app, monkeypatch):
    for catalogue, words in (
        (NullTranslations(), "Tamu Ali"),
        (Shouting(), "TAMU Ali"),
        (NullTranslations(), "Tamu Ali"),
    ):
        monkeypatch.setattr(text, "get_translations", lambda catalogue=catalogue: catalogue)
        with app.test_request_context("/"):
            g.pop("translate", None)  # the context of the test lives on from request to request
            assert text.gettext("Tamu") + " Ali" == words
            assert text.gettext("Tamu") + " Ali" == words


def test_an_icon_speaks_only_with_a_label_and_says_it_as_it_is_written(app):
    with app.test_request_context("/"):
        silent, speaking = icon("check"), icon("check", 'Surat & "cap"')
    assert 'aria-hidden="true"' in silent and "#i-check" in silent and "img/sprite.svg?v=" in silent
    assert 'role="img" aria-label="Surat &amp; &#34;cap&#34;"' in speaking and "aria-hidden" not in speaking
