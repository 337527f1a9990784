"""What an editor may say in the facts of a page: the schema of every page, and the library it points into. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.library.rules.schema import Facts
from pstku.library.rules.shapes import wrong_in

POINTS_TO = {"survey": "survey", "indicators": "indicator", "related": "indicator", "media": "medium"}
SENTENCES = {  # beside a field of the editor; what is not here is said as packs are told
    "direction": N_("Pilih arti naik dan turunnya."),
    "levels": N_("Pilih tingkat wilayahnya."),
    "decimals": N_("Angka di belakang koma: 0 sampai 6."),
    "url": N_("Alamatnya diawali https://"),
    "bands": N_("Batas atasnya harus lebih dari nol dan naik dari baris ke baris."),
    "release_period_kind": N_("Pilih dulu angkanya dihitung per apa: tahun, semester, triwulan, bulan."),
    "release_lag_months": N_("Isi berapa bulan sesudah periodenya angka terbit: −11 sampai 36."),
    "release_day": N_("Tanggalnya 1 sampai 31."),
}


def check_facts(facts: Mapping[str, Any], before: Mapping[str, Any], library: Mapping[str, str]) -> None:
    """Raises InvalidInput for the first fact that cannot be so; what stood there before is not asked again.

    `library`: key of each page -> its kind.
    """
    for name, value in facts.items():
        if value == before.get(name):
            continue
        if name in POINTS_TO:
            _check_keys(name, value, before.get(name), library)
        for place, what in wrong_in(Facts.shapes[name], value) if name in Facts.shapes else ():
            raise refusal(f"{name}, {place}" if place else name, what)


def check_complete(kind: str, facts: Facts) -> None:
    """What a page of this kind cannot do without when it is handed in; raises InvalidInput."""
    if kind != "indicator":
        return
    if not facts.unit:
        raise InvalidInput("unit", N_("Satuannya belum terisi. Tulis misalnya persen, jiwa, atau indeks."))
    if not facts.levels:
        raise InvalidInput("levels", N_("Pilih paling sedikit satu tingkat wilayah yang punya angkanya."))
    if not facts.release_calendar.get("period_kind"):
        raise InvalidInput(
            "release_period_kind", N_("Pilih angkanya dihitung per apa: tahun, semester, triwulan, bulan.")
        )


def refusal(place: str, what: str) -> InvalidInput:
    """What is wrong at a place of a page's head, said beside the field in which an editor types it."""
    name, _comma, inner = place.partition(", ")
    field = name
    if name == "release_calendar":
        part, _comma, inner = inner.partition(", ")
        field = "release_day" if part in ("day", "by_day") else f"release_{part}"
    if field in SENTENCES:
        return InvalidInput(field, SENTENCES[field])
    words = f"{inner}: {what}" if inner else what
    return InvalidInput(field, "%(what)s.", what=words[0].upper() + words[1:])


def _check_keys(name: str, value: Any, before: Any, library: Mapping[str, str]) -> None:
    fresh = set(_listed(value)) - set(_listed(before))
    if any(library.get(key) != POINTS_TO[name] for key in fresh):
        raise InvalidInput(name, N_("Pilihan ini tidak ada di pustaka. Pilih yang lain."))


def _listed(value: Any) -> Iterable[str]:
    return map(str, value if isinstance(value, list) else [value] if value else [])
