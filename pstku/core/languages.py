"""The languages a guest may choose. Whoever works here reads Indonesian."""

from collections.abc import Iterable

INDONESIAN, ENGLISH = "id", "en"
LANGUAGES = {INDONESIAN: "Bahasa Indonesia", ENGLISH: "English"}  # each in its own words
GREETING = "Good morning, how can I help you?"  # for an officer whose guest reads English
_OF_INDONESIA = {"id", "in", "ind", "ms", "jv", "su"}  # Android up to 14 tells Indonesian by its old code, in


def known_language(code: object) -> str | None:
    """A code of ours, or None for anything else."""
    return code if isinstance(code, str) and code in LANGUAGES else None


def language_of_browser(preferred: Iterable[str]) -> str:
    """The language for a browser that prefers these, such as `en-GB`, before its guest has chosen one.

    Many phones in Indonesia are set to English with Indonesian beside it: one Indonesian tag is enough. Who reads neither
    gets English, and a browser that says nothing Indonesian.
    """
    tags = {tag.lower().replace("_", "-").split("-")[0] for tag in preferred} - {"*"}
    return INDONESIAN if not tags or tags & _OF_INDONESIA else ENGLISH
