"""Phone numbers, e-mail addresses and names: how they are stored, and how they are masked."""

import re

from pstku.core.errors import InvalidInput
from pstku.core.text import N_, REMOVED_NUMBER, clean_line, fold, words_line

_E164 = re.compile(r"[1-9]\d{8,14}", re.ASCII)
_NOT_A_NUMBER = re.compile(r"[^\d\s()+.\-]", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_WA_LINK = re.compile(r"(?:https?://)?(?:wa\.me|api\.whatsapp\.com/send\?phone=)/?\+?", re.IGNORECASE)
_PHONE_WORDS = re.compile(r"\b(?:wa|whatsapp|hp|no|nomor|telp|tlp|telepon)\b[.:]?|\(\s*\)", re.IGNORECASE)
_BETWEEN_PHONES = re.compile(r"\s*(?:/|,|;|\batau\b|\bdan\b)\s*", re.IGNORECASE)
_MOBILE = re.compile(r"628\d{8,11}", re.ASCII)  # 8 and 8 to 11 more digits; half a number is refused
NO_AGENCY = frozenset(
    ("", "tidak ada", "tdk ada", "gak ada", "ga ada", "tak ada", "tiada", "belum ada", "kosong", "nihil", "none", "no",
     "tidak", "umum", "pribadi", "perorangan", "mandiri", "sendiri", "warga", "masyarakat", "masyarakat umum", "lainnya")
)  # fmt: skip
LONGEST_EMAIL, LONGEST_PHONE = 120, 80


def normal_phone(typed: str) -> str:
    """E.164 of a number as people type it: 0812…, 62812…, 0062812… and +62812… are one; empty stays empty.

    Words such as "(WA)", a wa.me link and dashes of all kinds are read; of two numbers the first is taken. Raises
    InvalidInput("phone") for anything that is not a complete number.
    """
    number = clean_line(typed, LONGEST_PHONE).translate(_DASHES)
    if not number:
        return ""
    without_words = _PHONE_WORDS.sub(" ", _WA_LINK.sub("+", number))
    numbers = [_e164(part.strip()) for part in _BETWEEN_PHONES.split(without_words) if part.strip()]
    if not numbers or None in numbers:
        raise InvalidInput("phone", N_("Nomor HP belum lengkap. Ketik misalnya 0812 3456 7890."))
    return f"+{numbers[0]}"


def _e164(part: str) -> str | None:
    digits = "".join(c for c in part if c in "0123456789")
    number = _with_country(digits, has_plus=part.startswith("+"))
    if not _E164.fullmatch(number) or number.startswith("620") or _NOT_A_NUMBER.search(part):
        return None
    return number if _MOBILE.fullmatch(number) or not number.startswith("628") else None


def _with_country(digits: str, *, has_plus: bool) -> str:
    """The digits behind the country code; without one the number is Indonesian, empty when it cannot be either."""
    if digits.startswith("00"):
        digits, has_plus = digits[2:], True
    if digits.startswith("62"):
        return "62" + digits[2:].removeprefix("0")
    if digits.startswith("0"):
        return "62" + digits[1:]  # also after a plus that somebody put before 0812…
    if has_plus:
        return digits
    return "62" + digits if digits.startswith("8") else ""


def clean_email(typed: str) -> str:
    """An e-mail address in lower case; empty stays empty. Raises InvalidInput for anything else."""
    address = clean_line(typed, LONGEST_EMAIL + 1).lower()
    if address and (len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address)):
        raise InvalidInput("email", N_("Alamat e-mail belum lengkap. Ketik misalnya nama@contoh.id."))
    return address


_TITLES = frozenset("prof dr dra drs ir h hj kh ust ustadz bpk bapak pak ibu bu sdr sdri tn ny apt drg ns r rr".split())
_CARD_LEFT_OUT = re.compile(
    rf"[\s/,;:(-]*(?:\b(?:nik|no\.? ?ktp|ktp|nip|nim|nisn|npwp|bpjs)\W*)?{re.escape(REMOVED_NUMBER)}\)?", re.IGNORECASE
)


def person_name(typed: str, longest: int) -> str:
    """A name as it may be stored: one line, without a card number or the word in front of it."""
    return clean_line(_CARD_LEFT_OUT.sub("", words_line(typed, longest)), longest)


def masked_name(name: str) -> str:
    """Budi Santoso as "Budi S•••••", Drs. Hasan Mooduto as "Drs. Hasan M•••••", a single name as "Yus•••".

    Enough to know oneself, too little for anybody else: titles and shortened first names (Moh., Abd., M.) stay, the
    name behind them is what tells people apart.
    """
    words = name.replace(".", ". ").split()
    titles = 0
    while titles < len(words) - 1 and (words[titles].endswith(".") or words[titles].lower().strip(",") in _TITLES):
        titles += 1
    first, *rest = words[titles:] or [""]
    if not rest:
        return " ".join([*words[:titles], f"{first[:3]}•••" if len(first) > 3 else f"{first[:1]}•••"])
    return " ".join([*words[:titles], first, f"{rest[0][0]}•••••"])


def is_no_agency(typed: str) -> bool:
    """Does the line only say that there is no agency: "-", "tidak ada", "umum", "pribadi"?"""
    return fold(typed) in NO_AGENCY


def masked_phone(phone: str) -> str:
    """+6281234561234 as "••••1234"."""
    return f"••••{phone[-4:]}" if phone else ""
