"""Minggu pertama: the steps of five days and how far somebody is. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

START = "start"
PAGE, QUIZ, TRY = "page", "quiz", "try"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `what`: the page's key, the quiz's function, or the sentence to try."""

    key: str
    kind: str
    what: str
    question: str = ""  # try: what to type into Jawab
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week."""

    title: str
    why: str
    steps: tuple[Step, ...]

    @property
    def is_done(self) -> bool:
        return all(step.is_done for step in self.steps)


def days_of(guide: Mapping[str, Any], done: Collection[str], pages: Collection[str]) -> list[Day]:
    """The days with their ticks; a page that the library does not have is left out."""
    return [
        Day(str(day["title"]), str(day.get("why") or ""), tuple(_steps(day, done, pages)))
        for day in guide.get("days") or []
    ]


def _steps(day: Mapping[str, Any], done: Collection[str], pages: Collection[str]) -> Iterator[Step]:
    for key in day.get("pages") or []:
        if key in pages:
            yield Step(f"{PAGE}/{key}", PAGE, key, is_done=f"{PAGE}/{key}" in done)
    for item in day.get("try") or []:
        key = f"{TRY}/{item['id']}"
        yield Step(key, TRY, str(item["say"]), str(item.get("ask") or ""), key in done)
    for quiz in day.get("quizzes") or []:
        yield Step(f"{QUIZ}/{quiz}", QUIZ, quiz, is_done=f"{QUIZ}/{quiz}" in done)


def progress(days: Collection[Day]) -> tuple[int, int]:
    """(steps taken, steps)."""
    steps = [step for day in days for step in day.steps]
    return sum(step.is_done for step in steps), len(steps)
