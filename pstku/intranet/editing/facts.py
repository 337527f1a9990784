"""The fields that only a survey, an indicator, a medium or a rule of conduct has."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField, TextAreaField

from pstku.core.clock import MONTHS
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.editing.models import PageRevision
from pstku.http.forms import offer
from pstku.intranet.editing.form import DraftForm, typed_over
from pstku.intranet.editing.typed import (
    BANDS,
    CHOSEN,
    DATES,
    FLAG,
    LINES,
    MONTHS_CHOSEN,
    NUMBER,
    WORD,
    Typed,
    whole_number,
)
from pstku.library.queries.pages import PageLine
from pstku.library.rules.calendar import FIRST_WORKING_DAY
from pstku.library.rules.periods import KIND_WORDS
from pstku.library.rules.schema import DIRECTIONS, LEVELS, Fact, Facts

DAYS = {
    "": N_("tidak diketahui, dihitung akhir bulan"),
    "day": N_("tanggal tetap"),
    "by_day": N_("paling lambat tanggal"),
    FIRST_WORKING_DAY: N_("hari kerja pertama"),
}
NO_DAY_KNOWN = "Tanggal rilis belum diisi; lihat jadwal rilis di situs"


class SurveyForm(DraftForm):
    """A survey or activity."""

    facts: ClassVar[dict[Fact[Any], Typed]] = DraftForm.facts | {
        Facts.since: WORD,
        Facts.unit_observed: WORD,
        Facts.frequency: WORD,
        Facts.method: WORD,
        Facts.sample: WORD,
        Facts.respondent: WORD,
        Facts.release: WORD,
        Facts.advice: WORD,
        Facts.levels: CHOSEN,
        Facts.indicators: CHOSEN,
        Facts.media: CHOSEN,
        Facts.products: LINES,
    }

    since = StringField(N_("Sejak"))
    unit_observed = StringField(N_("Unit yang diamati"))
    frequency = StringField(N_("Waktu pelaksanaan"))
    method = StringField(N_("Cara pengumpulan"))
    sample = StringField(N_("Sampel"))
    respondent = StringField(N_("Responden"))
    release = StringField(N_("Rilis"))
    advice = StringField(N_("Saran untuk petugas, satu kalimat"))
    levels = SelectMultipleField(
        N_("Tersedia untuk"), choices=offer((level, level.replace("kota", "kabupaten/kota")) for level in LEVELS)
    )
    indicators = SelectMultipleField(N_("Indikator yang dihasilkan"))
    media = SelectMultipleField(N_("Media tempat hasilnya terbit"))
    products = TextAreaField(N_("Data yang dihasilkan, satu per baris"))

    def offer_pages(self, lines: list[PageLine], revision: PageRevision) -> None:
        offer_kind(self.indicators, lines, "indicator", revision.says.facts.indicators)
        offer_kind(self.media, lines, "medium", revision.says.facts.media)


class IndicatorForm(DraftForm):
    """An indicator with its unit, its levels and the rhythm of its releases."""

    facts: ClassVar[dict[Fact[Any], Typed]] = DraftForm.facts | {
        Facts.formula: WORD,
        Facts.formula_latex: WORD,
        Facts.unit: WORD,
        Facts.unit_symbol: WORD,
        Facts.direction: WORD,
        Facts.quick: WORD,
        Facts.survey: WORD,
        Facts.kota_period: WORD,
        Facts.decimals: NUMBER,
        Facts.is_percentage: FLAG,
        Facts.headline: FLAG,
        Facts.bands: BANDS,
        Facts.levels: CHOSEN,
        Facts.related: CHOSEN,
        Facts.misreadings_below_zero: LINES,
    }
    calendar: ClassVar[dict[str, Typed]] = {
        "period_kind": WORD, "months": MONTHS_CHOSEN, "lag_months": NUMBER, "lag_text": WORD, "dates": DATES,
    }  # fmt: skip

    formula = StringField(N_("Rumus dengan kata"))
    formula_latex = StringField(N_("Rumus (LaTeX)"))
    quick = StringField(N_("Kalimat untuk diucapkan"))
    unit = StringField(N_("Satuan"))
    unit_symbol = StringField(N_("Lambang satuan"))
    decimals = StringField(N_("Angka di belakang koma"))
    direction = SelectField(N_("Arti naik dan turun"), choices=offer(DIRECTIONS.items()))
    is_percentage = BooleanField(N_("Selisihnya disebut persen poin"))
    headline = BooleanField(N_("Angka utama kantor"))
    survey = SelectField(N_("Dari survei"))
    levels = SelectMultipleField(
        N_("Tersedia untuk"), choices=offer((level, level.replace("kota", "kabupaten/kota")) for level in LEVELS)
    )
    related = SelectMultipleField(N_("Indikator terkait"))
    kota_period = StringField(N_("Masa yang punya angka kabupaten/kota"))
    misreadings_below_zero = TextAreaField(N_("Sering keliru saat angkanya minus, satu per baris"))
    bands = TextAreaField(N_("Golongan angka dari rendah ke tinggi, satu per baris: batas atas | nama"))
    release_period_kind = SelectField(
        N_("Dihitung per"), choices=offer(KIND_WORDS.items(), empty=N_("belum diketahui"))
    )
    release_months = SelectMultipleField(
        N_("Hanya ada untuk bulan"), choices=offer((str(place), name) for place, name in enumerate(MONTHS, 1))
    )
    release_lag_months = StringField(N_("Terbit berapa bulan sesudahnya"))
    release_day_kind = SelectField(N_("Hari terbit"), choices=offer(DAYS.items()))
    release_day = StringField(N_("Tanggal terbit"))
    release_lag_text = StringField(N_("Jadwal rilis dengan kata"))
    release_dates = TextAreaField(N_("Tanggal rilis resmi, satu per baris: periode | tanggal"))

    def offer_pages(self, lines: list[PageLine], revision: PageRevision) -> None:
        facts = revision.says.facts
        offer_kind(self.survey, lines, "survey", [facts.survey] if facts.survey else [], empty=N_("belum diketahui"))
        offer_kind(self.related, lines, "indicator", facts.related)

    def fill(self, revision: PageRevision) -> None:
        super().fill(revision)
        calendar = revision.says.facts.release_calendar
        for name, typed in self.calendar.items():
            self[f"release_{name}"].data = typed.show(calendar.get(name))
        self.release_day_kind.data, self.release_day.data = _day_shown(calendar)

    def typed_facts(self, before: Facts) -> dict[str, Any]:
        facts = super().typed_facts(before)
        kept = before.release_calendar
        calendar = typed_over(self, self.calendar, kept, "release_")
        if (self.release_day_kind.data, (self.release_day.data or "").strip()) != _day_shown(kept):
            calendar = {name: value for name, value in calendar.items() if name not in ("day", "by_day")}
            calendar |= _day_typed(self.release_day_kind.data or "", self.release_day.data or "")
        if calendar == kept:
            return facts
        return facts | {"release_calendar": {"lag_text": NO_DAY_KNOWN} | calendar}


class MediumForm(DraftForm):
    """A medium of dissemination."""

    facts: ClassVar[dict[Fact[Any], Typed]] = DraftForm.facts | {Facts.url: WORD, Facts.advice: WORD}

    url = StringField(N_("Alamat"))
    advice = StringField(N_("Saran untuk petugas, satu kalimat"))


class ConductForm(DraftForm):
    """A rule of conduct."""

    facts: ClassVar[dict[Fact[Any], Typed]] = DraftForm.facts | {Facts.advice: WORD}

    advice = StringField(N_("Saran untuk petugas, satu kalimat"))


FORMS: Mapping[str, type[DraftForm]] = {
    "survey": SurveyForm, "indicator": IndicatorForm, "medium": MediumForm, "conduct": ConductForm,
}  # fmt: skip


def offer_kind(
    field: Field, lines: list[PageLine], kind: str, chosen: Iterable[str], *, empty: str | None = None
) -> None:
    """The library's pages of a kind as choices of a field.

    `chosen`: what the draft points to; it stays a choice when the library has no such page.
    """
    pages = {line.key: line.title for line in lines if line.kind == kind}
    field.choices = offer(({key: key for key in chosen} | pages).items(), empty=empty)


def _day_shown(calendar: Mapping[str, Any]) -> tuple[str, str]:
    """(kind of day, its number) as the form shows them."""
    day, by_day = calendar.get("day"), calendar.get("by_day")
    if day == FIRST_WORKING_DAY:
        return FIRST_WORKING_DAY, ""
    return ("day", str(day)) if day else ("by_day", str(by_day)) if by_day else ("", "")


def _day_typed(kind: str, number: str) -> dict[str, Any]:
    if kind == FIRST_WORKING_DAY:
        return {"day": FIRST_WORKING_DAY}
    day = whole_number(number, "release_day")
    if kind not in DAYS:
        raise InvalidInput("release_day_kind", N_("Pilih hari terbitnya dari daftar."))
    if kind and day is None:
        raise InvalidInput("release_day", N_("Isi tanggalnya, 1 sampai 31."))
    if not kind and day is not None:
        raise InvalidInput("release_day_kind", N_("Pilih apakah tanggalnya tetap atau paling lambat."))
    return {kind: day} if kind else {}
