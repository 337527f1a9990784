"""May a figure enter the library? What is refused; what is only doubted stands in `doubting`. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pstku.core.errors import InvalidInput
from pstku.core.numbers import parse_decimal
from pstku.core.text import N_, clean_line, fold
from pstku.library.rules.entries import NewValue, not_out_yet, too_early
from pstku.library.rules.periods import KIND_WORDS, earliest_release, first_day, is_period, period_text
from pstku.library.rules.places import CITY
from pstku.library.rules.printed import ESTIMATED, PRELIMINARY, REVISED, VERY_PRELIMINARY

STATUSES = (PRELIMINARY, VERY_PRELIMINARY, ESTIMATED, "tetap", REVISED)
KEPT_STATUSES = ("", "tidak diketahui", *STATUSES)  # packs say also that nobody knows
UNKNOWN_STATUS = N_("Tulis sementara, sangat sementara, perkiraan, tetap, atau direvisi.")
REGION_CODE = re.compile(r"[0-9]{4,13}")
ALIKE = ("indeks", "rasio", "tahun", "malam")
LARGEST = 10**17  # scaled values live in 64 bits
LONGEST = {"series": 80, "source": 300, "source_url": 1000, "note": 500}  # letters, as in a pack
NO_SHARES = frozenset({"inflasi", "deflasi", "pertumbuhan", "laju", "andil", "kasar"})  # APK counts pupils of any age


@dataclass(frozen=True, slots=True)
class Profile:
    """What figures of an indicator look like; empty where nobody said so."""

    title: str = ""
    unit: str = ""
    decimals: int | None = None
    calendar: Mapping[str, Any] = field(default_factory=dict)
    levels: frozenset[str] = frozenset()
    kinds_known: frozenset[str] = frozenset()  # kinds of period that figures have already
    top: Decimal | None = None  # of the scale its definition gives: 100 for the IPM, 1 for the Gini

    @property
    def period_kind(self) -> str | None:
        """year, semester, quarter or month: how the indicator is counted."""
        return self.calendar.get("period_kind")

    @property
    def period_kinds(self) -> frozenset[str]:
        """Every kind of period its figures may have; empty: any."""
        return self.kinds_known | ({self.period_kind} if self.period_kind else frozenset())

    @property
    def is_share(self) -> bool:
        """A part of a whole, between 0 and 100 percent; not a rate of change."""
        return self.unit == "persen" and not self.is_change

    @property
    def is_change(self) -> bool:
        """A rate of change: it may be negative, and is often near zero."""
        return not NO_SHARES.isdisjoint(fold(self.title).split())

    @property
    def is_comparable(self) -> bool:
        """Do figures of other places have about the same size? A count of people has not."""
        return self.unit in ALIKE or "persen" in self.unit or " per " in self.unit


def parse_value(text: str, profile: Profile, field_name: str = "value") -> Decimal:
    """The number as typed for an indicator: without decimals 108.522 is no riddle, and zeros a sheet dropped come back.

    A percent sign is taken where percent are counted. Raises InvalidInput.
    """
    text = text.strip()
    if text.endswith("%"):
        if profile.unit and "persen" not in profile.unit:
            sentence = N_("“%(text)s” adalah persen, padahal satuannya %(unit)s. Ketik angkanya dalam satuan itu.")
            raise InvalidInput(field_name, sentence, text=text, unit=profile.unit)
        text = text.removesuffix("%")
    value = parse_decimal(text, field_name, is_whole=profile.decimals == 0)
    missing = (profile.decimals or 0) + int(value.as_tuple().exponent)
    return value.quantize(Decimal(1).scaleb(-(profile.decimals or 0))) if missing > 0 else value


def figure_faults(entry: NewValue) -> Iterator[InvalidInput]:
    """What no figure can be, wherever it comes from and whenever one looks: each beside the field it concerns."""
    if entry.period_kind not in KIND_WORDS:
        sentence = N_("“%(kind)s” bukan jenis periode. Tulis year, semester, quarter, atau month.")
        yield InvalidInput("period_kind", sentence, kind=entry.period_kind)
    elif not is_period(entry.period, entry.period_kind):
        sentence = N_("Periode “%(period)s” tidak dikenal. Tulis misalnya 2025, Agustus 2025, atau Triwulan II 2026.")
        yield InvalidInput("period", sentence, period=entry.period)
    elif entry.released_on and entry.released_on < earliest_release(entry.period):
        yield too_early(entry.period)
    if not entry.value.is_finite() or abs(entry.scaled[0]) > LARGEST:
        yield InvalidInput("value", N_("Angkanya tidak dapat disimpan. Ketik misalnya 78,54."))
    if not clean_line(entry.source, 300):
        yield InvalidInput("source", N_("Isi sumber angkanya, misalnya nomor BRS atau judul publikasi."))
    if not REGION_CODE.fullmatch(entry.region_code):
        sentence = N_("Kode wilayah “%(code)s” tidak dikenal. Kode terdiri atas 4 sampai 13 angka menurut MFD.")
        yield InvalidInput("region_code", sentence, code=entry.region_code)
    if entry.source_url and not entry.source_url.startswith(("https://", "http://")):
        yield InvalidInput("source_url", N_("Alamat sumber diawali https://"))
    if entry.status not in KEPT_STATUSES:
        yield InvalidInput("status", UNKNOWN_STATUS)


def check_figure(entry: NewValue, today: date) -> None:
    """Raises InvalidInput for the first of `figure_faults`, and for a figure that is not out by `today`."""
    for fault in figure_faults(entry):
        raise fault
    if entry.released_on and entry.released_on > today:
        raise not_out_yet()


def check_filled(entry: NewValue, profile: Profile, level: str | None, today: date) -> None:
    """What a person may not fill in besides: a place, a time or a status the indicator does not have.

    `level` of the region; None: the library does not know it. Raises InvalidInput.
    """
    check_figure(entry, today)
    for name, longest in LONGEST.items():
        if len(getattr(entry, name) or "") > longest:
            sentence = N_("Terlalu panjang. Singkat menjadi paling banyak %(max)s huruf.")
            raise InvalidInput(name, sentence, max=longest)
    if level is None:
        sentence = N_("Wilayah %(code)s tidak ada di pustaka. Tambahkan dulu di Isi angka, Wilayah.")
        raise InvalidInput("region_code", sentence, code=entry.region_code)
    if profile.levels and level not in profile.levels:
        sentence = N_("Angka ini tidak tersedia untuk tingkat %(level)s. Bila memang ada, sunting dulu halamannya.")
        raise InvalidInput("region_code", sentence, level="kabupaten/kota" if level == CITY else level)
    if profile.period_kinds and entry.period_kind not in profile.period_kinds:
        kinds = ", ".join(KIND_WORDS[kind] for kind in KIND_WORDS if kind in profile.period_kinds)
        sentence = N_("%(period)s tidak cocok: angka ini dihitung per %(kinds)s.")
        raise InvalidInput("period", sentence, period=period_text(entry.period), kinds=kinds)
    if first_day(entry.period) > today:
        sentence = N_("%(period)s belum mulai. Periksa lagi periodenya.")
        raise InvalidInput("period", sentence, period=period_text(entry.period))
    if entry.status and entry.status not in STATUSES:
        raise InvalidInput("status", UNKNOWN_STATUS)
