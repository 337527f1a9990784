"""The service Konsultasi DTSEN: its words, the kinds of question and of ending. Pure.

DTSEN (Inpres 4/2025) is ranked by BPS; people correct it through the kelurahan and Dinas Sosial, or in the app Cek Bansos.
"""

from pstku.core.text import N_
from pstku.guestbook.rules.states import Kind, Result
from pstku.offices.rules.addresses import DTSEN_SERVICE
from pstku.offices.rules.services import ServiceWords

CODE = DTSEN_SERVICE  # as `add_service_type` makes it of the name below
SERVICE = ServiceWords(
    name="Konsultasi DTSEN",
    guest_label="Konsultasi DTSEN",
    guest_hint="Desil, pemutakhiran, atau keberatan data bansos",
    icon="users",
    queue_letter="D",
    destination="Petugas; perubahan data lewat Dinas Sosial atau aplikasi Cek Bansos",
    standard_minutes=10,
    standard_text="Paling lama 10 menit sejak dipanggil",
    fee="Gratis",
    counts_as="pst",
    seeks_data=False,
    is_complaint=False,
    is_example=True,
    is_active=True,
)
ENGLISH = {
    "guest_label": "DTSEN consultation",
    "guest_hint": "Decile, updates or objections, social aid",
    "standard_text": "Within 10 minutes after your number is called",
}
BEFORE = "lainnya"  # the card that stays the last


KINDS = {
    Kind.DECILE: N_("Cek desil"),
    Kind.UPDATE: N_("Pemutakhiran data"),
    Kind.OBJECTION: N_("Keberatan"),
    Kind.COMPLAINT: N_("Pengaduan"),
    Kind.OTHER: N_("Lainnya"),
}
RESULTS = {
    Result.ON_THE_SPOT: N_("Selesai di tempat"),
    Result.FOLLOW_UP: N_("Tindak lanjut"),
    Result.NOT_FOUND: N_("Tidak ditemukan"),
    Result.INCOMPLETE: N_("Syarat kurang"),
}
