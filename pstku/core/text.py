"""Words: marked msgids, comparison keys, and what is left of typed text once it is clean."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_LONG_NUMBER = re.compile(r"\d{9,}|(?<!\d)(?:\+?62|0)(?:[ .-]?\d){8,}")  # also a telephone number in groups
_SIXTEEN = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")  # a NIK in groups, unless four years stand side by side
_YEAR = re.compile(r"(?:19|20)\d\d")


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for a marked msgid)
    """Mark an Indonesian sentence for translation; it is translated where it is shown."""
    return message


def fold(text: str) -> str:
    """A key for comparing: no case, accents, punctuation; single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).replace("_", " ").strip()


def clean_line(text: str | None, longest: int) -> str:
    """One line without control or direction characters, spaces joined, cut to `longest`."""
    return " ".join(clean_text(text, 10 * longest).split())[:longest].strip()


def clean_text(text: str | None, longest: int) -> str:
    """Several lines without control or direction characters, cut to `longest`."""
    composed = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")
    # Category C holds control characters and everything that turns the direction of writing.
    kept = "".join(c for c in composed if c in "\n\t" or unicodedata.category(c)[0] != "C")
    return kept.strip()[:longest]


def without_contacts(text: str | None) -> str:
    """Words to keep, without what leads to a person: e-mail addresses, and numbers of nine digits or more."""
    without_mail = _MAIL.sub("(surel)", text or "")
    return _LONG_NUMBER.sub("(nomor)", _SIXTEEN.sub(_number_or_years, without_mail))


def _number_or_years(found: re.Match[str]) -> str:
    are_years = all(map(_YEAR.fullmatch, re.split("[ .-]", found[0])))
    return found[0] if are_years else "(nomor)"
