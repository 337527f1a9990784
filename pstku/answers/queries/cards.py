"""Answer cards: what the office may say about one indicator in one place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pstku.answers.queries.search import library_index
from pstku.answers.rules.asked_times import Times
from pstku.answers.rules.planning import SAYINGS, Plan, Row, plan, rhythm_of
from pstku.answers.rules.question import CardRequest
from pstku.answers.rules.saying import Band, band_of, message, reading, spoken
from pstku.core import clock
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.library.models import Page
from pstku.library.queries.pages import get_page, indicators
from pstku.library.queries.places import regions
from pstku.library.queries.values import figures_of
from pstku.library.rules.calendar import calendar_of, missing_periods
from pstku.library.rules.figures import Figure, change_words, pick, previous
from pstku.library.rules.notes import is_doubted
from pstku.library.rules.periods import listed, period_text, sort_key
from pstku.library.rules.places import CITY, NATION, PROVINCE
from pstku.library.rules.states import PageState
from pstku.offices.queries import Configuration

MOST_POINTS = 6
Figures = dict[tuple[str, str], list[Figure]]
VERIFIED, STALE, UNCHECKED, EMPTY = "verified", "stale", "unchecked", "empty"


@dataclass(frozen=True, slots=True)
class Instead:
    """What a larger place (the province, the nation) has for the period asked for."""

    code: str
    region: str
    figure: Figure


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
    rows: list[Row]  # of a range or of several periods, with its gaps
    remarks: list[str]  # sentences on what is otherwise than asked
    missing: str | None  # the asked period has no figure to show: the sentence that says so
    does_not_exist: bool  # it never has one in this place
    is_withheld: bool  # there is one, and its note doubts it
    newest: Figure | None  # what may be quoted instead of a period that is not filled or checked
    instead: Instead | None  # the next larger place, where the asked one has none to quote
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


def cards_of(
    office: Configuration, pages: Iterable[Page], requests: Sequence[CardRequest] = (CardRequest(),)
) -> list[Card]:
    """The cards of these indicators, one for each request; all figures are read in one query."""
    listed = list(pages)
    figures = figures_of(office.id, [page.key for page in listed])
    today = clock.local_day(clock.now(), office.tz)
    return [card for page in listed for card in side_by_side(office, page, figures, requests, today)]


def side_by_side(
    office: Configuration, page: Page, figures: Figures, requests: Sequence[CardRequest], today: date
) -> list[Card]:
    """An indicator's cards for each place asked about. Without a period they show the newest one all places have."""
    cards = [card_of(office, page, figures, each, today) for each in requests]
    periods = [card.shown.period for card in cards if card.shown]
    if len(set(periods)) < 2 or not all(each.times.is_open for each in requests):
        return cards
    if shared := _newest_shared([card.series for card in cards if card.shown]):
        then = [replace(each, times=Times(periods=(shared,))) for each in requests]
        return [card_of(office, page, figures, each, today) for each in then]
    words = f" {SAYINGS['and']} ".join(dict.fromkeys(map(period_text, periods)))
    cards[-1] = replace(cards[-1], remarks=[*cards[-1].remarks, SAYINGS["apart"].format(periods=words)])
    return cards


def _newest_shared(series: Sequence[Sequence[Figure]]) -> str | None:
    """The newest period that all of these have."""
    shared = set.intersection(*({figure.period for figure in one} for one in series))
    return max(shared, key=sort_key, default=None)


def headline_cards(office: Configuration) -> list[Card]:
    """The headline indicators with their newest figure: how ready the office is."""
    return cards_of(office, [page for page in indicators(office.id) if page.fact.headline])


def card_of(office: Configuration, page: Page, figures: Figures, request: CardRequest, today: date) -> Card:
    """The card of an indicator for the place asked about, or for the next level up that the indicator exists for."""
    code, region, below = _place(office, page, figures, request)
    everything = [] if below else figures.get((page.key, code), [])
    series = [figure for figure in everything if not is_doubted(figure.note)]
    quotable = [figure for figure in series if figure.is_checked]
    rhythm = rhythm_of(page.fact, is_own=code == office.code != office.province_code)
    planned = plan(quotable, request.times, rhythm, region, page.fact)
    best_plan = planned if planned.figure else plan(series, request.times, rhythm, region, page.fact)
    base = best_plan.figure
    among = quotable if planned.figure else series
    is_newest = request.times.is_open
    overdue, waiting = _late(office, page, series, quotable, today) if code == office.code else (None, None)
    doubted = pick([figure for figure in everything if is_doubted(figure.note)], _single(request.times))
    return Card(
        page=page,
        region=region,
        region_code=code,
        figure=planned.figure,
        unchecked=base if planned.figure is None else None,
        change=best_plan.change,
        series=[f for f in among if base and f.period_kind == base.period_kind and _upto(f, base)][-MOST_POINTS:],
        rows=best_plan.rows,
        remarks=best_plan.remarks,
        missing=_why(region, below, doubted, best_plan) if base is None else None,
        does_not_exist=best_plan.does_not_exist,
        is_withheld=base is None and doubted is not None,
        newest=quotable[-1] if planned.figure is None and quotable else None,
        instead=None if planned.figure else _instead(office, page, figures, code, request),
        overdue=overdue if is_newest else None,
        waiting=waiting if is_newest else None,
        not_at_city=code not in (office.code, request.place) and (request.region or CITY) == CITY,
        below=below,
        band=band_of(page.fact.bands, base.value) if base else None,
        reading=reading(page.fact, page.summary, planned.figure.value if planned.figure else None),
        spoken=spoken(page.fact, region, planned.figure) if planned.figure else None,
        copy_text=_copied(page, region, planned.figure, quotable) if planned.figure else "",
    )


def quotable_card(office: Configuration, slug: str, region_code: str, period: str) -> Card:
    """The card of one checked figure, for print and for the public; raises NotFound for any other."""
    page = get_page(office.id, "indicator", slug)
    place = (page.key, region_code)
    series = [figure for figure in figures_of(office.id, [page.key]).get(place, []) if figure.is_checked]
    series = [figure for figure in series if not is_doubted(figure.note)]
    if page.state != PageState.PUBLISHED or period not in {figure.period for figure in series}:
        raise NotFound(N_("Angka ini belum diperiksa atau sudah diganti. Tanyakan ke kantor kami."))
    until = [f for f in series if f.period == period or sort_key(f.period) < sort_key(period)]
    return card_of(
        office, page, {place: until}, CardRequest(place=region_code), clock.local_day(clock.now(), office.tz)
    )


def _place(office: Configuration, page: Page, figures: Figures, request: CardRequest) -> tuple[str, str, str | None]:
    """The place of the card: (code, name, name of a place below the city that has no figure, else None)."""
    if request.place:
        name = (dict(regions(office).values()) | library_index(office).region_names).get(request.place, request.place)
        return request.place, name, None if (page.key, request.place) in figures else name
    levels = page.fact.levels or (NATION, PROVINCE, CITY)
    level = request.region or CITY
    if level == CITY and CITY not in levels:
        level = PROVINCE if PROVINCE in levels else NATION
    code, region = regions(office)[level]
    return code, region, f"tingkat {request.below}" if request.below else None


def _instead(office: Configuration, page: Page, figures: Figures, code: str, request: CardRequest) -> Instead | None:
    """The next level above the card's that has a checked figure for the asked period."""
    levels = list(regions(office).values())
    codes = [level for level, _name in levels]
    above = levels if request.below or code not in codes else levels[codes.index(code) + 1 :]
    for level, name in above:
        stored = figures.get((page.key, level), [])
        series = [figure for figure in stored if figure.is_checked and not is_doubted(figure.note)]
        if (
            figure := plan(series, request.times, rhythm_of(page.fact, is_own=False), name, page.fact).figure
        ) is not None:
            return Instead(level, name, figure)
    return None


def _upto(figure: Figure, base: Figure) -> bool:
    return sort_key(figure.period) <= sort_key(base.period)


def _single(times: Times) -> str | None:
    return times.periods[0] if len(times.periods) == 1 else None


def _copied(page: Page, region: str, figure: Figure, quotable: list[Figure]) -> str:
    """The text for WhatsApp, with the change since the last comparable figure."""
    before = previous(quotable, figure)
    return message(page.title, page.fact, region, figure, change_words(figure, before, page.fact) if before else None)


def _why(region: str, below: str | None, doubted: Figure | None, attempt: Plan) -> str | None:
    """Why there is no figure: none below the city, withheld, or not filled."""
    if below:
        return SAYINGS["below"].format(place=below)
    if doubted:
        return SAYINGS["doubted"].format(place=region, asked=doubted.period_text, note=doubted.note)
    return attempt.missing


def _late(
    office: Configuration, page: Page, series: list[Figure], quotable: list[Figure], today: date
) -> tuple[str | None, str | None]:
    """After the newest checked period: (periods that should be published but are not filled in, periods waiting for a check)."""
    if not quotable:
        return None, None
    newest = sort_key(quotable[-1].period)
    waiting = [figure.period for figure in series if sort_key(figure.period) > newest]
    periods = [figure.period for figure in series]
    late = missing_periods(calendar_of(page.fact.release_calendar, page.release_days), periods, today, office.works_on)
    after_it = [period for period in late if sort_key(period) > newest]
    return (listed(after_it) if after_it else None), (listed(waiting) if waiting else None)
