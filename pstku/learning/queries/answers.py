"""Answers: what the office may say to a question, and what it must not."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from pstku.core.clock import short_date
from pstku.learning.models import Page
from pstku.learning.queries.pages import PageLine, lines_by_key, pages_by_key
from pstku.learning.queries.search import Referral, search
from pstku.learning.queries.values import NATION_CODE, figures_of
from pstku.learning.rules.figures import Figure, change_words, pick, previous, with_unit
from pstku.learning.rules.periods import period_text
from pstku.learning.rules.question import CITY, NATION, PROVINCE, Question
from pstku.offices.queries import Configuration

MOST_CARDS = 2
MOST_POINTS = 6
STRONG = 60  # a name was said, not just a word
ALLSTATS = "https://searchengine.web.bps.go.id/search"
Figures = dict[tuple[str, str], list[Figure]]


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator's answer for one region.

    `figure` is checked and may be quoted; `unchecked` may only be shown small; neither: the period is not filled.
    """

    page: Page
    region: str
    figure: Figure | None
    unchecked: Figure | None
    change: str | None
    series: list[Figure]
    missing: str | None
    not_at_city: bool
    copy_text: str

    @property
    def shown(self) -> Figure | None:
        return self.figure or self.unchecked


@dataclass(slots=True)
class Answer:
    """Everything the answer page shows."""

    question: Question
    cards: list[Card] = field(default_factory=list)
    pages: list[PageLine] = field(default_factory=list)
    referral: Referral | None = None
    is_refused: bool = False
    allstats_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.pages or self.referral or self.is_refused)


def answer(office: Configuration, text: str) -> Answer:
    """The answer to what was typed; never a guess."""
    found = search(office, text)
    result = Answer(found.question, referral=found.referral, allstats_url=allstats_url(office, text))
    if found.question.is_about_individuals:
        result.is_refused = True
        return result
    if found.referral:
        return result
    strong = [hit.key for hit in found.hits if hit.kind == "indicator" and hit.score >= STRONG]
    if not strong and found.hits and found.hits[0].kind == "indicator":
        strong = [found.hits[0].key]
    chosen = strong[: MOST_CARDS if found.question.wants_meaning else 1]
    figures = figures_of(office.id, chosen)
    result.cards = [card_of(office, page, figures, found.question) for page in pages_by_key(office.id, chosen)]
    others = [hit.key for hit in found.hits if hit.key not in chosen][:8]
    lines = lines_by_key(office.id, others)
    result.pages = [lines[key] for key in others]
    return result


def allstats_url(office: Configuration, text: str) -> str:
    """AllStats Search looks into the PDFs of the office's publications."""
    return f"{ALLSTATS}?{urlencode({'q': text, 'mfd': office.code, 'content': 'all', 'sort': 'terbaru'})}"


def regions(office: Configuration) -> dict[str, tuple[str, str]]:
    """Level -> (region code, name on screen)."""
    return {
        CITY: (office.code, office.region_name),
        PROVINCE: (office.province_code, office.province_name),
        NATION: (NATION_CODE, "Indonesia"),
    }


def card_of(office: Configuration, page: Page, figures: Figures, question: Question) -> Card:
    """The card of an indicator: the asked level, or the next one up where the city has no figure."""
    levels = page.facts.get("levels") or [NATION, PROVINCE, CITY]
    wanted = question.region or CITY
    not_at_city = wanted == CITY and CITY not in levels
    level = PROVINCE if not_at_city and PROVINCE in levels else NATION if not_at_city else wanted
    code, region = regions(office)[level]
    series = figures.get((page.key, code), [])
    chosen = pick(series, question.year, question.month)
    checked = pick([f for f in series if f.is_checked], question.year, question.month)
    base = checked or chosen
    before = previous([f for f in series if f.is_checked or not checked], base) if base else None
    unit = str(page.facts.get("unit") or "")
    change = change_words(base, before, unit, bool(page.facts.get("is_percentage"))) if base and before else None
    return Card(
        page=page,
        region=region,
        figure=checked,
        unchecked=chosen if checked is None else None,
        change=change,
        series=[f for f in series if base and f.period_kind == base.period_kind][-MOST_POINTS:],
        missing=_missing(region, question) if base is None else None,
        not_at_city=not_at_city,
        copy_text=_copy_text(page, region, checked, change) if checked else "",
    )


def _missing(region: str, question: Question) -> str:
    period = str(question.year) if question.year else "terbaru"
    if question.year and question.month:
        period = period_text(f"{question.year}-{question.month:02d}")
    return f"Angka {region} {period} belum diisi."


def _copy_text(page: Page, region: str, figure: Figure, change: str | None) -> str:
    facts = page.facts
    value = with_unit(figure.text, str(facts.get("unit_symbol") or ""), str(facts.get("unit") or ""))
    lines = [f"{page.title} {region}, {figure.period_text}: {value}."]
    if change:
        lines.append(f"{change}.")
    if facts.get("how_to_read"):
        lines.append(str(facts["how_to_read"]).replace("{value}", figure.text))
    released = f", rilis {short_date(figure.released_on)}" if figure.released_on else ""
    lines.append(f"Sumber: {figure.source}{released}.")
    return "\n".join(lines)
