"""Numbers as the office rounds, writes and types them."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pstku.core.errors import InvalidInput
from pstku.core.text import N_

MINUS = "−"
MINUSES = "−‐‑‒–—﹣－"  # what keyboards, word processors and printed tables put before a number

_INDONESIAN = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?", re.ASCII)
_WITH_A_POINT = re.compile(r"[+-]?\d+\.\d+", re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?", re.ASCII)
_SIGN_APART = re.compile(r"^([+-]) +(?=\d)")


def round_half_up(value: Decimal | Fraction | int | float, places: int) -> Decimal:
    """Rounded once, half away from zero, to `places` decimals."""
    if isinstance(value, Fraction):
        scaled = abs(value) * 10**places
        whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
        return Decimal(whole if value >= 0 else -whole).scaleb(-places)
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def format_number(value: Decimal | Fraction | int | float, places: int | None = None) -> str:
    """1.234,5 with a real minus; without `places` the value keeps its own decimals."""
    number = Decimal(str(value)) if places is None else round_half_up(value, places)
    text = f"{abs(number):,f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if number < 0 else text


def format_percent(value: Decimal | Fraction | int | float, places: int | None = None) -> str:
    """6,52 %"""
    return f"{format_number(value, places)} %"


def typed_number(value: Decimal) -> str:
    """1234,50: as a person types it, without groups, so that it is read again without a question."""
    return f"{value:f}".replace(".", ",")


def plain_signs(text: str) -> str:
    """The text with one form of minus and of space, and without invisible characters (U+200B, U+200E, a BOM)."""
    signs = (" " if unicodedata.category(c) == "Zs" else c for c in text if unicodedata.category(c) != "Cf")
    return "".join("-" if c in MINUSES else c for c in signs).strip()


def parse_decimal(text: str, field: str = "value", *, is_whole: bool = False) -> Decimal:
    """`78,54`, `1.234,5` or `78.54` as typed; raises InvalidInput on anything else.

    `1.234` is refused, as it could be wrong a thousandfold read one way or the other, unless only a whole number can
    be meant. A blank parts thousands and nothing else: `101445 1` is a figure with the footnote 1 beside it.
    """
    plain = _SIGN_APART.sub(r"\1", plain_signs(text))
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(" ", "")
    elif " " in plain and plain.replace(" ", "").strip("+-").replace(",", "").replace(".", "").isdecimal():
        sentence = N_("“%(text)s” memuat spasi yang bukan pemisah ribuan. Hapus nomor catatan kaki atau spasinya.")
        raise InvalidInput(field, sentence, text=text.strip())
    if not is_whole and _EITHER.fullmatch(plain):
        whole, point = plain.replace(".", ""), plain.replace(".", ",")
        sentence = N_("“%(text)s” dapat berarti %(whole)s atau %(point)s. Ketik salah satunya.")
        raise InvalidInput(field, sentence, text=text, whole=whole, point=point)
    if _INDONESIAN.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    if _WITH_A_POINT.fullmatch(plain):
        return Decimal(plain)
    raise InvalidInput(field, N_("“%(text)s” bukan angka. Ketik misalnya 78,54 atau 1.234,5."), text=text)
