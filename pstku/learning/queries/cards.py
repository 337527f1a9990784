"""Answer cards: what the office may say about one indicator in one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from pstku.core import clock
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.learning.models import Page
from pstku.learning.queries.pages import get_page
from pstku.learning.queries.search import library_index
from pstku.learning.queries.values import NATION_CODE, figures_of
from pstku.learning.rules.calendar import missing_periods
from pstku.learning.rules.figures import Figure, change_words, pick, previous
from pstku.learning.rules.periods import period_text, sort_key
from pstku.learning.rules.question import ANYTHING, CITY, NATION, PROVINCE, Question
from pstku.learning.rules.saying import Band, band_of, listed, message, reading, spoken
from pstku.offices.queries import Configuration

MOST_POINTS = 6
Figures = dict[tuple[str, str], list[Figure]]
VERIFIED, STALE, UNCHECKED, EMPTY = "verified", "stale", "unchecked", "empty"


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator's answer for one region.

    `figure` is checked and may be quoted; `unchecked` may only be shown small; neither: the period is not filled.
    `series` holds figures of one kind of period, all as quotable as the shown one.
    """

    page: Page
    region: str
    region_code: str
    figure: Figure | None
    unchecked: Figure | None
    change: str | None
    series: list[Figure]
    missing: str | None  # the asked period is not filled: the sentence that says so
    overdue: str | None  # periods whose release has passed and that nobody filled in
    not_at_city: bool
    below: str | None  # the kecamatan or kelurahan that was named, when it has no figure of its own
    band: Band | None
    reading: str
    spoken: str | None
    copy_text: str

    @property
    def shown(self) -> Figure | None:
        return self.figure or self.unchecked

    @property
    def freshness(self) -> str:
        """verified, stale (a newer one should be out), unchecked, empty."""
        if self.figure:
            return STALE if self.overdue else VERIFIED
        return UNCHECKED if self.unchecked else EMPTY


def regions(office: Configuration) -> dict[str, tuple[str, str]]:
    """Level -> (region code, name on screen)."""
    return {
        CITY: (office.code, office.region_name),
        PROVINCE: (office.province_code, office.province_name),
        NATION: (NATION_CODE, "Indonesia"),
    }


def cards_of(office: Configuration, pages: Iterable[Page], question: Question = ANYTHING) -> list[Card]:
    """The cards of these indicators, with one read of figures for all."""
    wanted = list(pages)
    figures = figures_of(office.id, [page.key for page in wanted])
    today = clock.local_day(clock.now(), office.tz)
    return [card_of(office, page, figures, question, today) for page in wanted]


def card_of(office: Configuration, page: Page, figures: Figures, question: Question, today: date) -> Card:
    """The card of an indicator: the asked place, or the next one up that has a figure."""
    code, region, below = _place(office, page, figures, question)
    series = figures.get((page.key, code), [])
    quotable = [figure for figure in series if figure.is_checked]
    choose = partial(pick, year=question.year, month=question.month)
    checked, newest = choose(quotable), choose(series)
    base = checked or newest
    among = quotable if checked else series
    change = _change(page, among, base)
    return Card(
        page=page,
        region=region,
        region_code=code,
        figure=checked,
        unchecked=newest if checked is None else None,
        change=change,
        series=[f for f in among if base and f.period_kind == base.period_kind and _upto(f, base)][-MOST_POINTS:],
        missing=_missing(region, question) if base is None else None,
        overdue=_overdue(office, page, quotable, today) if code == office.code and question.year is None else None,
        not_at_city=code not in (office.code, question.place) and (question.region or CITY) == CITY,
        below=below,
        band=band_of(page.facts.get("bands") or [], base.value) if base else None,
        reading=reading(page.facts, page.summary, checked.text if checked else None),
        spoken=spoken(page.facts, region, checked) if checked else None,
        copy_text=message(page.title, page.facts, region, checked, change) if checked else "",
    )


def quotable_card(office: Configuration, slug: str, region_code: str, period: str) -> Card:
    """The card of one checked figure, for print and for the public; raises NotFound for any other."""
    page = get_page(office.id, "indicator", slug)
    place = (page.key, region_code)
    series = [figure for figure in figures_of(office.id, [page.key]).get(place, []) if figure.is_checked]
    if page.state != "published" or period not in {figure.period for figure in series}:
        raise NotFound(N_("Angka ini belum diperiksa atau sudah diganti. Tanyakan ke kantor kami."))
    until = [f for f in series if f.period == period or sort_key(f.period) < sort_key(period)]
    asked = Question("", (), place=region_code)
    return card_of(office, page, {place: until}, asked, clock.local_day(clock.now(), office.tz))


def _place(office: Configuration, page: Page, figures: Figures, question: Question) -> tuple[str, str, str | None]:
    """(code, name, place below the city that has no figure) the card speaks of."""
    names = dict(regions(office).values()) | library_index(office).region_names
    if question.place and (page.key, question.place) in figures:
        return question.place, names.get(question.place, question.place), None
    levels = page.facts.get("levels") or [NATION, PROVINCE, CITY]
    wanted = question.region or CITY
    if wanted == CITY and CITY not in levels:
        wanted = PROVINCE if PROVINCE in levels else NATION
    code, region = regions(office)[wanted]
    return code, region, names.get(question.place) if question.place else None


def _upto(figure: Figure, base: Figure) -> bool:
    return sort_key(figure.period) <= sort_key(base.period)


def _change(page: Page, among: list[Figure], base: Figure | None) -> str | None:
    before = previous(among, base) if base else None
    if base is None or before is None:
        return None
    return change_words(base, before, str(page.facts.get("unit") or ""), bool(page.facts.get("is_percentage")))


def _missing(region: str, question: Question) -> str:
    period = str(question.year) if question.year else "terbaru"
    if question.year and question.month:
        period = period_text(f"{question.year}-{question.month:02d}")
    return f"Angka {region} {period} belum diisi."


def _overdue(office: Configuration, page: Page, quotable: list[Figure], today: date) -> str | None:
    """The periods after the newest checked figure that should be out by now, in words."""
    if not quotable:
        return None
    newest = sort_key(quotable[-1].period)
    known = [figure.period for figure in quotable]
    late = missing_periods(page.facts.get("release_calendar") or {}, known, today, office.works_on)
    after_it = [period for period in late if sort_key(period) > newest]
    return listed(after_it) if after_it else None
