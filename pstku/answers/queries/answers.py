"""Answers: what the office may say to a question, and what it must not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from pstku.answers.queries.cards import Card, cards_of
from pstku.answers.queries.days import day_sentence
from pstku.answers.queries.search import Found, LibraryIndex, Referral, search
from pstku.answers.rules.choosing import Choice, Searched, choose, terms_named
from pstku.answers.rules.planning import SAYINGS, only_in, rhythm_of
from pstku.answers.rules.question import CardRequest, Question
from pstku.answers.rules.ranking import IN_NAMES
from pstku.answers.rules.saying import Band, band_of
from pstku.core import clock
from pstku.library.models import Page
from pstku.library.queries.news import release_sentences
from pstku.library.queries.pages import PageLine, lines_by_key, pages_by_key
from pstku.library.rules.places import CITY
from pstku.offices.queries import Configuration

MOST_CARDS = 6
MOST_LINES = 8
HOW_TO_SAY_NO = ("conduct",)  # kinds of pages that help a colleague to refuse
BELOW_THE_CITY = "con.di-bawah-kota"
ALLSTATS = "https://searchengine.web.bps.go.id/search"


@dataclass(slots=True)
class Answer:
    """Everything the answer page shows."""

    question: Question
    cards: list[Card] = field(default_factory=list)
    pages: list[PageLine] = field(default_factory=list)
    referral: Referral | None = None
    elsewhere: str | None = None  # the other place that was asked about
    is_refused: bool = False
    is_cut: bool = False  # more was asked for than fits on a page
    left_over: tuple[str, ...] = ()  # words of the question that no card answers
    parts: tuple[str, ...] = ()  # words for a part of the whole, of which the cards tell nothing
    read_as: tuple[tuple[str, str], ...] = ()  # (typed, read) words that were mended
    meaning: Band | None = None  # the class of a value whose meaning was asked
    terms: list[tuple[str, str]] = field(default_factory=list)  # of the glossary, with their meanings
    releases: list[str] = field(default_factory=list)  # when the next figures come out, if that was asked
    day: str | None = None  # whether the office serves on the day that was asked about
    allstats_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not (
            self.cards or self.pages or self.terms or self.day or self.referral or self.is_refused or self.elsewhere
        )

    @property
    def is_unanswered(self) -> bool:
        """Nothing was found, only part of the question was understood, or the figure is not filled in."""
        if self.is_refused or self.referral or self.elsewhere or self.terms or self.day:
            return False
        if self.is_empty or self.left_over or self.parts:
            return True
        return not self.question.wants_meaning and bool(self.cards) and self.cards[0].shown is None


def answer(office: Configuration, text: str) -> Answer:
    """The answer to a typed question; never a guess.

    A question about another place gets no figure, except a comparison with the office's own city.
    """
    found = search(office, text)
    index = found.index
    question, today = found.question, clock.local_day(clock.now(), office.tz)
    result = Answer(question, referral=found.referral, read_as=found.read_as)
    result.is_refused = question.is_about_individuals
    result.elsewhere = _elsewhere(question, index.region_names, index.inside, office.other_level_word)
    mfd = question.place if result.elsewhere and question.place else office.code
    result.allstats_url = allstats_url(mfd, text)
    choice = _choice(found)
    if not (result.is_refused or (result.elsewhere and CITY not in question.regions)):
        mended = () if choice.keys else tuple(typed for typed, _word in found.read_as)
        result.left_over = () if found.referral else choice.left_over or mended
        result.parts = choice.parts if choice.keys else ()
        chosen = pages_by_key(office.id, _with_counts(choice.keys, question, index))
        requests = [replace(one, place=None) if result.elsewhere else one for one in question.card_requests]
        cards = _cards(office, chosen, requests, question)
        result.cards, result.is_cut = cards[:MOST_CARDS], len(cards) > MOST_CARDS
        if found.referral and cards and not question.wants_several:  # inflasi cabai: the card is not of that alone
            result.left_over = tuple(word for word in found.words if word in found.referral.named_in(found.words))
        if question.wants_release:
            result.releases = [sentence for page in chosen for sentence in _releases(office, page, question, today)]
        if question.wants_meaning or not chosen:
            result.terms = _terms(found, is_alone=not chosen)
        if result.terms and not chosen:
            result.left_over = ()
    if question.day and not (result.cards or result.is_refused):
        result.day, result.left_over = day_sentence(office, question.day), ()
    result.pages = _pages(office, found, result)
    if result.cards and question.number is not None:
        result.meaning = band_of(result.cards[0].page.fact.bands, question.number)
    return result


def _with_counts(keys: Sequence[str], question: Question, index: LibraryIndex) -> list[str]:
    """Berapa orang menganggur: puts the indicator that counts people before the one that gives their share."""
    if not question.wants_count:
        return list(keys)
    both = [key for share in keys for key in (index.counts.get(share, share), share)]
    return list(dict.fromkeys(both))


def _cards(
    office: Configuration, pages: Sequence[Page], requests: Sequence[CardRequest], question: Question
) -> list[Card]:
    """The cards of the chosen indicators; one without figures of its own uses the card of the indicator it takes them from."""
    cards: list[Card] = []
    for page in pages:
        sources = [] if question.wants_meaning else page.fact.values_from
        if sources:
            cards += _borrowed(office, pages_by_key(office.id, sources), requests)
        else:
            cards += cards_of(office, [page], requests)
    return cards


def _borrowed(office: Configuration, sources: Sequence[Page], requests: Sequence[CardRequest]) -> list[Card]:
    """Cards for an indicator that takes its figures from another: deflation is inflation below zero.

    The first source with a figure is used, with a remark on what its sign means.
    """
    cards = []
    for each in requests:
        if each.times.periods and all(len(period) == len("2025") for period in each.times.periods[:1]):
            each = replace(each, times=replace(each.times, by_month=len(each.times.periods) == 1))
        found = [cards_of(office, [page], [each])[0] for page in sources]
        card = next((card for card in found if card.shown), found[0])
        if card.shown and not card.rows:
            card = replace(card, remarks=[*card.remarks, SAYINGS["fall" if card.shown.value < 0 else "rise"]])
        cards.append(card)
    return cards


def _releases(office: Configuration, page: Page, question: Question, today: date) -> list[str]:
    """Sentences on when the figures asked for come out, and on periods for which none is ever published here."""
    rhythm = rhythm_of(page.fact, is_own=office.code != office.province_code)
    never = [only_in(period, rhythm, office.region_name) for period in question.periods]
    return [*(sentence for sentence in never if sentence), *release_sentences(office, page, question.periods, today)]


def allstats_url(code: str, text: str) -> str:
    """AllStats Search looks into the PDFs of an office's publications."""
    return f"{ALLSTATS}?{urlencode({'q': text, 'mfd': code, 'content': 'all', 'sort': 'terbaru'})}"


def _choice(found: Found) -> Choice:
    """The indicators that answer.

    When the question is referred to another agency, only those matched by the remaining words.
    """
    words, index = found.words, found.index
    if found.referral:
        meant = found.referral.named_in(words)
        words = tuple(word for word in words if word not in meant)
    is_rest = found.referral is not None
    is_part_too_little = bool(found.read_as) or is_rest or " ".join(words) in index.terms
    searched = Searched(words, found.hits, is_part_too_little, found.question.wants_several or is_rest)
    return choose(searched, index.catalogue, index.vocabulary.words)


def _terms(found: Found, *, is_alone: bool) -> list[tuple[str, str]]:
    """The glossary terms the question asks for; when a card answers, only a term that is the whole question."""
    terms = found.index.terms
    named = terms_named(found.words, terms) or terms_named(found.question.words, terms)
    return [terms[name] for name in named] if is_alone or len(named) == 1 else []


def _elsewhere(question: Question, names: dict[str, str], inside: frozenset[str], other_level: str) -> str | None:
    """The place the question is about, when it is neither the office's own nor below it."""
    if question.place and question.place not in inside:
        return names.get(question.place, question.place)
    return f"{other_level} lain" if question.is_elsewhere else None


def _pages(office: Configuration, found: Found, result: Answer) -> list[PageLine]:
    """Other pages that may help: next to a card only pages named in the question, with a refusal the pages on conduct."""
    card_keys = {card.page.key for card in result.cards}
    hits = [hit for hit in found.hits if hit.key not in card_keys]
    if result.is_refused:
        hits = [hit for hit in hits if hit.kind in HOW_TO_SAY_NO]
    elif result.cards:
        hits = [hit for hit in hits if hit.score >= IN_NAMES]
    keys = [hit.key for hit in hits]
    if found.referral:
        keys = [key for key in found.referral.page_keys if key not in card_keys]
    if any(card.below for card in result.cards):
        keys = [BELOW_THE_CITY, *keys]
    if result.parts:  # the survey's page says which parts it tells
        keys = [*(card.page.fact.survey for card in result.cards), *keys]
    keys = list(dict.fromkeys(keys))[:MOST_LINES]
    lines = lines_by_key(office.id, keys)
    return [lines[key] for key in keys if key in lines]
