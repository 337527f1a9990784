"""Item analysis: how a question does, from first attempts only. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEWEST = 5  # fewer first answers say nothing, and would say it of somebody
FLAGGED_FROM = 10  # fewer first answers flag a question by chance
SMALLEST_THIRD = 3
EASY, HARD = 0.95, 0.30


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The first answer of one person to one question, and that person's share right over the other questions."""

    person_id: int
    given: tuple[Any, ...]
    is_right: bool
    skill: float | None  # None: answered nothing else yet


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of a question. `flags` are plain words for the editor; none, and nothing unused, while n is small."""

    n: int
    right: int
    flags: tuple[str, ...]
    unused: tuple[int, ...]  # places of wrong options nobody chose

    @property
    def share(self) -> float | None:
        return self.right / self.n if self.is_telling else None

    @property
    def is_telling(self) -> bool:
        """Are there enough answers to show how many were right?"""
        return self.n >= FEWEST


def analyse(answers: Sequence[FirstAnswer], options: Sequence[Mapping[str, Any]]) -> Item:
    """The counts and flags of one question, from first attempts."""
    n, right = len(answers), sum(answer.is_right for answer in answers)
    chosen = Counter(place for answer in answers for place in answer.given if isinstance(place, int))
    wrong = [place for place, option in enumerate(options) if not option.get("right")]
    if n < FLAGGED_FROM:
        return Item(n, right, (), ())
    unused = tuple(place for place in wrong if not chosen[place])
    return Item(n, right, tuple(_flags(answers, options, n, right)), unused)


def _flags(answers: Sequence[FirstAnswer], options: Sequence[Mapping[str, Any]], n: int, right: int) -> list[str]:
    flags = []
    if right / n > EASY:
        flags.append("terlalu mudah")
    if right / n < HARD:
        flags.append("terlalu sulit")
    ranked = sorted((a for a in answers if a.skill is not None), key=lambda answer: -(answer.skill or 0))
    third = len(ranked) // 3
    if third < SMALLEST_THIRD:
        return flags
    best, last = ranked[:third], ranked[-third:]
    if best[-1].skill == last[0].skill:
        return flags  # nobody is clearly better or weaker than the others
    if sum(a.is_right for a in best) < sum(a.is_right for a in last):
        flags.append("yang paham justru keliru")
    right_places = {place for place, option in enumerate(options) if option.get("right")}
    votes = Counter(place for answer in best for place in answer.given if isinstance(place, int))
    if votes and max(votes.values()) > max((votes[place] for place in right_places), default=0):
        flags.append("periksa kuncinya")
    return flags
