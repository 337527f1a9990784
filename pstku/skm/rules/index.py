"""The index of a question set in exact fractions, its letter, and how far it may be off by chance. Pure.

IKM = 25·T/(9n) with T the sum of all values (PermenPANRB 14/2017 with the weight 1/9, not 0,11), rounded half-up once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pstku.core.numbers import round_half_up
from pstku.skm.rules.sets import Band, QuestionSet

PLACES = 2
Z95 = Decimal("1.96")


@dataclass(frozen=True, slots=True)
class Sums:
    """What an index needs of a group of answers: how many, the sum of each question, and the sums of squares."""

    respondents: int
    by_key: Mapping[str, int]
    squares_by_key: Mapping[str, int]
    squares: int  # of each respondent's own sum

    @property
    def total(self) -> int:
        return sum(self.by_key.values())


def sums_of(questions: QuestionSet, answers: Iterable[Mapping[str, int]]) -> Sums:
    """The sums of complete answers."""
    rows = [tuple(answer[key] for key in questions.keys) for answer in answers]
    columns = list(zip(*rows, strict=True)) or [()] * len(questions.keys)
    return Sums(
        len(rows),
        {key: sum(column) for key, column in zip(questions.keys, columns, strict=True)},
        {key: sum(v * v for v in column) for key, column in zip(questions.keys, columns, strict=True)},
        sum(sum(row) ** 2 for row in rows),
    )


def index_of(questions: QuestionSet, total: int, respondents: int) -> Fraction | None:
    """The exact index of all answers together; None without respondents, never 0."""
    if not respondents:
        return None
    return Fraction(questions.top * total, questions.highest * len(questions.keys) * respondents)


def band_of(questions: QuestionSet, index: Decimal) -> Band | None:
    """The band of an index that is already rounded; None for a set without letters."""
    return next(
        (band for band in questions.bands if index >= band.lowest), questions.bands[-1] if questions.bands else None
    )


def deviation(total: int, squares: int, respondents: int) -> Decimal:
    """Standard error of a mean from a sum and a sum of squares; 0 for a single value."""
    if respondents < 2:
        return Decimal(0)
    around = Fraction(squares) - Fraction(total * total, respondents)
    variance = around / (respondents - 1) / respondents
    return (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()


def weakest(questions: QuestionSet, means: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of the lowest mean, in the order of the set; several when they are equal."""
    lowest = min(means.values())
    return tuple(key for key in questions.keys if means[key] == lowest)


@dataclass(frozen=True, slots=True)
class Mean:
    """A question's mean with its 95 % range, each rounded half-up once."""

    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Index:
    """What may be said of a group of answers: index, 95 % range, each question's mean and the weakest ones.

    Letter and name of its band are empty for a set without bands.
    """

    respondents: int
    value: Decimal
    low: Decimal
    high: Decimal
    letter: str
    name: str
    means: Mapping[str, Mean]
    weakest: tuple[str, ...]


def index_from(questions: QuestionSet, sums: Sums) -> Index:
    """The whole index of at least one respondent. The range takes respondents as drawn by chance from very many."""
    n, count = sums.respondents, len(questions.keys)
    exact = {key: Fraction(sums.by_key[key], n) for key in questions.keys}
    value = index_of(questions, sums.total, n)
    assert value is not None
    scale = Decimal(questions.top) / (questions.highest * count)
    half = Z95 * deviation(sums.total, sums.squares, n) * scale
    shown = round_half_up(value, PLACES)
    band = band_of(questions, shown)
    floor, ceiling = Decimal(questions.top * questions.lowest) / questions.highest, Decimal(questions.top)
    return Index(
        respondents=n,
        value=shown,
        low=_within(_decimal(value) - half, floor, ceiling),
        high=_within(_decimal(value) + half, floor, ceiling),
        letter=band.letter if band else "",
        name=band.name if band else "",
        means={key: _mean(questions, sums, key, exact[key]) for key in questions.keys},
        weakest=weakest(questions, exact),
    )


def _mean(questions: QuestionSet, sums: Sums, key: str, exact: Fraction) -> Mean:
    half = Z95 * deviation(sums.by_key[key], sums.squares_by_key[key], sums.respondents)
    lowest, highest = Decimal(questions.lowest), Decimal(questions.highest)
    return Mean(
        round_half_up(exact, PLACES),
        _within(_decimal(exact) - half, lowest, highest),
        _within(_decimal(exact) + half, lowest, highest),
    )


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _within(value: Decimal, lowest: Decimal, highest: Decimal) -> Decimal:
    return round_half_up(min(max(value, lowest), highest), PLACES)


def differs(before: Index, after: Index) -> int:
    """1 when the later index is higher beyond chance, -1 when it is lower, 0 when the two cannot be told apart."""
    gap = after.value - before.value
    halves = [max(one.high - one.value, one.value - one.low) for one in (before, after)]  # the scale may end one side
    if gap * gap <= sum(half * half for half in halves):
        return 0
    return 1 if gap > 0 else -1
