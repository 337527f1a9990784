"""What can be said of a signed copy that came back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pstku.core.text import N_

LARGEST = 7_000_000  # bytes: the server takes 8 MB in all


class Verdict(StrEnum):
    """The three things that can be said here; whose certificate it is, nobody can say here."""

    UNCHANGED = "unchanged"
    DIFFERENT = "different"
    UNCHECKED = "unchecked"


VERDICTS: Mapping[Verdict, str] = {
    Verdict.UNCHANGED: N_("tidak berubah sejak ditandatangani"),
    Verdict.DIFFERENT: N_("isi berbeda dari yang dikirim"),
    Verdict.UNCHECKED: N_("tidak dapat diperiksa di sini"),
}


class Finding(StrEnum):
    """Why: one finding for each verdict that is given, and two that refuse the file."""

    SAME = "same"
    ALTERED = "altered"  # after it was signed
    BROKEN_SEAL = "broken_seal"  # the signature does not fit the bytes
    OTHER_PAGES = "other_pages"  # signed, and not what was sent
    UNSIGNED_SAME = "unsigned_same"
    UNSIGNED = "unsigned"  # a scan, or another file
    UNKNOWN_KIND = "unknown_kind"  # of signature
    TOO_MUCH = "too_much"  # it takes too long or too much memory
    ENCRYPTED = "encrypted"
    NO_PDF = "no_pdf"


REFUSED: Mapping[Finding, str] = {
    Finding.ENCRYPTED: N_("Berkas ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi."),
    Finding.NO_PDF: N_("Berkas ini bukan PDF yang utuh. Unduh lagi dari aplikasi penanda tangan, lalu unggah di sini."),
}
OF_FINDING: Mapping[Finding, tuple[Verdict, str]] = {
    Finding.SAME: (
        Verdict.UNCHANGED,
        N_("Tanda tangan di dalamnya utuh, dan halamannya sama dengan naskah yang diterbitkan."),
    ),
    Finding.ALTERED: (Verdict.DIFFERENT, N_("Berkas ini diubah sesudah ditandatangani.")),
    Finding.BROKEN_SEAL: (Verdict.DIFFERENT, N_("Tanda tangan di dalamnya tidak cocok lagi dengan isi berkas.")),
    Finding.OTHER_PAGES: (
        Verdict.DIFFERENT,
        N_("Tanda tangannya utuh, tetapi halamannya tidak sama dengan naskah yang diterbitkan."),
    ),
    Finding.UNSIGNED_SAME: (
        Verdict.UNCHECKED,
        N_("Halamannya sama dengan naskah yang diterbitkan, tetapi tidak ada tanda tangan elektronik di dalamnya."),
    ),
    Finding.UNSIGNED: (
        Verdict.UNCHECKED,
        N_("Tidak ada tanda tangan elektronik di dalamnya. Pindaian kertas dibandingkan orang, bukan aplikasi."),
    ),
    Finding.UNKNOWN_KIND: (
        Verdict.UNCHECKED,
        N_("Jenis tanda tangannya tidak dikenal di sini. Periksa di aplikasi penanda tangan."),
    ),
    Finding.TOO_MUCH: (
        Verdict.UNCHECKED,
        N_("Berkas ini terlalu rumit untuk diperiksa di sini. Periksa di aplikasi penanda tangan."),
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found, and the names in the certificates as they stand there, which nobody vouches for."""

    finding: Finding
    signers: tuple[str, ...] = ()
