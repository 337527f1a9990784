"""Item analysis: how a question does, from first attempts only. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEWEST = 5  # fewer first answers say nothing
EASY, HARD = 0.95, 0.30


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The first answer of one person to one question, and that person's share right over all questions."""

    person_id: int
    given: tuple[Any, ...]
    is_right: bool
    skill: float


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of a question. `flags` are plain words for the editor, none when all is well or n is small."""

    n: int
    right: int
    flags: tuple[str, ...]
    unused: tuple[int, ...]  # places of wrong options nobody chose

    @property
    def share(self) -> float | None:
        return self.right / self.n if self.n else None


def analyse(answers: Sequence[FirstAnswer], options: Sequence[Mapping[str, Any]]) -> Item:
    """Counts and flags of one question."""
    n, right = len(answers), sum(answer.is_right for answer in answers)
    chosen = Counter(place for answer in answers for place in answer.given if isinstance(place, int))
    wrong = [place for place, option in enumerate(options) if not option.get("right")]
    unused = tuple(place for place in wrong if not chosen[place]) if n >= FEWEST else ()
    return Item(n, right, tuple(_flags(answers, options, n, right)) if n >= FEWEST else (), unused)


def _flags(answers: Sequence[FirstAnswer], options: Sequence[Mapping[str, Any]], n: int, right: int) -> list[str]:
    flags = []
    if right / n > EASY:
        flags.append("terlalu mudah")
    if right / n < HARD:
        flags.append("terlalu sulit")
    third = max(1, n // 3)
    ranked = sorted(answers, key=lambda answer: -answer.skill)
    best, last = ranked[:third], ranked[-third:]
    if sum(a.is_right for a in best) < sum(a.is_right for a in last):
        flags.append("yang paham justru keliru")
    right_places = {place for place, option in enumerate(options) if option.get("right")}
    votes = Counter(answer.given for answer in best if answer.given)
    if options and votes and not right_places.intersection(votes.most_common(1)[0][0]):
        flags.append("periksa kuncinya")
    return flags
