"""A sheet of paper: its fields in their order, why there is one, which days are taken, and its numbers."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.dtsen.rules import KINDS, RESULTS
from pstku.guestbook.rules.completeness import DETAILS

LETTER = "SU"  # of the numbers: services have one letter, so the tablet's numbers are never met
MOST_ROWS = 40


class Cause(StrEnum):
    """Why guests were written on paper."""

    POWER = "power"
    SERVER = "server"
    PAPER = "paper"


CAUSES: Mapping[str, str] = {
    Cause.POWER: N_("Listrik padam"),
    Cause.SERVER: N_("Server atau jaringan mati"),
    Cause.PAPER: N_("Buku kertas"),
}

# The order of the tablet's questions, then what the officer adds: the table, a pasted sheet and the printed page have it.
FIELDS: Mapping[str, str] = {
    "came": N_("Jam datang"),
    "service": N_("Layanan"),
    "name": N_("Nama"),
    "age_group": DETAILS["age_group"],
    "sex": DETAILS["sex"],
    "occupation": DETAILS["occupation"],
    "education": DETAILS["education"],
    "agency_category": DETAILS["agency_category"],
    "purpose": DETAILS["purpose"],
    "salutation": N_("Sapaan"),
    "agency": N_("Nama instansi"),
    "more": N_("Layanan lain"),
    "needs_help": N_("Perlu bantuan khusus"),
    "party_size": N_("Jumlah orang"),
    "party_male": N_("Laki-laki"),
    "party_female": N_("Perempuan"),
    "phone": N_("Nomor HP"),
    "email": N_("E-mail"),
    "follow_up": N_("Kabari tentang data yang dicari"),
    "recognition": N_("Kenali lain kali"),
    "what": N_("Data yang dicari"),
    "obtained": N_("Diperoleh?"),
    "officer": N_("Yang melayani"),
    "begun": N_("Mulai dilayani"),
    "ended": N_("Selesai"),
    "outcome": N_("Hasil kunjungan"),
    "dtsen_kind": N_("DTSEN: yang ditanyakan"),
    "dtsen_result": N_("DTSEN: hasil"),
}
LISTS = (*DETAILS, "obtained", "outcome")
# Asked where the service is Konsultasi DTSEN.
DTSEN: Mapping[str, Mapping[Any, str]] = {"dtsen_kind": KINDS, "dtsen_result": RESULTS}
CONSENTS = ("follow_up", "recognition")
TICKS = (*CONSENTS, "needs_help")


def check_day(day: date | None, today: date, days_back: int) -> None:
    """Raise InvalidInput("day") for a day that is still to come, or too long ago to be remembered well.

    A closed day is taken: guests come outside opening hours as well, and the sheet says that it was one.
    """
    if day is None:
        raise InvalidInput("day", N_("Pilih hari kunjungannya."))
    if day > today:
        raise InvalidInput("day", N_("Hari ini belum sampai ke tanggal itu. Pilih hari yang sudah lewat."))
    if day < today - timedelta(days=days_back):
        raise InvalidInput(
            "day", N_("Paling lama %(days)s hari ke belakang. Minta admin bila perlu lebih."), days=days_back
        )
