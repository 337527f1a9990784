"""The settings of an office: every number that is a decision, with its default and limits.

Sources: `docs/decisions/` names the regulation or measurement behind each default.
"""

from dataclasses import dataclass, field, fields
from typing import Any

QUIET, QUEUE = "quiet", "queue"
YES, NO = "yes", "no"
YES_OR_NO = ((YES, "Ya"), (NO, "Tidak"))


def _number(default: int, group: str, label: str, low: int, high: int, unit: str = "") -> Any:
    return field(
        default=default,
        metadata={"group": group, "label": label, "low": low, "high": high, "unit": unit},
    )


def _choice(default: str, group: str, label: str, choices: tuple[tuple[str, str], ...], hint: str = "") -> Any:
    return field(default=default, metadata={"group": group, "label": label, "choices": choices, "hint": hint})


def _text(group: str, label: str, longest: int, hint: str) -> Any:
    return field(default="", metadata={"group": group, "label": label, "longest": longest, "hint": hint})


@dataclass(frozen=True, slots=True)
class Settings:
    """One office's settings; an absent row means the default."""

    mode: str = _choice(
        QUIET,
        "counter",
        "Mode konter",
        ((QUIET, "Tenang"), (QUEUE, "Antrean")),
        "Tenang: petugas yang sendiri, tanpa nomor di layar. Antrean: nomor tampil dan dipanggil.",
    )
    ring_minutes: int = _number(3, "counter", "Panggilan beralih ke cadangan setelah", 1, 30, "menit")
    voting_days: int = _number(7, "counter", "Hak menilai berlaku", 1, 30, "hari")
    contact_days: int = _number(3, "counter", "Tamu yang dijanjikan dihubungi paling lama", 1, 30, "hari kerja")
    contact_tries: int = _number(3, "counter", "Tidak dapat dihubungi setelah", 1, 10, "kali mencoba")
    invitation_seconds: int = _number(120, "counter", "Undangan menilai berlaku", 30, 600, "detik")
    change_seconds: int = _number(30, "counter", "Penilaian dapat diubah selama", 5, 60, "detik")
    idle_seconds: int = _number(60, "counter", "Tablet bertanya “Masih di sini?” setelah", 20, 300, "detik")
    done_seconds: int = _number(60, "counter", "Kode kunjungan tampil selama", 20, 300, "detik")
    thanks_seconds: int = _number(4, "counter", "Ucapan terima kasih tampil selama", 2, 20, "detik")
    unsur_one_in: int = _number(5, "counter", "Satu pertanyaan SKM untuk satu dari", 1, 50, "tamu")
    lookup_per_minute: int = _number(5, "counter", "Percobaan mencari tamu lama per menit", 1, 20, "kali")
    paper_days: int = _number(14, "counter", "Tamu di kertas boleh dicatat susulan sampai", 1, 60, "hari ke belakang")
    phone_waiting_most: int = _number(
        40, "counter", "Isian dari HP yang menunggu petugas paling banyak", 5, 500, "isian"
    )
    phone_per_address: int = _number(30, "counter", "Isian dari satu jaringan dalam sepuluh menit", 3, 500, "isian")
    display_voice: str = _choice(YES, "display", "Layar memanggil dengan suara", YES_OR_NO, "Hanya dalam mode antrean.")
    display_officers: str = _choice(YES, "display", "Layar menampilkan petugas hari ini", YES_OR_NO)
    display_standards: str = _choice(YES, "display", "Layar menampilkan standar layanan", YES_OR_NO)
    display_satisfaction: str = _choice(
        YES,
        "display",
        "Layar menampilkan kepuasan tamu",
        YES_OR_NO,
        "Dari triwulan yang sudah ditutup tuntas, bila penilaiannya cukup dan yang melayani sedikitnya tiga petugas.",
    )
    display_heard: str = _choice(YES, "display", "Layar menampilkan “Kami dengar, kami perbaiki”", YES_OR_NO)
    ticket: str = _choice(
        NO,
        "display",
        "Tiket setelah buku tamu",
        ((NO, "Tidak"), ("58", "Kertas 58 mm"), ("80", "Kertas 80 mm")),
        "Hanya dalam mode antrean, dan bila peramban tablet mencetak tanpa bertanya.",
    )
    ticket_code: str = _choice(YES, "display", "Tiket memuat kode kunjungan", YES_OR_NO)
    display_pledge: str = _text("display", "Maklumat pelayanan", 240, "Seperti yang terpasang di kantor.")
    display_pledge_en: str = _text("display", "Maklumat dalam bahasa Inggris", 240, "Untuk layar berbahasa Inggris.")
    identity_months: int = _number(12, "privacy", "Identitas tamu disamarkan setelah", 1, 60, "bulan")
    complaint_first_days: int = _number(3, "privacy", "Kabar pertama untuk pengadu paling lama", 1, 14, "hari kerja")
    complaint_plain_days: int = _number(5, "privacy", "Pengaduan biasa dijawab paling lama", 1, 60, "hari kerja")
    complaint_breach_days: int = _number(14, "privacy", "Dugaan pelanggaran dijawab paling lama", 1, 60, "hari kerja")
    complaint_field_days: int = _number(
        60, "privacy", "Dugaan pelanggaran yang diperiksa di lapangan dijawab paling lama", 1, 60, "hari kerja"
    )
    complaint_days: int = _number(60, "privacy", "Batas semua jawaban pengaduan menurut aturan", 1, 60, "hari kalender")
    complaint_months: int = _number(24, "privacy", "Isi pengaduan dihapus setelah dijawab", 12, 120, "bulan")
    second_factor_days: int = _number(14, "accounts", "Langkah kedua masuk boleh ditunda", 0, 90, "hari")
    no_dwell_seconds: int = _number(90, "review", "Kunjungan terlalu singkat di bawah", 10, 600, "detik")
    min_reaction_ms: int = _number(700, "review", "Sentuhan terlalu cepat di bawah", 100, 5000, "milidetik")
    prior_votes: int = _number(10, "score", "Penilaian setara rata-rata yang ditambahkan", 1, 100, "penilaian")
    publish_self_votes: int = _number(5, "score", "Petugas melihat hasilnya mulai", 3, 50, "penilaian")
    publish_votes: int = _number(10, "score", "Hasil tampil bagi admin mulai", 5, 100, "penilaian")
    publish_step: int = _number(5, "score", "Angka bergerak setiap", 1, 50, "penilaian baru")
    gate_votes: int = _number(10, "reward", "Penilaian paling sedikit", 5, 200, "penilaian")
    gate_coverage_percent: int = _number(30, "reward", "Cakupan paling sedikit", 0, 100, "%")
    gate_weeks: int = _number(3, "reward", "Penilaian tersebar paling sedikit di", 1, 13, "minggu tugas")
    gate_contact_percent: int = _number(20, "reward", "Dari satu kontak paling banyak", 1, 100, "%")
    objection_days: int = _number(7, "reward", "Masa keberatan", 1, 30, "hari kerja")
    coverage_target_percent: int = _number(60, "reward", "Sasaran cakupan SKIP", 1, 100, "%")

    skm_round_fewest: int = _number(30, "skm", "Indeks satu putaran tampil mulai", 10, 500, "responden")
    skm_answer_months: int = _number(
        12, "skm", "Jawaban survei satu per satu dihapus setelah masa putarannya", 12, 60, "bulan"
    )
    skm_service_fewest: int = _number(10, "skm", "Indeks satu layanan tampil mulai", 5, 100, "responden")

    @property
    def prints_tickets(self) -> bool:
        """Does the tablet print a number for a guest who has signed the book?"""
        return self.mode == QUEUE and self.ticket != NO


GROUPS = {
    "counter": "Konter dan tablet",
    "display": "Layar ruang tunggu dan tiket",
    "privacy": "Data pribadi dan pengaduan",
    "accounts": "Akun pegawai",
    "review": "Tanda untuk ditinjau",
    "score": "Skor SKIP",
    "reward": "Penghargaan",
    "skm": "Survei kepuasan masyarakat",
}


def settings_from(stored: dict[str, Any]) -> Settings:
    """Settings with stored values over the defaults; unknown keys are ignored."""
    names = {item.name for item in fields(Settings)}
    return Settings(**{key: value for key, value in stored.items() if key in names})
