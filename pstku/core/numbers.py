"""Numbers as the office rounds, writes and types them."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from pstku.core.errors import InvalidInput
from pstku.core.text import N_

MINUS = "−"


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


def parse_decimal(text: str, field: str = "value") -> Decimal:
    """`78,54`, `1.234,5` or `78.54` as typed; raises InvalidInput on anything else."""
    plain = text.strip().replace(MINUS, "-").replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InvalidInput(field, N_("“%(text)s” bukan angka. Ketik misalnya 78,54 atau 1.234,5."), text=text)
    return number
