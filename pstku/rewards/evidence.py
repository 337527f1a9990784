"""What a quarter froze, with types: the JSON of `AwardPeriod.snapshot` is read and written here and nowhere else.

A snapshot written by an earlier version lacks the newer keys. They read as None ("not computed then") and are left out
when it is written again, so that its hash stays what it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any, Self

from pstku.core.numbers import round_half_up
from pstku.ratings.rules.score import OfficeScore, Score, format_score
from pstku.ratings.rules.shortlist import Contender


def _plain(record: Any) -> dict[str, Any]:
    """The fields of a record by name; a newer one that says no more than its default is left out."""
    values = {item.name: (getattr(record, item.name), item.default) for item in fields(record)}
    return {name: value for name, (value, default) in values.items() if value is not default and value != default}


def _known(kind: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The keys of `data` that are fields of `kind`."""
    return {item.name: data[item.name] for item in fields(kind) if item.name in data}


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate as it stood when the quarter was locked."""

    code: str
    passed: bool
    words: str
    is_soft: bool

    def to_json(self) -> dict[str, Any]:
        return _plain(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**_known(cls, data))


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign that votes of an officer on a line came about in another way than those of colleagues.

    `is_deterministic`: a fact, not a test. `is_strong`: deterministic, or small after correction and large enough to
    matter. `is_notable`: worth a look, informative only; `p` is unadjusted, `p_adjusted` is corrected over all tests of
    the officer and line. `observed` and `expected` are shares of 0 to 1 or counts, as `words` says. `vote_count` votes
    stand under the signal; which ones is kept nowhere.
    """

    code: str
    officer_id: int
    line: str
    is_deterministic: bool
    is_strong: bool
    is_notable: bool
    p: float | None
    p_adjusted: float | None
    visits: int
    expected: float | None
    observed: float | None
    words: str
    vote_count: int = 0

    def to_json(self) -> dict[str, Any]:
        return _plain(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**({"p": None, "p_adjusted": None, "expected": None, "observed": None} | _known(cls, data)))


@dataclass(frozen=True, slots=True)
class Orders:
    """Three shortlists side by side, as officer ids: by all votes, without those under a strong signal, contactable only.

    Contactable is a vote whose guest left a phone number or an address. Whoever does not lead all three leads on weak
    evidence.
    """

    everything: tuple[int, ...]
    without_strong: tuple[int, ...]
    contactable: tuple[int, ...]

    def leads_all(self, officer_id: int) -> bool:
        """Is this officer first in all three orders?"""
        return all(order[:1] == (officer_id,) for order in (self.everything, self.without_strong, self.contactable))

    def to_json(self) -> dict[str, Any]:
        return {item.name: list(getattr(self, item.name)) for item in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{name: tuple(ids) for name, ids in _known(cls, data).items()})


@dataclass(frozen=True, slots=True)
class Replaced:
    """Why this evidence stands in the place of an earlier one: all votes under one signal were set aside."""

    snapshot_hash: str  # of the earlier one
    officer_id: int
    code: str  # of the signal
    reason: str
    votes_before: int  # of this officer
    votes_after: int
    order_before: tuple[int, ...]  # officer ids of the shortlist, without scores
    order_after: tuple[int, ...]

    @property
    def votes_taken(self) -> int:
        return self.votes_before - self.votes_after

    def to_json(self) -> dict[str, Any]:
        return _plain(self) | {"order_before": list(self.order_before), "order_after": list(self.order_after)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        orders = {name: tuple(data[name]) for name in ("order_before", "order_after")}
        return cls(**(_known(cls, data) | orders))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer with votes or visits in the quarter; `score` is exact on the scale 1 to 4, `*_shown` on 25 to 100.

    `place` is the place on the shortlist or None; `gap` and `limit` are points to the leader by score.
    """

    officer_id: int
    name: str
    call_name: str
    salutation: str
    won_lately: bool
    votes: int
    score_sum: int
    square_sum: int
    fours: int
    served: int
    rated: int
    weeks: int
    most_from_contact: int
    with_standard: int
    within_standard: int
    score: Fraction
    score_shown: float
    low_shown: float
    high_shown: float
    error: float
    fours_lower: float
    gates: tuple[GateResult, ...]
    is_eligible: bool
    is_weak: bool
    place: int | None
    gap: float | None
    limit: float | None
    held_votes: int = 0  # by links an employee held; they enter the score for a fifth of `votes` at most
    held_sum: int = 0

    @property
    def coverage(self) -> Fraction | None:
        """Rated of served; None when nobody was served."""
        return Fraction(self.rated, self.served) if self.served else None

    @property
    def failed(self) -> tuple[GateResult, ...]:
        """The gates that were not passed."""
        return tuple(gate for gate in self.gates if not gate.passed)

    @property
    def contender(self) -> Contender:
        """The candidate as the comparison sees them."""
        within = Fraction(self.within_standard, self.with_standard) if self.with_standard else None
        score = Score(self.votes, self.score, self.error, self.low_shown / 25, self.high_shown / 25)
        return Contender(self.officer_id, score, self.fours, within, self.won_lately)

    @property
    def score_words(self) -> str:
        """94, and 94,32 from 100 votes."""
        return format_score(25 * self.score, self.votes)

    @property
    def range_words(self) -> str:
        """90–97"""
        return "–".join(format_score(edge, self.votes) for edge in (self.low_shown, self.high_shown))

    def to_json(self) -> dict[str, Any]:
        return _plain(self) | {"score": str(self.score), "gates": [gate.to_json() for gate in self.gates]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        gates = tuple(GateResult.from_json(gate) for gate in data["gates"])
        return cls(**(_known(cls, data) | {"score": Fraction(data["score"]), "gates": gates}))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Inputs, parameters and results of one quarter of one line; `mean` is μ0, `deviation` is s, on the scale 1 to 4."""

    line: str
    starts_on: date
    ends_on: date
    parameters: dict[str, Any]
    mean: Fraction
    deviation: float
    candidates: tuple[Candidate, ...]
    office_votes: int | None = None  # all counted votes of the line in the quarter
    office_sum: int | None = None
    signals: tuple[Signal, ...] | None = None
    orders: Orders | None = None
    seed: str | None = None  # of the permutations: the hash of the evidence before the signals were computed
    habits: dict[str, Any] | None = None  # counts of every share by officer, for the quarters to come
    replaced: tuple[Replaced, ...] | None = None  # the first change first

    @property
    def office_score(self) -> OfficeScore | None:
        """The office's score of the quarter as it stood at the lock."""
        return OfficeScore(self.office_votes, self.office_sum or 0) if self.office_votes else None

    @property
    def mean_shown(self) -> str:
        """25·μ0 with two decimals."""
        return str(round_half_up(25 * self.mean, 2))

    @property
    def shortlisted(self) -> list[Candidate]:
        """The shortlist in its order."""
        return sorted((c for c in self.candidates if c.place), key=lambda c: c.place or 0)

    @property
    def officer_ids(self) -> set[int]:
        """The ids of all candidates of the quarter."""
        return {candidate.officer_id for candidate in self.candidates}

    def names(self, officer_ids: Sequence[int]) -> list[str]:
        """Full names of these officers, in the given order."""
        found = {candidate.officer_id: candidate.name for candidate in self.candidates}
        return [found.get(officer_id, "") for officer_id in officer_ids]

    def find(self, officer_id: int | None) -> Candidate | None:
        """The candidate with this id, or None."""
        return next((c for c in self.candidates if c.officer_id == officer_id), None)

    def to_json(self) -> dict[str, Any]:
        plain = _plain(self) | {
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "mean": str(self.mean),
            "mean_shown": self.mean_shown,
            "candidates": [candidate.to_json() for candidate in self.candidates],
            "shortlist": [candidate.officer_id for candidate in self.shortlisted],
        }
        for name in ("signals", "replaced"):
            if getattr(self, name) is not None:
                plain[name] = [item.to_json() for item in getattr(self, name)]
        if self.orders is not None:
            plain["orders"] = self.orders.to_json()
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        values = _known(cls, data) | {
            "starts_on": date.fromisoformat(data["starts_on"]),
            "ends_on": date.fromisoformat(data["ends_on"]),
            "mean": Fraction(data["mean"]),
            "candidates": tuple(Candidate.from_json(row) for row in data["candidates"]),
        }
        if "signals" in data:
            values["signals"] = tuple(Signal.from_json(row) for row in data["signals"])
        if "replaced" in data:
            values["replaced"] = tuple(Replaced.from_json(row) for row in data["replaced"])
        if "orders" in data:
            values["orders"] = Orders.from_json(data["orders"])
        return cls(**values)
