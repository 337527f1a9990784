"""Which language a guest reads: chosen in the address, else kept with the visit, else the phone's. Staff pages are Indonesian."""

from dataclasses import dataclass

from flask import Flask, current_app, g, has_request_context, request

from pstku.core.languages import GREETING, INDONESIAN, LANGUAGES, known_language, language_of_browser
from pstku.http.extensions import babel
from pstku.http.text import language, read_in

PARAMETER = "bahasa"
TABLET, PHONES, DISPLAY = "/kiosk/", ("/n/", "/pengaduan"), "/layar"


@dataclass(frozen=True, slots=True)
class Language:
    """A language as its link says it."""

    code: str
    name: str


def init_app(app: Flask) -> None:
    """Let the translations ask here, and the templates show the way to the other language."""
    babel.init_app(app, locale_selector=lambda: g.get("language") or reader_language())
    app.jinja_env.globals.update(
        other_language=other_language, is_guests_page=is_guests_page, english_greeting=GREETING
    )


def reader_language() -> str:
    """The code of the language in which this request is to be answered."""
    return chosen_language() or g.get("kept_language") or _first_language()


def chosen_language() -> str | None:
    """What the address says on a guest's page. It goes on from page to page, and ends with the start of the tablet."""
    return known_language(request.args.get(PARAMETER)) if is_guests_page() else None


def read_as_kept(code: str) -> None:
    """Answer in the language kept with the visit, unless the address says another."""
    g.kept_language = code
    if language() != reader_language():
        read_in(reader_language())


def language_to_carry() -> str | None:
    """What the addresses on this page must say, because the next page would not find it out by itself."""
    if not is_guests_page():
        return None
    return language() if language() != _first_language() else None


def other_language() -> Language:
    """The one that is not read now."""
    code = next(code for code in LANGUAGES if code != language())
    return Language(code, LANGUAGES[code])


def is_guests_page() -> bool:
    """True at the tablet, on the guest's own phone and on the screen of the waiting room."""
    return has_request_context() and request.path.startswith((TABLET, *PHONES, DISPLAY))


def _first_language() -> str:
    is_phone = has_request_context() and request.path.startswith(PHONES)
    if (
        not is_phone or current_app.config["DEVICE_COOKIE_NAME"] in request.cookies
    ):  # a tablet's browser is nobody's own
        return INDONESIAN
    return language_of_browser(request.accept_languages.values())
