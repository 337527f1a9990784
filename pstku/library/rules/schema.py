"""What a page must hold: every fact by its name, its shape and its type. Said once, for packs and editors alike. Pure.

A name means the same on every kind of page. `Facts(page.facts)` reads them typed, so that code asks
`page.fact.unit` and no string key can be misspelt.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Generic, TypeVar, overload

from pstku.core.text import N_
from pstku.library.rendering import is_formula
from pstku.library.rules.calendar import FIRST_WORKING_DAY, POSTPONED
from pstku.library.rules.periods import SHAPES as PERIOD_SHAPES
from pstku.library.rules.periods import is_period, period_kind
from pstku.library.rules.places import Level
from pstku.library.rules.shapes import (
    Shape,
    Wrong,
    address,
    as_number,
    bare_number,
    day,
    either,
    key,
    list_of,
    matching,
    one_of,
    parts,
    text,
    truth,
    whole,
    wrong_in,
)

FUNCTIONS = ("sosial", "produksi", "distribusi", "nerwilis", "ipds", "umum")
LEVELS = tuple(Level)
DIRECTIONS = {
    "neutral": N_("tidak baik, tidak buruk"),
    "higher_is_better": N_("naik berarti membaik"),
    "lower_is_better": N_("turun berarti membaik"),
}
LINE, SENTENCE, NAME, WORD = text(120), text(1000), text(200), text(120)
T = TypeVar("T")


def latex(value: Any) -> Iterator[Wrong]:
    """A formula that can be shown as mathematics."""
    if not isinstance(value, str) or len(value) > 1000:
        yield "", "harus teks LaTeX, paling panjang 1000 huruf"
    elif value and not is_formula(value):
        yield "", "rumus LaTeX ini tidak dapat ditampilkan; periksa kurung dan perintahnya"


def bands(value: Any) -> Iterator[Wrong]:
    """Classes of a scale from low to high; the lowest begins at zero."""
    faults = list(list_of(parts({"to": bare_number, "label": WORD}, required=("to", "label")), most=20)(value))
    yield from faults
    edges = [] if faults else [as_number(item["to"]) or 0 for item in value]
    if edges != sorted(set(edges)):
        yield "", "batas (to) harus naik dari butir pertama ke butir terakhir"
    if any(edge <= 0 for edge in edges):
        yield "", "batas (to) harus lebih dari nol"


def dates(value: Any) -> Iterator[Wrong]:
    """Days of release that were announced: period -> day."""
    if not isinstance(value, dict):
        yield "", "harus berisi pasangan periode: tanggal"
        return
    for period, date_text in value.items():
        is_day = date_text == POSTPONED or (isinstance(date_text, str) and not wrong_in(day, date_text))
        if period_kind(period) is None or not is_day:
            yield period[:20], "harus periode dan tanggalnya atau ditunda, misalnya 2026-Q2: 2026-08-05"


CALENDAR: dict[str, Shape] = {
    "period_kind": one_of(*PERIOD_SHAPES),
    "months": list_of(whole(1, 12), most=12),  # in which a figure exists; none: in all
    "lag_months": whole(-11, 36),  # from the month in which a period ends
    "day": either(one_of(FIRST_WORKING_DAY), whole(1, 31)),
    "by_day": whole(1, 31),
    "month_of_release": whole(1, 12),
    "lag_text": SENTENCE,
    "dates": dates,  # period -> the day that was announced
}


def release_calendar(value: Any) -> Iterator[Wrong]:
    """When the figures of an indicator come out; a lag or a day means nothing before one knows after what."""
    faults = list(parts(CALENDAR)(value))
    yield from faults
    if faults:
        return
    kind, lag = value.get("period_kind"), value.get("lag_months")
    if not kind and (lag is not None or value.get("dates")):
        yield "period_kind", "wajib diisi bila lag_months atau dates terisi"
    if lag is None and (value.get("day") or value.get("by_day")):
        yield "lag_months", "wajib diisi bila day atau by_day terisi"
    for period in value.get("dates") or {} if kind else {}:
        if not is_period(period, str(kind)):
            yield f"dates, {period[:20]}", f"tidak sesuai {kind}"


domain = matching(re.compile(r"[0-9]{4}"), 'harus 4 angka di antara tanda kutip, misalnya "0000"')
table_number = either(whole(1, 10**9), matching(re.compile(r"[0-9]{1,9}"), "harus nomor tabel, misalnya 2263"))
column_number = either(whole(0, 10**9), matching(re.compile(r"[0-9]{1,9}"), "harus nomor rincian (turvar), misalnya 0"))
source = parts({"name": text(300), "url": address, "mark": text(20)}, required=("name",))
webapi_table = parts(
    {
        "domain": domain,
        "var": table_number,
        "title": NAME,  # how the headline's title begins
        "part": column_number,
        "power": whole(-6, 9),  # value × 10**power
        "series": WORD,
        "headline": truth,
        "table": truth,
    },
    required=("var",),
)


class Fact(Generic[T]):
    """One fact of a page: the shape it must have, and the type it is read as, also where it is missing."""

    def __init__(self, shape: Shape, read: Callable[[Any], T]) -> None:
        self.shape, self.read = shape, read

    def __set_name__(self, owner: type["Facts"], name: str) -> None:
        self.name = name
        owner.shapes[name] = self.shape

    @overload
    def __get__(self, facts: None, owner: type["Facts"]) -> "Fact[T]": ...
    @overload
    def __get__(self, facts: "Facts", owner: type["Facts"]) -> T: ...
    def __get__(self, facts: "Facts | None", owner: type["Facts"]) -> "Fact[T] | T":
        return self if facts is None else self.read(facts.stored.get(self.name))


def words(shape: Shape) -> Fact[str]:
    """A fact said in words; "" where it is missing."""
    return Fact(shape, lambda stored: str(stored or ""))


def listed(shape: Shape) -> Fact[tuple[str, ...]]:
    """A fact of several words; none where it is missing."""
    return Fact(list_of(shape), lambda stored: tuple(map(str, stored or ())))


def flag() -> Fact[bool]:
    """Yes or no; no where it is missing."""
    return Fact(truth, bool)


def items(shape: Shape) -> Fact[list[dict[str, Any]]]:
    """A list of named parts; empty where it is missing."""
    return Fact(shape, lambda stored: list(stored or ()))


class Facts:
    """The facts of one page, typed. `stored` is the JSON they are read from, for code that treats every fact alike."""

    shapes: ClassVar[dict[str, Shape]] = {}

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.stored = stored

    # of several kinds of pages
    advice = words(SENTENCE)
    levels = listed(one_of(*LEVELS))
    misreadings = listed(SENTENCE)
    # of surveys
    since = words(either(whole(1900, 2100), NAME))
    unit_observed = words(NAME)
    frequency = words(NAME)
    method = words(SENTENCE)
    sample = words(SENTENCE)
    respondent = words(NAME)
    release = words(NAME)
    indicators = listed(key)
    media = listed(key)
    products = listed(SENTENCE)
    # of indicators
    survey = words(key)
    headline = flag()
    values_from = listed(key)  # its figures are those of other indicators: deflation is inflation below zero
    also_counted_by = listed(one_of("semester", "quarter", "month"))  # beside the period_kind of its calendar
    unit = words(WORD)
    unit_symbol = words(text(20))
    decimals: Fact[int | None] = Fact(whole(0, 6), lambda stored: stored)
    is_percentage = flag()
    direction = words(one_of(*DIRECTIONS))
    kota_period = words(WORD)
    formula = words(SENTENCE)
    formula_latex = words(latex)
    how_to_read = words(SENTENCE)
    quick = words(SENTENCE)
    misreadings_below_zero = listed(SENTENCE)  # of a figure with a minus, before the others
    how_to_get = listed(SENTENCE)
    release_calendar: Fact[dict[str, Any]] = Fact(release_calendar, lambda stored: dict(stored or {}))
    webapi = items(list_of(webapi_table, most=50))
    bands = items(bands)
    related = listed(key)
    # of media and of conduct
    url = words(address)
    group = words(WORD)
