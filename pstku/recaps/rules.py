"""What a recap says and when it can be released. Pure."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from pstku.core.text import N_

SCORE, PRACTICE, COMPETENCE, CONTRIBUTIONS = "score", "practice", "competence", "contributions"
PARTS = {  # what the owner may leave out; visits always stand
    SCORE: N_("Penilaian tamu"),
    PRACTICE: N_("Latihan dan kuis"),
    COMPETENCE: N_("Kompetensi"),
    CONTRIBUTIONS: N_("Sumbangan isi"),
}


@dataclass(frozen=True, slots=True)
class Served:
    """Visits one way that the employee closed in the quarter, and the people who came with them."""

    way: str
    visits: int
    persons: int


@dataclass(frozen=True, slots=True)
class Rated:
    """Published figures of one award line: score and its 80 % range on the scale to 100, as they were published."""

    line: str
    votes: int
    served: int
    rated: int
    score: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Recap:
    """An employee's quarter. None or empty: nothing to say, or left out by the owner; nobody can tell which."""

    visits: Sequence[Served] = ()
    scores: Sequence[Rated] = ()
    practice: Mapping[str, int] = field(default_factory=dict)  # answers, days, quizzes
    competence: Mapping[str, bool] = field(default_factory=dict)  # indicator -> reached the target
    competence_round: str = ""  # of which round
    contributions: Mapping[str, int] = field(default_factory=dict)  # pages and figures, written and checked

    def only(self, parts: Collection[str]) -> "Recap":
        """The recap with no more than these parts, and the visits."""
        kept = self if COMPETENCE in parts else replace(self, competence={}, competence_round="")
        kept = kept if SCORE in parts else replace(kept, scores=())
        kept = kept if PRACTICE in parts else replace(kept, practice={})
        return kept if CONTRIBUTIONS in parts else replace(kept, contributions={})

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        content: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return content

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Recap":
        """As it was kept."""
        lists = {
            "visits": tuple(Served(**row) for row in content["visits"]),
            "scores": tuple(Rated(**row) for row in content["scores"]),
        }
        return cls(**(dict(content) | lists))


def hash_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a kept recap, written in one way only."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def settles_on(last: date, voting_days: int) -> date:
    """The first day on which a quarter that ends on `last` gets no further vote, so that it can be released."""
    return last + timedelta(days=voting_days + 1)
