"""Days of duties, and how much and how fast of a plan was done. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from statistics import median_low

from pstku.core.text import N_

SOON = timedelta(days=30)  # before its day staff are reminded
LATE_ON = timedelta(days=60)  # after its day in the year that followed


class DutyState(StrEnum):
    """Where a duty of a year stands."""

    DONE = "done"
    LATE = "late"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class FirstDuty:
    """A duty of the first list; without a day where no source names one."""

    title: str
    source: str
    month: int | None = None
    day: int | None = None


# Read in rules and reports of other offices, not in the present texts: the office confirms each.
FIRST_DUTIES = (
    FirstDuty(N_("Survei Kepuasan Masyarakat, paling sedikit sekali setahun"), "PermenPANRB 14/2017", 12, 31),
    FirstDuty(N_("Umumkan hasil survei kepuasan dan tindak lanjutnya"), "PermenPANRB 14/2017", 12, 31),
    FirstDuty(N_("Kirim berkas zona integritas ke tim penilai nasional"), "PermenPANRB 90/2021", 5, 31),
    FirstDuty(N_("Survei persepsi pelayanan dan antikorupsi (SPKP, SPAK)"), "PermenPANRB 90/2021"),
    FirstDuty(N_("Isi F-01 PEKPPP beserta buktinya"), "PermenPANRB 29/2022 dan 4/2023"),
    FirstDuty(N_("Tinjau standar pelayanan bersama pengguna"), "PermenPANRB 15/2014"),
    FirstDuty(N_("Tetapkan dan pasang maklumat pelayanan"), "UU 25/2009"),
    FirstDuty(N_("Siapkan bukti untuk penilaian Ombudsman"), "Peraturan Ombudsman 61/2025"),
    FirstDuty(N_("Survei Kebutuhan Data (SKD) dengan formulir resmi"), "Pedoman SKD BPS"),
    FirstDuty(N_("Periksa layanan ramah kelompok rentan"), "PermenPANRB 11/2024"),
)


def due_on(month: int | None, day: int | None, year: int) -> date | None:
    """The day of a duty in this year: 29 February is the 28th where there is none; None without a day."""
    if month is None or day is None:
        return None
    return date(year, month, min(day, monthrange(year, month)[1]))


def state_of(due: date | None, is_done: bool, today: date) -> DutyState:
    """Done whatever its day; late from the day after; soon within thirty days."""
    if is_done:
        return DutyState.DONE
    if due is None:
        return DutyState.UNDATED
    if due < today:
        return DutyState.LATE
    return DutyState.SOON if due - today <= SOON else DutyState.LATER


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A plan so far: lines, done, done by their day, and the median of days from the close of the round to the deed."""

    lines: int
    done: int
    in_time: int
    days: int | None

    @property
    def share(self) -> Fraction | None:
        """Percent done; None without a line."""
        return Fraction(100 * self.done, self.lines) if self.lines else None


def followed_up(lines: Sequence[tuple[date, date, date | None]]) -> FollowedUp:
    """Count a plan: of each line the day its round was closed, the day that was planned, and the day it was done."""
    done = [(closed, planned, on) for closed, planned, on in lines if on is not None]
    days = [max((on - closed).days, 0) for closed, _planned, on in done]
    in_time = sum(on <= planned for _closed, planned, on in done)
    return FollowedUp(len(lines), len(done), in_time, median_low(days) if days else None)
