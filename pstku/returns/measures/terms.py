"""Figures that are not counted from the parts of visits: what they mean, for the same page of definitions. Pure."""

from dataclasses import dataclass

from pstku.core.text import N_
from pstku.returns.measures.vocabulary import NEED, VISIT
from pstku.returns.monthly.tables import Meaning

VOTE, POINT, ANSWER, SCALE = N_("penilaian"), N_("skala 25–100"), N_("jawaban"), N_("skala 1–4")


@dataclass(frozen=True, slots=True)
class Term:
    """A figure with its words and where it comes from."""

    key: str
    name: str
    definition: str
    unit: str
    counted: str


OF_OFFICERS = (
    Term(
        "selesai_petugas",
        N_("Selesai, menurut petugas"),
        N_(
            "Kunjungan yang ditutup, atas nama petugas yang melayani terakhir. Serah terima dihitung pada yang menerima."
        ),
        VISIT,
        N_("Dari buku tamu; tiap angka membuka barisnya di register."),
    ),
    Term(
        "dinilai_petugas",
        N_("Dinilai dan cakupan"),
        N_("Tamu di konter yang memberi penilaian, dan bagiannya dari tamu di konter yang selesai dilayani."),
        VISIT,
        N_("Dari buku tamu; sesudah triwulan ditutup tuntas dari hitungan yang disimpan."),
    ),
    Term(
        "penilaian_petugas",
        N_("Penilaian"),
        N_(
            "Penilaian yang dihitung dan dipegang tamu sendiri; di luar kantor semua penilaian. Milik sendiri tidak tampil."
        ),
        VOTE,
        N_("Jumlahnya saja. Sesudah triwulan ditutup tuntas, jumlah yang kurang dari lima tidak tampil."),
    ),
    Term(
        "skor_petugas",
        N_("Skor"),
        N_(
            "Skor SKIP dari data triwulan yang dikunci, sama dengan halaman Penetapan. Tampil mulai batas penerbitan, tidak "
            "untuk diri sendiri, dan tidak sebelum triwulan dikunci."
        ),
        POINT,
        N_("Rata-rata yang ditarik ke rata-rata kantor; dibulatkan menurut banyaknya penilaian."),
    ),
)
OF_SURVEY = (
    Term(
        "ikm",
        N_("IKM"),
        N_(
            "Indeks kepuasan masyarakat satu putaran: 25 kali jumlah semua nilai dibagi sembilan kali responden. Tidak ada di "
            "bawah batas responden. Jawaban sendiri dan lembar kertas tidak pernah dijumlahkan."
        ),
        POINT,
        N_("Dari jawaban survei menurut PermenPANRB 14/2017, dihitung tepat dan dibulatkan sekali."),
    ),
    Term(
        "nrr",
        N_("Nilai rata-rata unsur"),
        N_("Jumlah nilai satu unsur dibagi responden putaran itu."),
        SCALE,
        N_("Dari jawaban survei, dibulatkan sekali."),
    ),
    Term(
        "jawaban_survei",
        N_("Jawaban"),
        N_(
            "Formulir survei yang terisi lengkap. Yang dihitung dalam indeks dapat kurang empat: angka bergerak tiap lima."
        ),
        ANSWER,
        N_("Jawaban tidak menyimpan kunjungan atau orang, jadi tidak ada baris yang dapat dibuka."),
    ),
)
OF_TOPICS = (
    Term(
        "topik",
        N_("Topik"),
        N_("Kebutuhan dengan indikator yang sama, atau dengan kata-kata yang sama bila tanpa indikator."),
        NEED,
        N_("Kata-kata tamu yang dihapus tidak lagi menjadi topik, tetapi tetap dihitung dalam tabel."),
    ),
)
OF_REVIEW = (
    Term(
        "tanpa_petugas",
        N_("Menit tanpa petugas"),
        N_(
            "Menit jam layanan saat tamu sudah menunggu lebih lama dari batas panggilan dan tidak ada petugas melayani."
        ),
        N_("menit"),
        N_("Dari buku tamu, dijumlah dari hitungan harian."),
    ),
    Term(
        "belum_lengkap",
        N_("Belum lengkap"),
        N_("Kunjungan yang masih terbuka atau yang isiannya belum lengkap."),
        VISIT,
        N_("Dari buku tamu; barisnya ada di Tutup bulan."),
    ),
)
TERMS = {term.key: term for term in (*OF_OFFICERS, *OF_SURVEY, *OF_TOPICS, *OF_REVIEW)}


def meanings_of(*terms: Term) -> dict[str, Meaning]:
    """As papers and workbooks print them."""
    return {term.key: Meaning(term.name, term.unit, term.definition) for term in terms}
