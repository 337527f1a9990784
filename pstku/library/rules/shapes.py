"""What a value of a pack must be, said as data: text, a number within limits, a list of such, named parts. Pure.

A shape looks at a value and yields (where inside it, what to mend), nothing when it fits. A value left empty (null) fits
every shape; what may not be empty is asked for by `parts(required=…)`.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

Wrong = tuple[str, str]
Shape = Callable[[Any], Iterator[Wrong]]
KEY = re.compile(r"\w[\w.-]{0,79}")
ADDRESS = re.compile(r"https?://\S{3,1000}")
LARGEST = 10**15
UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # no database takes all of these


def wrong_in(shape: Shape, value: Any) -> list[Wrong]:
    """Everything that does not fit; an empty value fits."""
    return [] if value is None else list(shape(value))


def text(longest: int) -> Shape:
    """Words, at most so many letters."""

    def look(value: Any) -> Iterator[Wrong]:
        if not isinstance(value, str):
            yield "", "harus teks; beri tanda kutip bila isinya angka, ya/tidak, atau bertanda khusus"
        elif len(value) > longest:
            yield "", f"paling panjang {longest} huruf"

    return look


def matching(pattern: re.Pattern[str], sentence: str) -> Shape:
    """A text of one form."""

    def look(value: Any) -> Iterator[Wrong]:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            yield "", sentence

    return look


key = matching(KEY, "harus id: huruf, angka, titik, dan tanda hubung, paling panjang 80")
address = matching(ADDRESS, "harus alamat yang diawali https://")


def one_of(*choices: str) -> Shape:
    """One of a few words."""

    def look(value: Any) -> Iterator[Wrong]:
        if not isinstance(value, str) or value not in choices:
            yield "", f"harus salah satu dari {', '.join(choices)}"

    return look


def whole(least: int, most: int) -> Shape:
    """A whole number within limits."""

    def look(value: Any) -> Iterator[Wrong]:
        if not _is_whole(value) or not least <= value <= most:
            yield "", f"harus bilangan bulat {least} sampai {most}"

    return look


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def number(value: Any) -> Iterator[Wrong]:
    """A number, also one in quotes."""
    if as_number(value) is None:
        yield "", "harus angka biasa, misalnya 78.54"


def bare_number(value: Any) -> Iterator[Wrong]:
    """A number that pages count with as it stands."""
    if isinstance(value, str) or as_number(value) is None:
        yield "", "harus angka biasa tanpa tanda kutip, misalnya 78.54"


def between(least: int, most: int) -> Shape:
    """A number within limits, also one in quotes."""

    def look(value: Any) -> Iterator[Wrong]:
        if (found := as_number(value)) is None or not least <= found <= most:
            yield "", f"harus angka {least} sampai {most}"

    return look


def as_number(value: Any) -> Decimal | None:
    """The number a pack means, None when it is none or out of all proportion."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    exponent = found.as_tuple().exponent
    is_plain = found.is_finite() and isinstance(exponent, int) and exponent >= -15
    return found if is_plain and found.adjusted() <= 15 and abs(found) <= LARGEST else None


def truth(value: Any) -> Iterator[Wrong]:
    """Yes or no."""
    if not isinstance(value, bool):
        yield "", "harus true atau false"


def day(value: Any) -> Iterator[Wrong]:
    """A day of the calendar."""
    try:
        is_day = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_day = False
    if not is_day:
        yield "", "harus tanggal seperti 2027-01-01"


def either(*shapes: Shape) -> Shape:
    """Fits one of several shapes; else what the last one says."""

    def look(value: Any) -> Iterator[Wrong]:
        faults = [list(shape(value)) for shape in shapes]
        if all(faults):
            yield from faults[-1]

    return look


def list_of(shape: Shape, most: int = 200) -> Shape:
    """A list whose items all fit; they are named by their place, and none is empty."""

    def look(value: Any) -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield "", "harus berupa daftar"
        elif len(value) > most:
            yield "", f"paling banyak {most} butir"
        else:
            for place, item in enumerate(value, 1):
                faults = [("", "kosong")] if item is None else shape(item)
                yield from ((_at(f"butir {place}", where), what) for where, what in faults)

    return look


def parts(shapes: Mapping[str, Shape], required: Collection[str] = (), *, is_open: bool = False) -> Shape:
    """Named parts, each of its shape; others only when `is_open`."""

    def look(value: Any) -> Iterator[Wrong]:
        if not isinstance(value, dict):
            yield "", "harus berisi pasangan nama: isi"
            return
        for name in [] if is_open else sorted(set(value) - set(shapes)):
            yield name[:40], f"tidak dikenal; yang dikenal: {', '.join(shapes)}"
        for name, shape in shapes.items():
            if name in required and value.get(name) in (None, "", []):
                yield name, "wajib diisi"
            else:
                yield from ((_at(name, where), what) for where, what in wrong_in(shape, value.get(name)))

    return look


def _at(outer: str, inner: str) -> str:
    return f"{outer}, {inner}" if inner else outer
