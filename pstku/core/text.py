"""Words: marked msgids, comparison keys, and what is left of typed text once it is clean."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_LONG_NUMBER = re.compile(r"\d{9,}|(?<!\d)(?:\+?62|0)(?:[ .-]?\d){8,}")  # also a telephone number in groups
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"  # hyphens of all kinds, as phones and word processors write them
_BREAK = rf"(?: ?[{_DASHES}/-] ?|[ _])"
_PART = rf"(?:{_BREAK}|\.)"  # what may stand between two groups of digits
_CARD_DIGITS = re.compile(rf"(?<!\d)\d(?:{_PART}?\d){{14,}}(?!\d)")  # NIK, KK, NPWP, NIP, bank card, in any groups
_NAMED_CARD = re.compile(
    rf"\b(nik|no\.? ?ktp|ktp|nip|nim|nisn|npwp|bpjs)\b(\W{{0,3}})(\d(?:{_PART}?\d){{7,}})", re.IGNORECASE
)
_OTHER_DIGITS = re.compile(
    rf"(?:(?:19|20)\d\d{_PART}?)+"  # years side by side
    rf"|(?:(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d{{2}}-\d{{2}}){_PART}?)+"  # days
    rf"|\d{{1,3}}(?:\.\d{{3}})+(?:{_BREAK}\d{{1,3}}(?:\.\d{{3}})+)*"  # amounts in thousands
    # Telephone numbers side by side. Each is read in one way only: two ways for each of thirty would take minutes.
    rf"|(?:(?>(?:62|0)[ .-]?8\d{{1,2}}(?:[ .-]?\d{{3,4}}){{2}}\d?)(?!\d){_PART}?)+"
)
REMOVED_NUMBER = "(nomor dihapus)"
SHORTEST_CARD = len("NIK12345678")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet begins one


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for a marked msgid)
    """Mark an Indonesian sentence for translation; it is translated where it is shown."""
    return message


def fold(text: str) -> str:
    """A key for comparing: no case, accents, punctuation; single spaces."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).replace("_", " ").strip()


def clean_line(text: str | None, longest: int) -> str:
    """One line without control or direction characters, spaces joined, cut to `longest`."""
    if not text:
        return ""
    return " ".join(clean_text(text, 10 * longest).split())[:longest].strip()


def clean_text(text: str | None, longest: int) -> str:
    """Several lines without control or direction characters, cut to `longest`."""
    if not text:
        return ""
    if text.isascii() and text.isprintable():  # as most words are: nothing to compose or to take out
        return text.strip()[:longest]
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    # Category C holds control characters and everything that turns the direction of writing.
    cleaned = "".join(c for c in composed if c in "\n\t" or unicodedata.category(c)[0] != "C")
    return cleaned.strip()[:longest]


def without_card_numbers(text: str) -> str:
    """Words without numbers of identity or bank cards, however they are grouped; `REMOVED_NUMBER` stands in their place.

    A number of 15 digits or more is taken for one (NIK and KK have 16, NPWP 15 or 16, NIP 18), and one of 8 or more
    behind a word such as NIK or NIM. Years, dates, amounts and telephone numbers side by side stay.
    """
    if len(text) < SHORTEST_CARD:
        return text
    return _CARD_DIGITS.sub(_card_or_other, _NAMED_CARD.sub(rf"\1\2{REMOVED_NUMBER}", text))


def _card_or_other(found: re.Match[str]) -> str:
    return found[0] if _OTHER_DIGITS.fullmatch(found[0]) else REMOVED_NUMBER


def has_card_number(text: str | None) -> bool:
    """Would `without_card_numbers` take something out?"""
    return bool(text) and without_card_numbers(text or "") != text


def words_line(text: str | None, longest: int) -> str:
    """One line of somebody's own words as it may be stored: clean, and without card numbers."""
    return clean_line(without_card_numbers(clean_line(text, 2 * longest)), longest)


def words_text(text: str | None, longest: int) -> str:
    """Several lines of somebody's own words as they may be stored: clean, and without card numbers."""
    return clean_text(without_card_numbers(clean_text(text, 2 * longest)), longest)


def without_contacts(text: str | None) -> str:
    """Words to keep, without what leads to a person: e-mail addresses, card numbers, and nine digits or more."""
    without_mail = _MAIL.sub("(surel)", text or "")
    return _LONG_NUMBER.sub("(nomor)", without_card_numbers(without_mail).replace(REMOVED_NUMBER, "(nomor)"))


def spreadsheet_text(text: str) -> str:
    """As it may stand in a csv: a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(FORMULAS) else text
