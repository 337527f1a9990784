"""From a question to ranked pages: an index in memory, full text in the database, one rule for the order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Integer, Row, column, select, text

from pstku.answers.indonesian import is_indonesian
from pstku.answers.queries.catalogue import Names, library_catalogue
from pstku.answers.rules.clauses import Lexicon
from pstku.answers.rules.question import Question, understand
from pstku.answers.rules.question_words import MONTHS, QUARTER, REGIONS, SEMESTER, SPELLED, YEAR_WORDS
from pstku.answers.rules.ranking import SHORTEST_BEGINNING, Catalogue, Hit, parts, rank, telling
from pstku.answers.rules.spelling import Vocabulary
from pstku.answers.rules.tokens import bare, spelled
from pstku.core import clock
from pstku.core.db import database_name, session
from pstku.core.statements import Prepared
from pstku.core.text import fold
from pstku.library.models import Region, SynonymGroup
from pstku.library.queries.pages import glossary
from pstku.library.rules.places import BELOW_CITY, NATION, PROVINCE, SAID_BELOW, place_name
from pstku.offices.queries import Configuration

CANDIDATES = 200  # pages; a word of more tells none of them apart
PEOPLE_UNITS = ("orang", "jiwa")
LONGEST = 200  # letters of a question that are read
SPELLED_TOO = {*MONTHS, *QUARTER, *SEMESTER, *YEAR_WORDS, *REGIONS}  # a slip may mean these too
PREFIXES = {"kabupaten": ("kabupaten", "kab"), "kota": ("kota",), "provinsi": ("provinsi", "prov")}


@dataclass(frozen=True, slots=True)
class Referral:
    """What BPS does not have: who does, the sentence to say, and what BPS has instead."""

    words: tuple[str, ...]
    agency: str
    say: str
    page_keys: tuple[str, ...] = ()

    def named_in(self, words: Sequence[str]) -> frozenset[str]:
        """The words of the question that point to this referral."""
        phrase = f" {' '.join(words)} "
        return frozenset(word for name in self.words if f" {name} " in phrase for word in name.split())


@dataclass(frozen=True, slots=True)
class LibraryIndex:
    """Names and words of all pages of an office; changes with the office's configuration version."""

    catalogue: Catalogue
    referrals: tuple[Referral, ...]
    vocabulary: Vocabulary
    lexicon: Lexicon
    place_words: frozenset[str]
    places: dict[str, str]  # folded name of a place other than the office's own -> its code
    inside: frozenset[str]  # codes of the places below the office's region
    region_names: dict[str, str]  # code -> name on screen
    terms: dict[str, tuple[str, str]]  # folded term of the glossary -> the term and its meaning
    counts: dict[str, str]  # an indicator that is a share -> the one that counts the same people

    def slips_of(self, question: Question) -> tuple[tuple[str, str], ...]:
        """The corrections of mistyped words; another form of the same word is not a correction."""
        return tuple(
            (typed, word)
            for typed, word in question.read_as
            if word in question.words and self.vocabulary.kin(typed) != word
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search; `words` are the corrected words, `read_as` the pairs (typed, read) that were corrected."""

    index: LibraryIndex
    question: Question
    words: tuple[str, ...]
    hits: list[Hit]
    referral: Referral | None
    read_as: tuple[tuple[str, str], ...] = ()


_folded = lru_cache(maxsize=4096)(fold)  # guests' words and names of places, which seldom change


def search(office: Configuration, text_typed: str) -> Found:
    """Understand the question, correct its spelling, and rank the pages; the same on both engines."""
    index, today = library_index(office), clock.local_day(clock.now(), office.tz)
    question = understand(text_typed[:LONGEST], today, index.lexicon)
    if question.place == office.province_code:
        question = replace(question, place=None, regions=tuple(dict.fromkeys((PROVINCE, *question.regions))))
    words = question.words
    if not words and question.place in index.inside:
        words = (fold(index.region_names[question.place]).split()[0],)  # a place alone: what there is below the city
    hits = rank(words, index.catalogue, _pages_with(office.id, telling(words)), today) if words else []
    return Found(index, question, words, hits, _referral(words, index), index.slips_of(question))


def library_index(office: Configuration) -> LibraryIndex:
    """The office's index; read again after the library or the configuration changed."""
    database = database_name()
    return _library_index(database, office.id, office.version, office.code, office.province_code, office.region_name)


@lru_cache(maxsize=8)
def _library_index(
    _database: str, office_id: int, _version: int, office_code: str, province_code: str, region_name: str
) -> LibraryIndex:
    s = session()
    groups = s.scalars(select(SynonymGroup).where(SynonymGroup.office_id == office_id)).all()
    meant, related = _names_by_page(groups)
    catalogue = library_catalogue(office_id, meant, related)
    referrals = tuple(
        Referral(tuple(bare(_folded(w)) for w in g.words), g.referral["agency"], g.referral["say"], tuple(g.page_keys))
        for g in groups
        if g.referral
    )
    vocabulary = catalogue.name_words | {
        word for referral in referrals for name in referral.words for word in name.split()
    }
    regions = s.execute(select(Region.code, Region.name, Region.level).where(Region.office_id == office_id)).all()
    own_words = frozenset(_folded(region_name).split())
    spelling = _vocabulary(office_id, vocabulary, own_words)
    places = _places(regions, office_code, province_code, own_words)
    referred = {name for group in groups if group.referral for word in group.words for name in _forms(_folded(word))}
    lexicon = Lexicon(own_words, places, catalogue.names | referred, catalogue.indicator_names, spelling.mend)
    return LibraryIndex(
        catalogue=catalogue,
        referrals=referrals,
        vocabulary=spelling,
        lexicon=lexicon,
        place_words=own_words,
        places=places,
        inside=frozenset(code for code, _name, level in regions if level in BELOW_CITY),
        region_names={code: place_name(name, level) for code, name, level in regions},
        terms={bare(term.term_key) or term.term_key: (term.term, term.meaning) for term in glossary(office_id)},
        counts=_counts(groups, catalogue),
    )


@lru_cache(maxsize=8)
def _vocabulary(office_id: int, words: frozenset[str], own_words: frozenset[str]) -> Vocabulary:
    """The words of the library; built again only when they changed."""
    too = SPELLED_TOO | own_words
    return Vocabulary(words, SPELLED, too, lambda word: is_indonesian(word) or _is_in_a_text(office_id, word))


def _places(
    regions: Sequence[Row[str, str, str]], own: str, own_province: str, own_words: frozenset[str]
) -> dict[str, str]:
    """Folded names of the places a question may be about, except the office's own region and the nation.

    The own province is known by the word provinsi; here only by its name, where that is not the region's too. A name
    that is the own region's means the own region.
    """
    places: dict[str, str] = {}
    for code, name, level in regions:
        if code == own or level == NATION:
            continue
        kind, _, rest = _folded(name).partition(" ")
        if level in BELOW_CITY or kind not in PREFIXES:
            names = {_folded(name), f"{level} {_folded(name)}"} | ({rest} if kind in SAID_BELOW else set())
            places |= {one: code for one in names if one and not own_words.issuperset(one.split())}
            continue
        if code != own_province:
            places |= {f"{prefix} {rest}": code for prefix in PREFIXES[kind]}
        if not own_words.issuperset(rest.split()):
            places.setdefault(rest, code)
    return places


def _counts(groups: Sequence[SynonymGroup], catalogue: Catalogue) -> dict[str, str]:
    """Key of a share -> key of the indicator that counts the same people, where one group of guests' words means both."""
    units, counts = catalogue.units, dict[str, str]()
    for first, *others in (group.page_keys for group in groups if group.page_keys and not group.referral):
        people = next((key for key in others if units.get(key) in PEOPLE_UNITS), None)
        if people and units.get(first) not in PEOPLE_UNITS:
            counts.setdefault(first, people)
    return counts


def _names_by_page(groups: Sequence[SynonymGroup]) -> tuple[Names, Names]:
    """Guests' words for the page they mean (the first of a group), and for those that only come near."""
    meant: Names = {}
    related: Names = {}
    for group in groups:
        if group.referral:
            continue
        for place, key in enumerate(group.page_keys):
            target = meant if place == 0 else related
            target.setdefault(key, []).extend(_folded(word) for word in group.words)
    return meant, related


def _referral(words: tuple[str, ...], index: LibraryIndex) -> Referral | None:
    """The agency most of the question's words point to, unless those words are part of a page's longer name."""
    phrase = f" {' '.join(words)} "
    runs = {" ".join(words[at] for at in part) for part in parts(words) if len(part) > 1}
    for name in sorted(runs & index.catalogue.names, key=lambda one: (-len(one), one)):
        if not any(name in referral.words for referral in index.referrals):
            phrase = phrase.replace(f" {name} ", " ")
    left = tuple(phrase.split())
    weight, best = 0, None
    for referral in index.referrals:
        mine = sum(map(len, referral.named_in(left)))
        if mine > weight:
            weight, best = mine, referral
    return best


def _forms(name: str) -> set[str]:
    """The forms of a folded name: as it is, as a question spells it, and without filler words."""
    return {name, spelled(name), bare(name)} - {""}


def _text_search(matches: str) -> Prepared:
    holding = f"SELECT page_id FROM search_pages JOIN pages ON pages.id = page_id WHERE {matches} AND office_id = :office AND state = 'published' LIMIT :n"
    return Prepared(text(holding).columns(column("page_id", Integer)))


IN_TEXT_OF = {  # the search, and how it takes a whole word and the beginning of one
    "sqlite": (_text_search("search_pages MATCH :q"), '"{}"', '"{}"*'),
    "postgresql": (_text_search("document @@ to_tsquery('simple', :q)"), "'{}'", "'{}':*"),
}


def _is_in_a_text(office_id: int, word: str) -> bool:
    """Does the text of one of the office's pages hold the folded word?"""
    holding, whole, _beginning = IN_TEXT_OF[session().get_bind().dialect.name]
    return holding.first({"q": whole.format(word), "office": office_id, "n": 1}) is not None


def _pages_with(office_id: int, words: Sequence[str]) -> frozenset[int]:
    """Ids of the office's pages whose text holds one of the words (or begins with it); a word of more than 200 pages
    tells none of them apart."""
    holding, whole, beginning = IN_TEXT_OF[session().get_bind().dialect.name]
    found: set[int] = set()
    for word in words:
        query = (beginning if len(word) >= SHORTEST_BEGINNING else whole).format(word)
        rows = holding.rows({"q": query, "office": office_id, "n": CANDIDATES + 1})
        found.update((int(row.page_id) for row in rows) if len(rows) <= CANDIDATES else ())
    return frozenset(found)
