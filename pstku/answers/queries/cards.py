"""Answer cards: what the office may say about one indicator in one place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pstku.answers.queries.search import library_index
from pstku.answers.rules.question import Wanted
from pstku.answers.rules.saying import Band, band_of, message, reading, spoken
from pstku.core import clock
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.learning.models import Page
from pstku.learning.queries.filling import indicators
from pstku.learning.queries.pages import get_page
from pstku.learning.queries.places import regions
from pstku.learning.queries.values import figures_of
from pstku.learning.rules.calendar import calendar_of, missing_periods
from pstku.learning.rules.figures import Figure, change_words, pick, previous
from pstku.learning.rules.periods import listed, period_text, sort_key
from pstku.learning.rules.places import CITY, NATION, PROVINCE
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
    newest: Figure | None  # what may be quoted instead of a period that is not filled or checked
    instead: tuple[str, Figure] | None  # (region, figure) of the next level up, where the asked one has none to quote
    overdue: str | None  # periods whose release has passed and that nobody filled in
    waiting: str | None  # periods that are filled in and wait for a check
    not_at_city: bool
    below: str | None  # the place below the city that was named, when it has no figure of its own
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
            return STALE if self.overdue or self.waiting else VERIFIED
        return UNCHECKED if self.unchecked else EMPTY


def cards_of(office: Configuration, pages: Iterable[Page], wanted: Sequence[Wanted] = (Wanted(),)) -> list[Card]:
    """The cards of these indicators, one for each thing wanted, with one read of figures for all."""
    shown = list(pages)
    figures = figures_of(office.id, [page.key for page in shown])
    today = clock.local_day(clock.now(), office.tz)
    return [card_of(office, page, figures, each, today) for page in shown for each in wanted]


def headline_cards(office: Configuration) -> list[Card]:
    """The headline indicators with their newest figure: how ready the office is."""
    return cards_of(office, [page for page in indicators(office.id) if page.facts.get("headline")])


def card_of(office: Configuration, page: Page, figures: Figures, wanted: Wanted, today: date) -> Card:
    """The card of an indicator: the asked place, or the level above that it exists for."""
    code, region, below = _place(office, page, figures, wanted)
    series = figures.get((page.key, code), [])
    quotable = [figure for figure in series if figure.is_checked]
    checked, newest = pick(quotable, wanted.period), pick(series, wanted.period)
    base = checked or newest
    among = quotable if checked else series
    change = _change(page, among, base)
    overdue, waiting = _late(office, page, series, quotable, today) if code == office.code else (None, None)
    return Card(
        page=page,
        region=region,
        region_code=code,
        figure=checked,
        unchecked=newest if checked is None else None,
        change=change,
        series=[f for f in among if base and f.period_kind == base.period_kind and _upto(f, base)][-MOST_POINTS:],
        missing=_missing(region, wanted) if base is None else None,
        newest=quotable[-1] if checked is None and quotable else None,
        instead=None if checked else _instead(office, page, figures, code, wanted),
        overdue=overdue if wanted.period is None else None,
        waiting=waiting if wanted.period is None else None,
        not_at_city=code not in (office.code, wanted.place) and (wanted.region or CITY) == CITY,
        below=below,
        band=band_of(page.facts.get("bands") or [], base.value) if base else None,
        reading=reading(page.facts, page.summary, checked.value if checked else None),
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
    return card_of(office, page, {place: until}, Wanted(place=region_code), clock.local_day(clock.now(), office.tz))


def _place(office: Configuration, page: Page, figures: Figures, wanted: Wanted) -> tuple[str, str, str | None]:
    """(code, name, place below the city that has no figure) the card speaks of."""
    below = f"tingkat {wanted.below}" if wanted.below else None
    if wanted.place:
        names = dict(regions(office).values()) | library_index(office).region_names
        if (page.key, wanted.place) in figures:
            return wanted.place, names.get(wanted.place, wanted.place), None
        below = names.get(wanted.place)
    levels = page.facts.get("levels") or [NATION, PROVINCE, CITY]
    level = wanted.region or CITY
    if level == CITY and CITY not in levels:
        level = PROVINCE if PROVINCE in levels else NATION
    code, region = regions(office)[level]
    return code, region, below


def _instead(
    office: Configuration, page: Page, figures: Figures, code: str, wanted: Wanted
) -> tuple[str, Figure] | None:
    """The next level above the card's that has a checked figure for the asked period."""
    levels = list(regions(office).values())
    codes = [level for level, _name in levels]
    above = levels[codes.index(code) + 1 :] if code in codes else []
    for level, name in above:
        series = [figure for figure in figures.get((page.key, level), []) if figure.is_checked]
        if (figure := pick(series, wanted.period)) is not None:
            return name, figure
    return None


def _upto(figure: Figure, base: Figure) -> bool:
    return sort_key(figure.period) <= sort_key(base.period)


def _change(page: Page, among: list[Figure], base: Figure | None) -> str | None:
    is_of_a_round = bool((page.facts.get("release_calendar") or {}).get("months"))
    before = previous(among, base, same_round=is_of_a_round) if base else None
    if base is None or before is None:
        return None
    return change_words(base, before, page.facts)


def _missing(region: str, wanted: Wanted) -> str:
    period = period_text(wanted.period) if wanted.period else "terbaru"
    return f"Angka {region} {period} belum diisi."


def _late(
    office: Configuration, page: Page, series: list[Figure], quotable: list[Figure], today: date
) -> tuple[str | None, str | None]:
    """(periods that should be out and that nobody filled in, those that wait for a check) after the newest checked."""
    if not quotable:
        return None, None
    newest = sort_key(quotable[-1].period)
    waiting = [figure.period for figure in series if sort_key(figure.period) > newest]
    known = [figure.period for figure in series]
    late = missing_periods(calendar_of(page.facts, page.release_days), known, today, office.works_on)
    after_it = [period for period in late if sort_key(period) > newest]
    return (listed(after_it) if after_it else None), (listed(waiting) if waiting else None)
