"""Phone numbers, addresses and names: one form to store, and how little of them to show."""

import re

from pstku.core.errors import InvalidInput
from pstku.core.text import N_, clean_line

_E164 = re.compile(r"[1-9]\d{8,14}", re.ASCII)
_NOT_A_NUMBER = re.compile(r"[^\d\s()+.\-]", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
LONGEST_EMAIL = 120


def normal_phone(typed: str) -> str:
    """E.164 of a number as people type it: 0812…, 62812…, 0062812… and +62812… are one; empty stays empty."""
    kept = clean_line(typed, 40)
    if not kept:
        return ""
    digits = "".join(c for c in kept if c in "0123456789")
    number = _with_country(digits, has_plus=kept.startswith("+"))
    if not _E164.fullmatch(number) or number.startswith("620") or _NOT_A_NUMBER.search(kept):
        raise InvalidInput("phone", N_("Nomor HP belum lengkap. Ketik misalnya 0812 3456 7890."))
    return f"+{number}"


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
    """An address in lower case, or empty; raises InvalidInput for what cannot be one."""
    address = clean_line(typed, LONGEST_EMAIL + 1).lower()
    if address and (len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address)):
        raise InvalidInput("email", N_("Alamat e-mail belum lengkap. Ketik misalnya nama@contoh.id."))
    return address


def masked_name(name: str) -> str:
    """Budi Santoso as "Budi S•••••": enough to know oneself, too little for anybody else."""
    first, *rest = name.split() or [""]
    return " ".join([first, *(f"{part[0]}•••••" for part in rest[:1])])


def masked_phone(phone: str) -> str:
    """+6281234561234 as "••••1234"."""
    return f"••••{phone[-4:]}" if phone else ""
