"""Minggu pertama: the steps of five days and how far somebody is. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

START, HIDDEN = "start", "hidden"  # ticks that are no steps: the week was begun, its invitation put away
PAGE, QUIZ, TRY, DRILL = "page", "quiz", "try", "drill"
KINDS = (PAGE, QUIZ, TRY, DRILL)
TICKED_BY_HAND = (PAGE, TRY)
NEW_DAYS = 60  # how long somebody is a new colleague


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `what`: the page's key, the quiz's function, the sentence to try, or how many cards to answer."""

    key: str
    kind: str
    what: str
    question: str = ""  # try: what to type into Jawab
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What the office has for the steps: published pages, functions with questions that are asked."""

    pages: Collection[str]
    functions: Collection[str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a person did: steps, and cards of the daily drill."""

    steps: Collection[str]
    cards: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week."""

    title: str
    why: str
    steps: tuple[Step, ...]

    @property
    def is_done(self) -> bool:
        return all(step.is_done for step in self.steps)


def days_of(guide: Mapping[str, Any], offer: Offer, taken: Taken) -> list[Day]:
    """The days with their ticks; a page or a quiz that the office does not have is left out."""
    return [
        Day(str(day["title"]), str(day.get("why") or ""), tuple(_steps(day, offer, taken)))
        for day in guide.get("days") or []
    ]


def _steps(day: Mapping[str, Any], offer: Offer, taken: Taken) -> Iterator[Step]:
    for page in day.get("pages") or []:
        if page in offer.pages:
            yield _step(PAGE, page, page, taken)
    for item in day.get("try") or []:
        yield _step(TRY, item["id"], str(item["say"]), taken, str(item.get("ask") or ""))
    for quiz in day.get("quizzes") or []:
        if quiz in offer.functions:
            yield _step(QUIZ, quiz, quiz, taken)
    if cards := day.get("drill"):
        yield Step(f"{DRILL}/{cards}", DRILL, str(cards), is_done=taken.cards >= cards)


def _step(kind: str, name: str, what: str, taken: Taken, question: str = "") -> Step:
    key = f"{kind}/{name}"
    return Step(key, kind, what, question, key in taken.steps)


def is_enough(answered: int, asked: int) -> bool:
    """Does a quiz tick its step? When at least half of its questions were answered."""
    return 0 < asked <= 2 * answered


def progress(days: Collection[Day]) -> tuple[int, int]:
    """(steps taken, steps)."""
    steps = [step for day in days for step in day.steps]
    return sum(step.is_done for step in steps), len(steps)
