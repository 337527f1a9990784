"""The library as a phone keeps it: pages, checked figures and the index of the search, without any person's name."""

import gzip
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from pstku.answers.queries.cards import Card, Figures, card_of
from pstku.answers.queries.days import calendar_for_phone
from pstku.answers.queries.phone_rules import phone_rules
from pstku.answers.queries.search import LibraryIndex, library_index
from pstku.answers.rules.asked_times import Times
from pstku.answers.rules.question import CardRequest
from pstku.answers.rules.saying import bands_of, misreading, reading, source_doubt, unit_words
from pstku.core import clock
from pstku.core.db import database_name, session
from pstku.library.models import Page
from pstku.library.queries.news import known_releases
from pstku.library.queries.pages import glossary, searchable
from pstku.library.queries.places import regions
from pstku.library.queries.values import figures_of
from pstku.library.rendering import formula, markdown
from pstku.library.rules.figures import Figure
from pstku.library.rules.notes import is_doubted, note_to_show
from pstku.library.rules.periods import period_text
from pstku.library.rules.states import Kind, PageState
from pstku.offices.queries import Configuration, configuration

FACTS = (
    "advice", "unit", "unit_symbol", "is_percentage", "levels", "formula", "survey", "indicators", "related", "misreadings",
    "how_to_get", "products", "unit_observed", "since", "respondent", "frequency", "release", "method", "sample", "url",
    "values_from", "also_counted_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A library packed for the way to a phone; `etag` changes only when its content does."""

    packed: bytes  # gzip of JSON
    etag: str


def snapshot(office: Configuration) -> Snapshot:
    """The office's published pages and checked figures of today, packed once per change."""
    today = clock.local_day(clock.now(), office.tz)
    return _snapshot(database_name(), office.id, office.version, today)


@lru_cache(maxsize=4)
def _snapshot(_database: str, office_id: int, _version: int, today: date) -> Snapshot:
    library = whole_library(configuration(office_id), today)
    content = json.dumps(library, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    dated = {"as_of": clock.now().isoformat(timespec="seconds"), **library}
    packed = gzip.compress(json.dumps(dated, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)
    return Snapshot(packed, hashlib.sha256(content.encode()).hexdigest()[:20])


def whole_library(office: Configuration, today: date) -> dict[str, Any]:
    """Everything a phone needs to answer by itself; a figure nobody checked is not in it."""
    index = library_index(office)
    query = select(Page).where(Page.office_id == office.id, Page.state == PageState.PUBLISHED)
    pages = list(session().scalars(query.order_by(Page.position, Page.title)))
    figures = figures_of(office.id, [page.key for page in pages if page.kind == Kind.INDICATOR])
    return {
        "office": {
            "name": office.name,
            "code": office.code,
            "level": office.level_word,
            "other_level": office.other_level_word,
        },
        "rules": phone_rules(),
        "occupations": office.choices("occupation"),
        "pages": [_page(page, index) | _rhythm(office, page, today) for page in pages],
        "text": _text_index(pages),
        "referrals": [
            {"words": r.words, "agency": r.agency, "say": r.say, "pages": r.page_keys} for r in index.referrals
        ],
        "place_words": sorted(index.place_words),
        "places": index.places,
        "inside": sorted(index.inside),
        "terms": index.terms,
        "region_names": index.region_names,
        "regions": regions(office),
        "figures": _figures(office, pages, figures, today),
        "waiting": _waiting(figures),
        "doubted": _doubted(figures),
        "counts": index.counts,
        "calendar": calendar_for_phone(office),
        "referred": sorted(set(index.lexicon.names) - index.catalogue.names),
        "glossary": [[term.term, term.meaning, term.page_key] for term in glossary(office.id)],
    }


def _page(page: Page, index: LibraryIndex) -> dict[str, Any]:
    entry = index.catalogue.entries[index.catalogue.place_of[page.id]]
    in_names = {word for name in entry.names for word in name.split()}
    latex = page.fact.formula_latex
    return {
        "id": page.id,
        "key": page.key,
        "kind": page.kind,
        "slug": page.slug,
        "title": page.title,
        "short": page.short,
        "function": page.function,
        "summary": page.summary,
        "is_checked": page.verified_at is not None,
        "is_headline": entry.is_headline,
        "is_share": entry.is_share,
        "due_on": entry.due_on.isoformat() if entry.due_on else None,
        "body": str(markdown(page.body)),
        "formula": str(formula(latex)) if latex else None,
        "reading": reading(page.fact, page.summary, None),
        "bands": [{"label": b.label, "to": float(b.high), "range": b.range_text} for b in bands_of(page.fact.bands)],
        "facts": {name: page.facts[name] for name in FACTS if page.facts.get(name)} | _calendar(page),
        "sources": [
            {"name": source["name"] + source_doubt(source), "url": source.get("url")} for source in page.sources
        ],
        "names": entry.names,
        "near": sorted(entry.name_words - in_names),  # words that only come near it
    }


def _calendar(page: Page) -> dict[str, Any]:
    """The parts of the release calendar that planning an answer needs."""
    calendar = page.fact.release_calendar
    fields = {name: calendar[name] for name in ("period_kind", "months") if calendar.get(name)}
    return {"release_calendar": fields} if fields else {}


def _rhythm(office: Configuration, page: Page, today: date) -> dict[str, Any]:
    """When an indicator's figures come out: period, its words, the last day it may be, that day's words."""
    releases = known_releases(office, page, today) if page.kind == Kind.INDICATOR else []
    return {
        "releases": [
            (r.period, period_text(r.period), r.until.isoformat(), r.when_in_words, r.is_day_known) for r in releases
        ]
    }


def _text_index(pages: list[Page]) -> dict[str, list[int]]:
    """Word -> ids of the pages whose text holds it, as the database's full text sees them."""
    holders: dict[str, list[int]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: page.id):
        for word in set(searchable(page).split()):
            holders[word].append(page.id)
    return dict(sorted(holders.items()))


def _figures(office: Configuration, pages: list[Page], figures: Figures, today: date) -> dict[str, dict[str, Any]]:
    """Indicator -> region code -> its name and its checked figures by time."""
    by_key = {page.key: page for page in pages}
    figures_by_key: dict[str, dict[str, Any]] = {}
    for (key, code), series in figures.items():
        if quotable := [figure for figure in series if figure.is_checked and not is_doubted(figure.note)]:
            figures_by_key.setdefault(key, {})[code] = _place(office, by_key[key], code, quotable, today)
    return figures_by_key


def _waiting(figures: Figures) -> dict[str, dict[str, list[str]]]:
    """Indicator -> region code -> periods whose figure nobody has checked; the numbers stay in the office."""
    waiting: dict[str, dict[str, list[str]]] = {}
    for (key, code), series in figures.items():
        if periods := [figure.period for figure in series if not (figure.is_checked or is_doubted(figure.note))]:
            waiting.setdefault(key, {})[code] = periods
    return waiting


def _doubted(figures: Figures) -> dict[str, dict[str, list[tuple[str, str, str]]]]:
    """Indicator -> region code -> (period, its words, why) of figures that are withheld; their numbers stay here."""
    doubted: dict[str, dict[str, list[tuple[str, str, str]]]] = {}
    for (key, code), series in figures.items():
        if withheld := [(f.period, f.period_text, f.note) for f in series if is_doubted(f.note)]:
            doubted.setdefault(key, {})[code] = withheld
    return doubted


def _place(office: Configuration, page: Page, code: str, quotable: list[Figure], today: date) -> dict[str, Any]:
    """What a phone may say about one indicator in one place, figure by figure; only the newest figure can be overdue."""
    periods = [*(figure.period for figure in quotable[:-1]), None]
    cards = [
        card_of(
            office,
            page,
            {(page.key, code): quotable[:upto]},
            CardRequest(place=code, times=Times(periods=(period,) if period else ())),
            today,
        )
        for upto, period in enumerate(periods, 1)
    ]
    return {
        "region": cards[-1].region,
        "overdue": cards[-1].overdue,
        "figures": [_figure_in_words(card) for card in cards],
    }


def _figure_in_words(card: Card) -> dict[str, Any]:
    """One checked figure in the words of its card."""
    figure = card.figure
    if figure is None:
        raise ValueError("only a checked figure goes to a phone")
    return {
        "period": figure.period,
        "kind": figure.period_kind,
        "when": figure.period_text,
        "value": figure.text,
        "number": f"{figure.value:f}",
        "series": figure.series,
        "unit": unit_words(card.page.fact, figure),
        "status": figure.status,
        "change": card.change,
        "band": f"{card.band.label}: {card.band.range_text}" if card.band else None,
        "reading": card.reading,
        "misreading": misreading(card.page.fact, figure.value),
        "spoken": card.spoken,
        "copy": card.copy_text,
        "source": figure.source,
        "released": clock.short_date(figure.released_on) if figure.released_on else None,
        "note": note_to_show(figure),
    }
