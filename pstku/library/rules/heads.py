"""What stands in the head of a page of a pack: each name, and what it must be. An empty value is always allowed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pstku.library.rendering import is_formula
from pstku.library.rules.calendar import FIRST_WORKING_DAY, POSTPONED
from pstku.library.rules.periods import period_kind
from pstku.library.rules.shapes import (
    UNKEEPABLE,
    Shape,
    Wrong,
    address,
    as_number,
    bare_number,
    either,
    key,
    list_of,
    matching,
    number,
    one_of,
    parts,
    text,
    truth,
    whole,
    wrong_in,
)

FUNCTIONS = ("sosial", "produksi", "distribusi", "nerwilis", "ipds", "umum")
LEVELS = ("nasional", "provinsi", "kota", "kecamatan", "kelurahan")
DAY = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
LONGEST_BODY = 40_000  # letters, as in the editor
LINE, SENTENCE, NAME, WORD = text(120), text(1000), text(200), text(120)
REQUIRED = ("id", "title", "fungsi", "summary")


def latex(value: Any) -> Iterator[Wrong]:
    """A formula that can be shown as mathematics."""
    if not isinstance(value, str) or len(value) > 1000:
        yield "", "harus teks LaTeX, paling panjang 1000 huruf"
    elif value and not is_formula(value):
        yield "", "rumus LaTeX ini tidak dapat ditampilkan; periksa kurung dan perintahnya"


def bands(value: Any) -> Iterator[Wrong]:
    """Classes of a scale from low to high."""
    faults = list(list_of(parts({"to": bare_number, "label": WORD}, required=("to", "label")), most=20)(value))
    yield from faults
    edges = [] if faults else [as_number(item["to"]) or 0 for item in value]
    if edges != sorted(set(edges)):
        yield "", "batas (to) harus naik dari butir pertama ke butir terakhir"


def dates(value: Any) -> Iterator[Wrong]:
    """Days of release that were announced: period -> day."""
    if not isinstance(value, dict):
        yield "", "harus berisi pasangan periode: tanggal"
        return
    for period, day in value.items():
        is_told = isinstance(day, str) and (day == POSTPONED or DAY.fullmatch(day))
        if period_kind(period) is None or not is_told:
            yield period[:20], "harus periode dan tanggalnya atau ditunda, misalnya 2026-Q2: 2026-08-05"


domain = matching(re.compile(r"[0-9]{4}"), 'harus 4 angka di antara tanda kutip, misalnya "0000"')
table_number = either(whole(1, 10**9), matching(re.compile(r"[0-9]{1,9}"), "harus nomor tabel, misalnya 2263"))
column_number = either(whole(0, 10**9), matching(re.compile(r"[0-9]{1,9}"), "harus nomor rincian (turvar), misalnya 0"))
source = parts({"name": text(300), "url": address, "mark": text(20)}, required=("name",))

CALENDAR: dict[str, Shape] = {
    "period_kind": one_of("year", "semester", "quarter", "month"),
    "months": list_of(whole(1, 12), most=12),  # in which a figure exists; none: in all
    "lag_months": whole(-24, 36),
    "day": either(one_of(FIRST_WORKING_DAY), whole(1, 31)),
    "by_day": whole(1, 31),
    "month_of_release": whole(1, 12),
    "lag_text": SENTENCE,
    "dates": dates,  # period -> the day that was announced
}
WEBAPI: dict[str, Shape] = {
    "domain": domain,
    "var": table_number,
    "title": NAME,  # how the headline's title begins
    "part": column_number,
    "power": whole(-6, 9),  # value × 10**power
    "series": WORD,
    "headline": truth,
    "table": truth,
}

EVERY: dict[str, Shape] = {  # page
    "id": key,
    "title": LINE,
    "short": text(40),
    "fungsi": one_of(*FUNCTIONS),
    "summary": text(300),
    "sources": list_of(source),
    "synonyms": list_of(WORD),
    "verify_every_days": whole(1, 3650),
    "advice": SENTENCE,
}
SURVEY: dict[str, Shape] = {
    "since": either(whole(1900, 2100), NAME),
    "unit_observed": NAME,
    "frequency": NAME,
    "method": SENTENCE,
    "sample": SENTENCE,
    "respondent": NAME,
    "release": NAME,
    "levels": list_of(one_of(*LEVELS)),
    "indicators": list_of(key),
    "media": list_of(key),
    "products": list_of(SENTENCE),
    "misreadings": list_of(SENTENCE),
}
INDICATOR: dict[str, Shape] = {
    "survey": key,
    "headline": truth,
    "values_from": list_of(key),  # its figures are those of other indicators: deflation is inflation below zero
    "also_counted_by": list_of(one_of("semester", "quarter", "month")),  # beside the period_kind of its calendar
    "unit": WORD,
    "unit_symbol": text(20),
    "decimals": whole(0, 6),
    "is_percentage": truth,
    "direction": one_of("higher_is_better", "lower_is_better", "neutral"),
    "levels": list_of(one_of(*LEVELS)),
    "kota_period": WORD,
    "formula": SENTENCE,
    "formula_latex": latex,
    "how_to_read": SENTENCE,
    "quick": SENTENCE,
    "misreadings": list_of(SENTENCE),
    "misreadings_below_zero": list_of(SENTENCE),  # of a figure with a minus, before the others
    "how_to_get": list_of(SENTENCE),
    "release_calendar": parts(CALENDAR),
    "webapi": list_of(parts(WEBAPI, required=("var",)), most=50),
    "bands": bands,
    "related": list_of(key),
}
MEDIUM: dict[str, Shape] = {"url": address}
CONDUCT: dict[str, Shape] = {"group": WORD}
KNOWN = EVERY | SURVEY | INDICATOR | MEDIUM | CONDUCT  # a name means the same on every kind of page
OTHER = either(text(2000), whole(-(10**15), 10**15), truth, number, list_of(text(500)))
ONLY_SIMPLE = "nama ini tidak dikenal, jadi hanya boleh teks, angka, true, false, atau daftar teks"


def head_of(key: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The head under which a page of the library stands in a pack."""
    facts = content.get("facts") or {}
    return {
        "id": key,
        "title": content.get("title"),
        "short": content.get("short"),
        "fungsi": content.get("function"),
        "summary": content.get("summary"),
        **{name: facts[name] for name in sorted(facts)},
        "synonyms": content.get("synonyms"),
        "sources": content.get("sources"),
        "verify_every_days": content.get("verify_every_days"),
    }


def head_faults(front: Any) -> Iterator[Wrong]:
    """What is wrong in the head of a page, place by place."""
    if not isinstance(front, dict):
        yield "kepala", "harus berisi pasangan nama: isi"
        return
    for name in REQUIRED:
        if front.get(name) in (None, ""):
            yield name, "wajib diisi"
    for name, value in front.items():
        if name in REQUIRED and value in (None, ""):
            continue
        if name in KNOWN:
            yield from ((f"{name}, {where}" if where else name, what) for where, what in wrong_in(KNOWN[name], value))
        elif wrong_in(OTHER, value):
            yield name[:40], ONLY_SIMPLE


def body_faults(body: str) -> Iterator[Wrong]:
    """What is wrong with the text of a page."""
    if len(body) > LONGEST_BODY:
        yield "isi", f"paling panjang {LONGEST_BODY} huruf; bagi menjadi beberapa halaman"
    if UNKEEPABLE.search(body):
        yield "isi", "ada huruf kendali yang tidak tampak"
