"""The facts of a page by its kind: what an editor may say in them, checked. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.library.rules.calendar import POSTPONED
from pstku.library.rules.periods import SHAPES, is_period

LEVELS = ("nasional", "provinsi", "kota", "kecamatan", "kelurahan")
DIRECTIONS = {
    "neutral": N_("tidak baik, tidak buruk"),
    "higher_is_better": N_("naik berarti membaik"),
    "lower_is_better": N_("turun berarti membaik"),
}
LONGEST_WORDS = 500
MOST_DECIMALS = 6
LAGS = range(-11, 37)  # months from the month in which a period ends
POINTS_TO = {"survey": "survey", "indicators": "indicator", "related": "indicator", "media": "medium"}


def check_facts(facts: Mapping[str, Any], before: Mapping[str, Any], library: Mapping[str, str]) -> None:
    """Raises InvalidInput for the first fact that cannot be so; what stood there before is not asked again.

    `library`: key of each page -> its kind.
    """
    changed = {name: value for name, value in facts.items() if value != before.get(name)}
    for name, value in changed.items():
        if isinstance(value, str) and len(value) > LONGEST_WORDS:
            raise InvalidInput(
                name, N_("Terlalu panjang. Singkat menjadi paling banyak %(max)s huruf."), max=LONGEST_WORDS
            )
        if name in POINTS_TO:
            _check_keys(name, value, before.get(name), library)
    if changed.get("direction", "neutral") not in DIRECTIONS:
        raise InvalidInput("direction", N_("Pilih arti naik dan turunnya."))
    if not set(changed.get("levels") or []) <= set(LEVELS):
        raise InvalidInput("levels", N_("Pilih tingkat wilayahnya."))
    if not 0 <= changed.get("decimals", 0) <= MOST_DECIMALS:
        raise InvalidInput("decimals", N_("Angka di belakang koma: 0 sampai 6."))
    if changed.get("url") and not str(changed["url"]).startswith(("https://", "http://")):
        raise InvalidInput("url", N_("Alamatnya diawali https://"))
    _check_bands(changed.get("bands") or [])
    _check_calendar(changed.get("release_calendar") or {})


def check_complete(kind: str, facts: Mapping[str, Any]) -> None:
    """What a page of this kind cannot do without when it is handed in; raises InvalidInput."""
    if kind != "indicator":
        return
    if not facts.get("unit"):
        raise InvalidInput("unit", N_("Satuannya belum terisi. Tulis misalnya persen, jiwa, atau indeks."))
    if not facts.get("levels"):
        raise InvalidInput("levels", N_("Pilih paling sedikit satu tingkat wilayah yang punya angkanya."))
    if not (facts.get("release_calendar") or {}).get("period_kind"):
        raise InvalidInput(
            "release_period_kind", N_("Pilih angkanya dihitung per apa: tahun, semester, triwulan, bulan.")
        )


def _check_bands(bands: Sequence[Mapping[str, Any]]) -> None:
    edges = [band["to"] for band in bands]
    if edges != sorted(set(edges)) or any(not 0 < edge <= 10**15 for edge in edges):
        raise InvalidInput("bands", N_("Batas atasnya harus lebih dari nol dan naik dari baris ke baris."))


def _check_keys(name: str, value: Any, before: Any, library: Mapping[str, str]) -> None:
    fresh = set(_listed(value)) - set(_listed(before))
    if any(library.get(key) != POINTS_TO[name] for key in fresh):
        raise InvalidInput(name, N_("Pilihan ini tidak ada di pustaka. Pilih yang lain."))


def _listed(value: Any) -> Iterable[str]:
    return map(str, value if isinstance(value, list) else [value] if value else [])


def _check_calendar(calendar: Mapping[str, Any]) -> None:
    kind, lag = calendar.get("period_kind"), calendar.get("lag_months")
    if kind and kind not in SHAPES:
        raise InvalidInput(
            "release_period_kind", N_("Pilih angkanya dihitung per apa: tahun, semester, triwulan, bulan.")
        )
    if not kind and (lag is not None or calendar.get("dates")):
        raise InvalidInput("release_period_kind", N_("Pilih dulu angkanya dihitung per apa, lalu isi rilisnya."))
    if lag is not None and lag not in LAGS:
        raise InvalidInput("release_lag_months", N_("Jarak rilis: −11 sampai 36 bulan sesudah periodenya berakhir."))
    if lag is None and (calendar.get("day") or calendar.get("by_day")):
        raise InvalidInput("release_lag_months", N_("Isi berapa bulan sesudah periodenya angka terbit."))
    for name in ("day", "by_day"):
        day = calendar.get(name)
        if isinstance(day, int) and not 1 <= day <= 31:
            raise InvalidInput("release_day", N_("Tanggalnya 1 sampai 31."))
    for period, day in (calendar.get("dates") or {}).items():
        if not is_period(period, str(kind)):
            sentence = N_("Periode %(period)s tidak cocok dengan cara angka ini dihitung.")
            raise InvalidInput("release_dates", sentence, period=period)
        if day != POSTPONED:
            date.fromisoformat(day)
