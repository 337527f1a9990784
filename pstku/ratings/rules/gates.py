"""Syarat: what must hold before anybody is compared. Each gate is a setting, frozen when the quarter opens."""

from dataclasses import dataclass
from fractions import Fraction

from pstku.core.numbers import format_percent


@dataclass(frozen=True, slots=True)
class GateSettings:
    """Limits of the gates, and how many average votes are added to everybody."""

    votes: int = 10
    coverage_percent: int = 30
    weeks: int = 3
    contact_percent: int = 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """An officer's figures at the end of a quarter, as the gates need them."""

    votes: int
    coverage: Fraction | None
    weeks: int
    contact_share: Fraction
    has_upheld_complaint: bool
    is_under_sanction: bool
    is_held_by_officers: bool = False  # every voting link of this line is an employee's


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: passed or not, and why in words. A soft one does not exclude, it asks the decider for a note."""

    code: str
    passed: bool
    words: str
    is_soft: bool = False


def gates(found: Evidence, limits: GateSettings) -> list[Gate]:
    """The six gates, always in this order; outside the office a seventh, which nobody passes."""
    coverage = "belum ada tamu konter" if found.coverage is None else format_percent(100 * found.coverage, 1)
    checked = [
        Gate("votes", found.votes >= limits.votes, f"Penilaian {found.votes} dari {limits.votes}"),
        Gate(
            "coverage",
            found.coverage is not None and 100 * found.coverage >= limits.coverage_percent,
            f"Cakupan {coverage}, paling sedikit {limits.coverage_percent} %",
            is_soft=True,
        ),
        Gate("weeks", found.weeks >= limits.weeks, f"Penilaian di {found.weeks} dari {limits.weeks} minggu tugas"),
        Gate(
            "contact",
            100 * found.contact_share <= limits.contact_percent,
            f"Dari satu kontak {format_percent(100 * found.contact_share, 0)}, paling banyak {limits.contact_percent} %",
        ),
        Gate(
            "complaint",
            not found.has_upheld_complaint,
            "Ada pengaduan terbukti" if found.has_upheld_complaint else "Tanpa pengaduan terbukti",
        ),
        Gate(
            "sanction",
            not found.is_under_sanction,
            "Sedang menjalani sanksi" if found.is_under_sanction else "Tanpa sanksi berjalan",
        ),
    ]
    if found.is_held_by_officers:
        checked.append(Gate("held", False, "Bukti lemah: tautan dipegang petugas", is_soft=True))
    return checked


def is_eligible(passed: list[Gate]) -> bool:
    """May be compared: every hard gate is passed."""
    return all(gate.passed or gate.is_soft for gate in passed)


def is_weak(passed: list[Gate]) -> bool:
    """Bukti lemah: eligible, but the decider must note why they choose all the same."""
    return is_eligible(passed) and not all(gate.passed for gate in passed)
