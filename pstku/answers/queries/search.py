"""From a question to ranked pages: an index in memory, full text in the database, one rule for the order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Row, select, text

from pstku.answers.rules.question import GLUED, Question, bare, understand
from pstku.answers.rules.question_words import SPELLED
from pstku.answers.rules.ranking import SHORTEST_BEGINNING, Catalogue, Entry, Hit, rank, telling
from pstku.answers.rules.spelling import Vocabulary
from pstku.core import clock
from pstku.core.db import session
from pstku.core.text import fold
from pstku.learning.models import Page, Region, SynonymGroup
from pstku.learning.queries.pages import glossary, searchable
from pstku.learning.rules.places import BELOW_CITY, PROVINCE, SAID_BELOW, place_name
from pstku.offices.queries import Configuration

CANDIDATES = 200
PREFIXES = {"kabupaten": ("kabupaten", "kab"), "kota": ("kota",), "provinsi": ("provinsi", "prov")}


@dataclass(frozen=True, slots=True)
class Referral:
    """What BPS does not have: who does, the sentence to say, and what BPS has instead."""

    words: tuple[str, ...]
    agency: str
    say: str
    page_keys: tuple[str, ...] = ()

    def said_in(self, words: Sequence[str]) -> frozenset[str]:
        """The words of the question that mean it."""
        phrase = f" {' '.join(words)} "
        return frozenset(word for name in self.words if f" {name} " in phrase for word in name.split())


@dataclass(frozen=True, slots=True)
class LibraryIndex:
    """Names and words of all pages of an office; changes with the office's configuration version."""

    catalogue: Catalogue
    referrals: tuple[Referral, ...]
    vocabulary: Vocabulary
    place_words: frozenset[str]
    places: dict[str, str]  # folded name of a place other than the office's own -> its code
    inside: frozenset[str]  # codes of the places below the office's region
    region_names: dict[str, str]  # code -> name on screen
    terms: dict[str, tuple[str, str]]  # folded term of the glossary -> the term and its meaning


@dataclass(frozen=True, slots=True)
class Found:
    """What a question led to; `words` are mended ones, `read_as` those that were typed otherwise."""

    index: LibraryIndex
    question: Question
    words: tuple[str, ...]
    hits: list[Hit]
    referral: Referral | None
    read_as: tuple[tuple[str, str], ...] = ()


def search(office: Configuration, text_typed: str) -> Found:
    """Understand, mend and rank. The same on both engines."""
    index, today = library_index(office), clock.local_day(clock.now(), office.tz)
    question = understand(text_typed[:200], today, index.place_words, index.places)
    if question.place == office.province_code:
        question = replace(question, place=None, regions=tuple(dict.fromkeys((PROVINCE, *question.regions))))
    words = tuple(index.vocabulary.mend(word) for word in question.words)
    if not words and question.place in index.inside:
        words = (fold(index.region_names[question.place]).split()[0],)  # a place alone: what there is below the city
    hits = rank(words, index.catalogue, _pages_with(telling(words)), today) if words else []
    read_as = tuple((typed, word) for typed, word in zip(question.words, words, strict=False) if typed != word)
    return Found(index, question, words, hits, _referral(words, index), read_as)


def library_index(office: Configuration) -> LibraryIndex:
    """The office's index, read again when the library or the configuration moved on."""
    database = str(session().get_bind().engine.url)
    return _library_index(database, office.id, office.version, office.code, office.province_code, office.region_name)


@lru_cache(maxsize=8)
def _library_index(
    _database: str, office_id: int, _version: int, office_code: str, province_code: str, region_name: str
) -> LibraryIndex:
    s = session()
    groups = s.scalars(select(SynonymGroup).where(SynonymGroup.office_id == office_id)).all()
    meant, related = _names_by_page(groups)
    columns = (
        Page.id,
        Page.key,
        Page.kind,
        Page.title,
        Page.short,
        Page.synonyms,
        Page.summary,
        Page.body,
        Page.facts,
        Page.verified_at,
        Page.verify_every_days,
    )
    pages = s.execute(select(*columns).where(Page.office_id == office_id, Page.state == "published")).all()
    entries = tuple(_entry(row, meant.get(row.key, []), related.get(row.key, [])) for row in pages)
    referrals = tuple(
        Referral(tuple(bare(fold(w)) for w in g.words), g.referral["agency"], g.referral["say"], tuple(g.page_keys))
        for g in groups
        if g.referral
    )
    vocabulary = {word for entry in entries for word in entry.name_words}
    vocabulary |= {word for referral in referrals for name in referral.words for word in name.split()}
    regions = s.execute(select(Region.code, Region.name, Region.level).where(Region.office_id == office_id)).all()
    return LibraryIndex(
        catalogue=Catalogue(entries),
        referrals=referrals,
        vocabulary=Vocabulary(vocabulary, {*SPELLED, *(word for page in pages for word in searchable(page).split())}),
        place_words=frozenset(fold(region_name).split()),
        places=_places(regions, office_code, province_code, fold(region_name).split()),
        inside=frozenset(code for code, _name, level in regions if level in BELOW_CITY),
        region_names={code: place_name(name, level) for code, name, level in regions},
        terms={bare(term.term_key) or term.term_key: (term.term, term.meaning) for term in glossary(office_id)},
    )


def _places(
    regions: Sequence[Row[str, str, str]], own: str, own_province: str, own_words: Sequence[str]
) -> dict[str, str]:
    """Folded names of the places a question may be about, but for the office's own region and the nation.

    The own province is known by the word provinsi; here only by its name, where that is not the region's too.
    """
    places: dict[str, str] = {}
    for code, name, level in regions:
        if code == own or level == "nasional":
            continue
        kind, _, rest = fold(name).partition(" ")
        if level in BELOW_CITY or kind not in PREFIXES:
            places[fold(name)] = code
            if kind in SAID_BELOW and rest:
                places.setdefault(rest, code)
            continue
        if code != own_province:
            places |= {f"{prefix} {rest}": code for prefix in PREFIXES[kind]}
        if not set(rest.split()) <= set(own_words):
            places.setdefault(rest, code)
    return places


Names = dict[str, list[str]]


def _names_by_page(groups: Sequence[SynonymGroup]) -> tuple[Names, Names]:
    """Guests' words for the page they mean (the first of a group), and for those that only come near."""
    meant: Names = {}
    related: Names = {}
    for group in groups:
        if group.referral:
            continue
        for place, key in enumerate(group.page_keys):
            target = meant if place == 0 else related
            target.setdefault(key, []).extend(fold(word) for word in group.words)
    return meant, related


def _entry(row: object, meant: list[str], related: list[str]) -> Entry:
    title, short, synonyms = row.title, row.short, row.synonyms  # type: ignore[attr-defined]
    names = {fold(title), *(fold(word) for word in synonyms), *meant}
    names |= {fold(title.split("(")[0])} | ({fold(short)} if short else set())
    names |= {bare(fold(title)), *(short for name in names if " " in (short := bare(name)))}
    names |= {glued[1] for name in names if (glued := GLUED.fullmatch(name))}  # se of se2026, as a question reads it
    names.discard("")
    return Entry(
        page_id=row.id,  # type: ignore[attr-defined]
        key=row.key,  # type: ignore[attr-defined]
        kind=row.kind,  # type: ignore[attr-defined]
        title_words=frozenset(fold(title).split()),
        names=tuple(sorted(names)),
        name_words=frozenset(word for name in (*names, *related) for word in name.split()),
        is_headline=bool(row.facts.get("headline")),  # type: ignore[attr-defined]
        is_share=bool(row.facts.get("is_percentage")),  # type: ignore[attr-defined]
        due_on=_due_on(row.verified_at, row.verify_every_days),  # type: ignore[attr-defined]
    )


def _due_on(verified_at: datetime | None, every: int) -> date | None:
    return verified_at.date() + timedelta(days=every) if verified_at else None


def _referral(words: tuple[str, ...], index: LibraryIndex) -> Referral | None:
    return next((referral for referral in index.referrals if referral.said_in(words)), None)


def _pages_with(words: Sequence[str]) -> frozenset[int]:
    """Ids of at most 200 pages whose text holds one of the words (or begins with it)."""
    s = session()
    if s.get_bind().dialect.name == "postgresql":
        wanted = "SELECT page_id FROM search_pages WHERE document @@ to_tsquery('simple', :q) ORDER BY page_id LIMIT :n"
        query = " | ".join(f"'{word}':*" if len(word) >= SHORTEST_BEGINNING else f"'{word}'" for word in words)
    else:
        wanted = "SELECT page_id FROM search_pages WHERE search_pages MATCH :q ORDER BY page_id LIMIT :n"
        query = " OR ".join(f'"{word}"*' if len(word) >= SHORTEST_BEGINNING else f'"{word}"' for word in words)
    return frozenset(int(row) for row in s.scalars(text(wanted), {"q": query, "n": CANDIDATES}))
