"""What may be said of a month beside the three before it, and what is worth doing. Pure.

Two sides are compared only from `FEWEST` cases each, and called different only beyond chance: |z| ≥ 2.58, so that among the
five comparisons of a page one in twenty pages errs at most, and by as much as somebody would notice. Times: rank sums of the
histograms with ties (Wilcoxon, normal approximation). Shares: two proportions, pooled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt

from pstku.core.numbers import format_number, format_percent, round_half_up
from pstku.core.text import N_
from pstku.guestbook.rules.days import Part
from pstku.returns.measures.vocabulary import MEASURES, NOTHING

FEWEST = 20  # cases on each side
BEYOND = 2.58  # two-sided 1 %
LEAST_MINUTES, LEAST_POINTS = 1, 5

TIMES_PAGE, NEEDS_PAGE, NEED_ROWS, OFFICERS_PAGE, OVERVIEW_PAGE = "times", "needs", "need_rows", "officers", "overview"
CLOSING_PAGE, COMPLAINTS_PAGE, ROUND_PAGE = "closing", "complaints", "round"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the figure stands and its rows open: a page, what it is called, and what its address needs."""

    page: str
    name: str
    key: str = ""  # of the measure or term that says what the figure means
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with its values, and its evidence."""

    words: str
    values: Mapping[str, str]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure of the month and of the months before; `verdict` 1 better, -1 worse, 0 no telling, None too few cases."""

    key: str
    before: str
    after: str
    cases_before: int
    cases: int
    verdict: int | None


BETTER = {
    "waktu_tunggu": N_("Tamu menunggu lebih singkat: %(after)s menit, sebelumnya %(before)s."),
    "dalam_standar": N_("Lebih banyak tamu disapa dalam standar: %(after)s, sebelumnya %(before)s."),
    "diperoleh_sesuai": N_("Lebih banyak data diperoleh sesuai: %(after)s, sebelumnya %(before)s."),
    "ditutup_lewat_hari": N_("Lebih sedikit kunjungan ditutup pada hari lain: %(after)s, sebelumnya %(before)s."),
    "dinilai_petugas": N_("Lebih banyak tamu memberi penilaian: %(after)s, sebelumnya %(before)s."),
}
WORSE = {
    "waktu_tunggu": N_("Tamu menunggu lebih lama: %(after)s menit, sebelumnya %(before)s."),
    "dalam_standar": N_("Lebih sedikit tamu disapa dalam standar: %(after)s, sebelumnya %(before)s."),
    "diperoleh_sesuai": N_("Lebih sedikit data diperoleh sesuai: %(after)s, sebelumnya %(before)s."),
    "ditutup_lewat_hari": N_("Lebih banyak kunjungan ditutup pada hari lain: %(after)s, sebelumnya %(before)s."),
    "dinilai_petugas": N_("Lebih sedikit tamu memberi penilaian: %(after)s, sebelumnya %(before)s."),
}
NAMES = {
    "waktu_tunggu": N_("waktu tunggu"),
    "dalam_standar": N_("disapa dalam standar"),
    "diperoleh_sesuai": N_("data yang diperoleh"),
    "ditutup_lewat_hari": N_("ditutup pada hari lain"),
    "dinilai_petugas": N_("cakupan penilaian"),
}
WHERE = {
    "waktu_tunggu": Evidence(TIMES_PAGE, N_("Waktu layanan"), "waktu_tunggu"),
    "dalam_standar": Evidence(TIMES_PAGE, N_("Waktu layanan"), "dalam_standar"),
    "diperoleh_sesuai": Evidence(NEEDS_PAGE, N_("Data yang dicari"), "diperoleh_sesuai"),
    "ditutup_lewat_hari": Evidence(TIMES_PAGE, N_("Waktu layanan"), "ditutup_lewat_hari"),
    "dinilai_petugas": Evidence(OFFICERS_PAGE, N_("Petugas per triwulan"), "dinilai_petugas"),
}


def comparisons(month: Part, before: Part, *, is_rated_known: bool) -> list[Comparison]:
    """Everything that is compared; coverage only while the visits of both sides still say who voted."""
    found = [_of_times("waktu_tunggu", month, before)]
    found.append(_of_shares("dalam_standar", *_pairs(month, before, "within_standard", "with_standard"), sign=1))
    found.append(_of_shares("diperoleh_sesuai", _obtained(month), _obtained(before), sign=1))
    found.append(_of_shares("ditutup_lewat_hari", _left_open(month), _left_open(before), sign=-1))
    if is_rated_known:
        found.append(_of_shares("dinilai_petugas", *_pairs(month, before, "rated", "served"), sign=1))
    return found


def said_of(comparison: Comparison) -> Said:
    """The sentence of a comparison that came out better or worse."""
    words = (BETTER if comparison.verdict == 1 else WORSE)[comparison.key]
    return Said(words, {"after": comparison.after, "before": comparison.before}, WHERE[comparison.key])


def _pairs(month: Part, before: Part, part: str, whole: str) -> tuple[tuple[int, int], tuple[int, int]]:
    return (getattr(month, part), getattr(month, whole)), (getattr(before, part), getattr(before, whole))


def _obtained(part: Part) -> tuple[int, int]:
    """Of those needs whose end is known."""
    return part.fitting, part.sought - part.not_yet


def _left_open(part: Part) -> tuple[int, int]:
    """Of the visits whose end is told: with a service time, outside the hours, or on a later day."""
    return part.closed_later, part.closed_later + part.outside_hours + sum(part.services.values())


def _of_times(key: str, month: Part, before: Part) -> Comparison:
    then, now = (MEASURES[key].value(part) for part in (before, month))
    cases_then, cases_now = sum(before.waits.values()), sum(month.waits.values())
    verdict = None
    if then is not None and now is not None and min(cases_then, cases_now) >= FEWEST:
        verdict = _verdict(-shift(before.waits, month.waits), then - now, LEAST_MINUTES)
    told = [NOTHING if value is None else format_number(value) for value in (then, now)]
    return Comparison(key, told[0], told[1], cases_then, cases_now, verdict)


def _of_shares(key: str, month: tuple[int, int], before: tuple[int, int], *, sign: int) -> Comparison:
    told = [
        format_percent(round_half_up(Fraction(100 * part, whole), 0)) if whole else NOTHING
        for part, whole in (before, month)
    ]
    verdict = None
    if min(month[1], before[1]) >= FEWEST:
        apart = Fraction(100 * month[0], month[1]) - Fraction(100 * before[0], before[1])
        verdict = _verdict(sign * share_shift(*before, *month), sign * apart, LEAST_POINTS)
    return Comparison(key, told[0], told[1], before[1], month[1], verdict)


def _verdict(z: float, apart: Fraction | int, least: int) -> int:
    """1 when both say better, -1 when both say worse, by enough; else 0."""
    if z >= BEYOND and apart >= least:
        return 1
    return -1 if z <= -BEYOND and apart <= -least else 0


def shift(before: Mapping[int, int], after: Mapping[int, int]) -> float:
    """z of the rank sum of `after`: positive when its values are the larger ones. 0 when all values are one."""
    n, m = sum(before.values()), sum(after.values())
    whole, rank_sum, ties, passed = n + m, Fraction(0), 0, 0
    for value in sorted({*before, *after}):
        alike = before.get(value, 0) + after.get(value, 0)
        rank_sum += after.get(value, 0) * (passed + Fraction(alike + 1, 2))
        ties += alike**3 - alike
        passed += alike
    expected = Fraction(m * (whole + 1), 2)
    variance = Fraction(n * m, 12) * (whole + 1 - Fraction(ties, whole * (whole - 1)))
    return float(rank_sum - expected) / sqrt(variance) if variance else 0.0


def share_shift(part_before: int, before: int, part: int, whole: int) -> float:
    """z of two proportions, pooled: positive when the later share is larger."""
    pooled = Fraction(part_before + part, before + whole)
    variance = pooled * (1 - pooled) * (Fraction(1, before) + Fraction(1, whole))
    apart = Fraction(part, whole) - Fraction(part_before, before)
    return float(apart) / sqrt(variance) if variance else 0.0
