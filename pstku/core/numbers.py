"""Numbers as the office rounds, writes and types them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pstku.core.errors import InvalidInput
from pstku.core.text import N_

MINUS = "−"

_INDONESIAN = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?", re.ASCII)
_WITH_A_POINT = re.compile(r"[+-]?\d+\.\d+", re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)


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


def parse_decimal(text: str, field: str = "value", *, is_whole: bool = False) -> Decimal:
    """`78,54`, `1.234,5` or `78.54` as typed; raises InvalidInput on anything else.

    `1.234` is refused, as it could be wrong a thousandfold read one way or the other, unless only a whole number can
    be meant.
    """
    plain = text.strip().replace(MINUS, "-").replace(" ", "")
    if not is_whole and _EITHER.fullmatch(plain):
        whole, point = plain.replace(".", ""), plain.replace(".", ",")
        sentence = N_("“%(text)s” dapat berarti %(whole)s atau %(point)s. Ketik salah satunya.")
        raise InvalidInput(field, sentence, text=text, whole=whole, point=point)
    if _INDONESIAN.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    if _WITH_A_POINT.fullmatch(plain):
        return Decimal(plain)
    raise InvalidInput(field, N_("“%(text)s” bukan angka. Ketik misalnya 78,54 atau 1.234,5."), text=text)
