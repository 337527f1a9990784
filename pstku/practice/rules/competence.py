"""Kompetensi: an index per indicator from ratings, beside a tested score; nothing about fewer than five. Pure.

The index is (mean of 1..5 minus 1) / 4 × 100, so that 1 is 0 and 5 is 100, the scale of the target of 85.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pstku.core.numbers import round_half_up
from pstku.core.text import N_

DATA, MEDIA, WEBSITE, SERVING = "data", "media", "website", "serving"
INDICATORS = {
    DATA: N_("Pemahaman data yang dihasilkan"),
    MEDIA: N_("Pemahaman media diseminasi"),
    WEBSITE: N_("Penggunaan website dan ALLStats"),
    SERVING: N_("Kesiapan melayani di PST"),
}
TARGET = 85
LOWEST, HIGHEST = 1, 5
SMALLEST_GROUP = 5
FEWEST_TESTED = 5  # answers of a person that count before a share is said
SEARCH_TOOLS = ("med.website", "med.allstats", "med.allstats-search")


@dataclass(frozen=True, slots=True)
class Marks:
    """A person's answers that count in one round for one indicator."""

    right: int
    n: int

    @property
    def share(self) -> Fraction | None:
        """Percent right; None for fewer answers than say anything."""
        return Fraction(100 * self.right, self.n) if self.n >= FEWEST_TESTED else None


@dataclass(frozen=True, slots=True)
class MarkedShare:
    """Nilai uji, 0 to 100 in whole numbers; `n` people of the office, or answers of oneself, stand behind it."""

    value: Decimal
    n: int


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator of a round. `index` is 0 to 100; None, as `tested`, where too little stands behind it."""

    indicator: str
    index: Decimal | None
    tested: MarkedShare | None
    target: int

    @property
    def gap(self) -> Decimal | None:
        """How far the index is from the target; negative below it."""
        return None if self.index is None else self.index - self.target


def index_of(ratings: Sequence[int]) -> Fraction | None:
    """0 to 100, not rounded; None without ratings."""
    return (
        Fraction(100 * (sum(ratings) - LOWEST * len(ratings)), (HIGHEST - LOWEST) * len(ratings)) if ratings else None
    )


def own_index(answers: Mapping[str, int], items: Iterable[Mapping[str, str]], indicator: str) -> Decimal | None:
    """A person's index of an indicator from the items rated so far, with two decimals."""
    index = _index(answers, items, indicator)
    return None if index is None else round_half_up(index, 2)


def _index(answers: Mapping[str, int], items: Iterable[Mapping[str, str]], indicator: str) -> Fraction | None:
    return index_of([answers[i["key"]] for i in items if i["indicator"] == indicator and i["key"] in answers])


def office_index(
    replies: Sequence[Mapping[str, int]], items: Sequence[Mapping[str, str]], indicator: str
) -> Decimal | None:
    """The mean of the people's indices, each person counting once, rounded once; None below the smallest group."""
    own = [index for answers in replies if (index := _index(answers, items, indicator)) is not None]
    return round_half_up(sum(own, Fraction()) / len(own), 2) if len(own) >= SMALLEST_GROUP else None


def own_tested(marks: Marks | None) -> MarkedShare | None:
    """One's own share right; None for fewer answers than say anything."""
    share = marks.share if marks else None
    return MarkedShare(round_half_up(share, 0), marks.n) if marks and share is not None else None


def office_tested(marks: Mapping[int, Marks]) -> MarkedShare | None:
    """The mean of the shares of those with enough answers; None below the smallest group.

    An answer counts in one round only, so no subtraction of two rounds gives one person's share of either.
    """
    shares = [share for own in marks.values() if (share := own.share) is not None]
    if len(shares) < SMALLEST_GROUP:
        return None
    return MarkedShare(round_half_up(sum(shares, Fraction()) / len(shares), 0), len(shares))


def indicator_of(page_keys: Sequence[str]) -> str:
    """Which indicator a question of the bank tests: its first page tells."""
    first = page_keys[0] if page_keys else ""
    if first in SEARCH_TOOLS:
        return WEBSITE
    return {"med": MEDIA, "con": SERVING}.get(first.partition(".")[0], DATA)


def open_items(answers: Mapping[str, int], items: Iterable[Mapping[str, str]]) -> list[str]:
    """Keys of items without a rating, in the round's order."""
    return [item["key"] for item in items if item["key"] not in answers]


def clean_answers(typed: Mapping[str, str], items: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """What was ticked, for items of this round only; anything but 1 to 5 counts as open."""
    found = {}
    for item in items:
        text = typed.get(item["key"], "")
        if text.isdecimal() and LOWEST <= int(text) <= HIGHEST:
            found[item["key"]] = int(text)
    return found


def has_other_items(asked: Sequence[Mapping[str, str]], before: Sequence[Mapping[str, str]]) -> bool:
    """Were the sentences of two rounds not the same? Then their indices are no equals."""
    return {(i["indicator"], i["text"]) for i in asked} != {(i["indicator"], i["text"]) for i in before}
