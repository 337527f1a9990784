"""Flags: reasons to review a vote; a flag never drops one."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from pstku.core.text import N_
from pstku.ratings.rules.score import Tally

BURST_VOTES = 3  # within two minutes, this one included
LARGEST_SKEW = timedelta(minutes=5)

FLAGS = {
    "fast": N_("Sentuhan terlalu cepat"),
    "no_dwell": N_("Kunjungan sangat singkat"),
    "burst": N_("Tiga penilaian atau lebih dalam dua menit"),
    "staff_phone": N_("Nomor HP tamu sama dengan nomor pegawai"),
    "staff_browser": N_("Dikirim dari peramban pegawai"),
    "staff_entered": N_("Buku tamu konter diisi oleh pegawai"),
    "other_officer": N_("QR petugas lain yang dipindai"),
    "clock_skew": N_("Jam perangkat berbeda lebih dari 5 menit"),
    "makers_device": N_("Tautan dibuka di perangkat pegawai yang membuatnya"),
    "second_claim": N_("Kunjungan ini dinilai sekali lagi"),
    "replaced_link": N_("Tamu menilai sendiri sesudah tautan petugas terpakai"),
}

LEAST_FOR_GAP, LARGEST_GAP = 5, Fraction(1, 2)  # votes each way, and how far their means may lie apart

NO_VISIT, NOT_SERVED, RATED, TOO_OLD = "no_visit", "not_served", "rated", "too_old"
LATE, REPLACED, WAITS = "late", "replaced", "waits"
SECOND_CLAIM, REPLACED_LINK = "second_claim", "replaced_link"  # found later than the vote itself

REASONS_NOT_COUNTED = {
    NO_VISIT: N_("Tidak dihitung: kunjungan tidak dikenal"),
    NOT_SERVED: N_("Tidak dihitung: kunjungan belum selesai dilayani"),
    RATED: N_("Tidak dihitung: kunjungan sudah dinilai"),
    TOO_OLD: N_("Tidak dihitung: masa menilai sudah lewat"),
    LATE: N_("Terlambat: triwulannya sudah dikunci"),
    WAITS: N_("Menunggu kunjungannya sampai atau selesai, paling lama 14 hari"),
    REPLACED: N_("Tidak dihitung: tamu menilai sendiri, tautan petugas diganti"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about the moment of a vote."""

    reaction_ms: int | None  # from question to tap
    dwell: timedelta | None  # from the start of service to its end; None where a short one is the rule
    recent_of_others: (
        int  # of the last two minutes on this tablet, or on phones for this officer, up to a burst; no party's
    )
    is_staff_phone: bool
    is_staff_browser: bool
    is_entered_at_desk: bool  # by an employee, of a guest who stood beside the tablet
    is_other_officer: bool
    clock_skew: timedelta
    is_makers_device: bool = False  # the browser that made the link opened it


def flags_of(evidence: Evidence, *, min_reaction_ms: int, no_dwell_seconds: int) -> list[str]:
    """The codes of `FLAGS` that fit, in their order."""
    found = {
        "fast": evidence.reaction_ms is not None and evidence.reaction_ms < min_reaction_ms,
        "no_dwell": evidence.dwell is not None and evidence.dwell < timedelta(seconds=no_dwell_seconds),
        "burst": evidence.recent_of_others + 1 >= BURST_VOTES,
        "staff_phone": evidence.is_staff_phone,
        "staff_browser": evidence.is_staff_browser,
        "staff_entered": evidence.is_entered_at_desk,
        "other_officer": evidence.is_other_officer,
        "clock_skew": evidence.clock_skew > LARGEST_SKEW,
        "makers_device": evidence.is_makers_device,
    }
    return [code for code in FLAGS if found.get(code)]


def is_gap(tablet: Tally, phone: Tally) -> bool:
    """Do votes at the tablet and on guests' own phones tell different stories about one officer?"""
    if min(tablet.n, phone.n) < LEAST_FOR_GAP:
        return False
    return abs(Fraction(tablet.total, tablet.n) - Fraction(phone.total, phone.n)) >= LARGEST_GAP
