"""Answers: what the office may say to a question, and what it must not."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from pstku.learning.queries.cards import Card, cards_of
from pstku.learning.queries.pages import PageLine, lines_by_key, pages_by_key
from pstku.learning.queries.search import Found, Referral, search
from pstku.learning.rules.question import Question
from pstku.learning.rules.saying import Band, band_of
from pstku.offices.queries import Configuration

MOST_CARDS = 2
MOST_LINES = 8
STRONG = 60  # a name was said, not just a word
ALLSTATS = "https://searchengine.web.bps.go.id/search"


@dataclass(slots=True)
class Answer:
    """Everything the answer page shows."""

    question: Question
    cards: list[Card] = field(default_factory=list)
    pages: list[PageLine] = field(default_factory=list)
    referral: Referral | None = None
    is_refused: bool = False
    meaning: Band | None = None  # the class of a value whose meaning was asked
    allstats_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.pages or self.referral or self.is_refused)

    @property
    def is_unanswered(self) -> bool:
        """Nothing was found, or the figure that was asked for is not filled in."""
        if self.question.wants_meaning or self.is_refused or self.referral:
            return self.is_empty
        return self.is_empty or (bool(self.cards) and self.cards[0].shown is None)


def answer(office: Configuration, text: str) -> Answer:
    """The answer to what was typed; never a guess."""
    found = search(office, text)
    result = Answer(found.question, referral=found.referral, allstats_url=allstats_url(office, text))
    result.is_refused = found.question.is_about_individuals
    if result.is_refused or found.referral:
        return result
    chosen = _chosen(found)
    result.cards = cards_of(office, pages_by_key(office.id, chosen), found.question)
    others = [hit.key for hit in found.hits if hit.key not in chosen][:MOST_LINES]
    lines = lines_by_key(office.id, others)
    result.pages = [lines[key] for key in others]
    if result.cards and found.question.number is not None:
        result.meaning = band_of(result.cards[0].page.facts.get("bands") or [], found.question.number)
    return result


def _chosen(found: Found) -> list[str]:
    """Keys of the indicators that answer: those that were named, else the best one when it comes first."""
    strong = [hit.key for hit in found.hits if hit.kind == "indicator" and hit.score >= STRONG]
    if not strong and found.hits and found.hits[0].kind == "indicator":
        strong = [found.hits[0].key]
    return strong[: MOST_CARDS if found.question.wants_meaning else 1]


def allstats_url(office: Configuration, text: str) -> str:
    """AllStats Search looks into the PDFs of the office's publications."""
    return f"{ALLSTATS}?{urlencode({'q': text, 'mfd': office.code, 'content': 'all', 'sort': 'terbaru'})}"
