"""The activities of the SOP, from the settings as they are now."""

from dataclasses import dataclass

from pstku.documents.queries import Words
from pstku.offices.queries import Configuration
from pstku.rewards.rules.lapsing import DAYS_TO_ESTABLISH
from pstku.rewards.rules.spot_check import VISITS_DRAWN

LANES = ("Admin", "Aplikasi", "Pemeriksa", "Penetap", "Pegawai")
ADMIN, APP, CHECKER, DECIDER, STAFF = LANES
START, PROCESS, DECISION, END = "start", "process", "decision", "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One activity: who does it, its mutu baku, and how it is drawn.

    `short` stands in the drawing. A decision goes on to the next step by `yes`, and by `no` to the step named `otherwise`.
    """

    key: str
    kind: str
    lane: str
    short: str
    words: str
    needs: str
    time: str
    output: str
    note: str = ""
    yes: str = ""
    no: str = ""
    otherwise: str = ""


def steps_of(office: Configuration, words: Words) -> list[Step]:
    """The activities in their order."""
    s = office.settings
    gates = (
        f"Paling sedikit {s.gate_votes} penilaian, cakupan {s.gate_coverage_percent} %, {s.gate_weeks} minggu tugas; "
        f"paling banyak {s.gate_contact_percent} % dari satu kontak"
    )
    return [
        Step(
            "open", START, ADMIN, "Membuka triwulan", "Membuka triwulan dan mengunci syaratnya",
            "Pengaturan penghargaan", words["time_open"], "Syarat dan bobot terkunci", gates,
        ),
        Step(
            "serve", PROCESS, STAFF, "Melayani tamu", "Melayani tamu dan mengundang mereka menilai",
            "Tablet, kode kunjungan", f"Satu triwulan, lalu {s.voting_days} hari untuk menilai", "Penilaian tamu",
        ),
        Step(
            "lock", PROCESS, ADMIN, "Menutup triwulan", "Menutup triwulan setelah semua sanggahan diputuskan",
            "Sanggahan sudah diputuskan", words["time_lock"], "Data terkunci",
        ),
        Step(
            "compute", PROCESS, APP, "Menghitung dan membekukan", "Menghitung skor, syarat, tanda, dan calon unggulan",
            "Data terkunci", "Seketika", "Bukti yang dibekukan, dengan sidiknya",
            f"Setiap petugas ditambah {s.prior_votes} penilaian setara acuan kantor",
        ),
        Step(
            "draw", PROCESS, DECIDER, "Mengundi uji petik", "Mengundi kunjungan yang tamunya dihubungi",
            "Sidik bukti, kata undian", words["time_draw"], "Daftar kunjungan terundi",
            f"Paling banyak {VISITS_DRAWN} kunjungan tiap calon unggulan",
        ),
        Step(
            "check", PROCESS, CHECKER, "Memeriksa data", "Menghubungi tamu, memeriksa tanda dan pengaduan",
            "Bukti, daftar terundi", words["time_check"], "Catatan pemeriksaan", "Satu kalimat untuk setiap tanda kuat",
        ),
        Step(
            "minutes", PROCESS, CHECKER, "Menyusun berita acara", "Menyusun berita acara penilaian",
            "Catatan pemeriksaan", words["time_minutes"], "Berita acara",
        ),
        Step(
            "decide", DECISION, DECIDER, "Berita acara disetujui?", "Memutuskan: satu calon, tidak ditetapkan, atau periksa lagi",
            "Berita acara", words["time_decide"], "Keputusan dengan alasan", "Tidak seorang pun memutuskan tentang dirinya",
            yes="ya", no="tidak", otherwise="check",
        ),
        Step(
            "announce", PROCESS, ADMIN, "Mengumumkan usulan", "Mengumumkan usulan kepada semua pegawai",
            "Keputusan penetap", words["time_announce"], "Usulan terbaca di kantor",
        ),
        Step(
            "object", PROCESS, STAFF, "Menyampaikan keberatan", "Menyampaikan keberatan, bila ada",
            "Usulan", f"{s.objection_days} hari kerja", "Keberatan tertulis",
        ),
        Step(
            "answer", DECISION, DECIDER, "Keberatan mengubah usulan?", "Menjawab setiap keberatan",
            "Keberatan tertulis", words["time_answer"], "Jawaban", yes="ya", no="tidak", otherwise="decree",
        ),
        Step(
            "cancel", END, ADMIN, "Membatalkan masa", "Membatalkan masa dengan alasan",
            "Jawaban keberatan", words["time_cancel"], "Masa dibatalkan", "Piagam yang sudah terbit dicabut",
        ),
        Step(
            "decree", PROCESS, ADMIN, "Mencatat nomor SK", "Mencatat nomor dan tanggal SK yang diterbitkan kantor",
            "SK dan lampirannya", words["time_decree"], "Penghargaan ditetapkan",
            f"Paling lama {DAYS_TO_ESTABLISH} hari sesudah triwulan",
        ),
        Step(
            "award", END, DECIDER, "Menyerahkan piagam", "Menyerahkan piagam dan mengumumkan penerimanya",
            "Piagam", words["time_award"], "Piagam diterima",
        ),
    ]  # fmt: skip
