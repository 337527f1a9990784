"""The words of papers that an office may change, with their defaults. Pure.

`{kantor}`, `{unit}`, `{alamat}`, `{kota}`, `{kepala}` and `{kode}` stand for the profile of the office.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pstku.core.text import N_
from pstku.documents.rules.kinds import Kind

LINE, LINES = 160, 1500


@dataclass(frozen=True, slots=True)
class Text:
    """One named text: `longest` in letters, `is_long` for several lines, `may_be_empty` for one that can be left out."""

    key: str
    group: str
    label: str
    default: str
    hint: str = ""
    is_long: bool = False
    may_be_empty: bool = False

    @property
    def longest(self) -> int:
        return LINES if self.is_long else LINE


GROUPS: Mapping[str, str] = {
    "head": N_("Kop dan penanda tangan"),
    "number": N_("Nomor naskah"),
    "minutes": N_("Berita acara"),
    "candidates": N_("Daftar calon"),
    "annex": N_("Lampiran SK"),
    "certificate": N_("Piagam"),
    "sop": N_("SOP"),
    "time": N_("Waktu tiap kegiatan dalam SOP"),
}
PREVIEWED: Mapping[str, Kind] = {  # which paper shows the words of a group
    "head": Kind.SOP,
    "number": Kind.SOP,
    "minutes": Kind.MINUTES,
    "candidates": Kind.CANDIDATES,
    "annex": Kind.ANNEX,
    "certificate": Kind.CERTIFICATE,
    "sop": Kind.SOP,
    "time": Kind.SOP,
}
CODES: Mapping[Kind, str] = {
    Kind.SOP: "code_sop",
    Kind.MINUTES: "code_minutes",
    Kind.CANDIDATES: "code_candidates",
    Kind.CERTIFICATE: "code_certificate",
}
EXAMPLE = N_("Contoh, ganti dengan waktu kantor Anda.")
LINE_BY_LINE = N_("Satu baris untuk satu butir.")

TEXTS: tuple[Text, ...] = (
    Text("head_1", "head", N_("Kop, baris pertama"), "{kantor}"),
    Text("head_2", "head", N_("Kop, baris kedua"), "{unit}", may_be_empty=True),
    Text("head_3", "head", N_("Kop, baris ketiga"), "{alamat}", may_be_empty=True),
    Text(
        "signer_title",
        "head",
        N_("Jabatan penanda tangan"),
        "{kepala}",
        N_("Misalnya “Plh. {kepala}” atau “a.n. {kepala}”."),
    ),
    Text(
        "signer",
        "head",
        N_("Nama penanda tangan"),
        "",
        N_("Kosong: garis untuk ditulis tangan. Pada piagam selalu nama penetap."),
        may_be_empty=True,
    ),
    Text(
        "pattern",
        "number",
        N_("Pola nomor"),
        "{jenis}-{urut}/{satker}/{arsip}/{tahun}",
        N_("{urut} dihitung sendiri untuk tiap jenis dan tahun. Bagian yang kosong tidak dicetak."),
    ),
    Text("satker", "number", N_("Kode satker dalam nomor"), "{kode}0"),
    Text(
        "archive",
        "number",
        N_("Klasifikasi arsip dalam nomor"),
        "",
        N_("Menurut pedoman arsip kantor; tidak ada bawaannya."),
        may_be_empty=True,
    ),
    Text("code_minutes", "number", N_("Kode berita acara"), "BA"),
    Text("code_candidates", "number", N_("Kode daftar calon"), "DC"),
    Text("code_certificate", "number", N_("Kode piagam"), "PG"),
    Text("code_sop", "number", N_("Kode SOP"), "SOP"),
    Text(
        "minutes_opening",
        "minutes",
        N_("Kalimat pembuka"),
        "Kami yang bertanda tangan di bawah ini telah memeriksa penilaian tamu dalam masa tersebut dan mencatat hal-hal berikut.",
        is_long=True,
    ),
    Text(
        "minutes_closing",
        "minutes",
        N_("Kalimat penutup"),
        "Demikian berita acara ini dibuat dengan sebenarnya untuk digunakan sebagaimana mestinya.",
        is_long=True,
    ),
    Text(
        "candidates_opening",
        "candidates",
        N_("Kalimat pembuka"),
        "Semua petugas yang dinilai dalam masa tersebut, dengan bukti dan tanda sebagaimana dibekukan saat triwulan ditutup.",
        is_long=True,
    ),
    Text("annex_title", "annex", N_("Judul"), "Lampiran Keputusan {kepala}"),
    Text("annex_about", "annex", N_("Tentang"), "Penetapan penerima penghargaan petugas pelayanan"),
    Text(
        "certificate_reason",
        "certificate",
        N_("Kalimat alasan"),
        "Atas layanan yang ramah, cepat, dan tepat bagi para pengguna data,",
    ),
    Text("sop_name", "sop", N_("Nama SOP"), "Pemberian penghargaan petugas pelayanan"),
    Text(
        "sop_laws",
        "sop",
        N_("Dasar hukum"),
        "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik\n"
        "Peraturan Pemerintah Nomor 30 Tahun 2019 tentang Penilaian Kinerja Pegawai Negeri Sipil\n"
        "Peraturan Menteri PANRB Nomor 35 Tahun 2012 tentang Pedoman Penyusunan SOP Administrasi Pemerintahan\n"
        "Surat Edaran Menteri PANRB Nomor 20 Tahun 2021 tentang Core Values ASN BerAKHLAK",
        N_("Satu baris untuk satu butir. Periksa apakah masih berlaku."),
        is_long=True,
    ),
    Text(
        "sop_qualified",
        "sop",
        N_("Kualifikasi pelaksana"),
        "Memahami tata cara penilaian dan tanda-tandanya\nTidak termasuk yang dinilai pada masa itu",
        LINE_BY_LINE,
        is_long=True,
    ),
    Text("sop_related", "sop", N_("Keterkaitan"), "SOP pelayanan statistik terpadu", LINE_BY_LINE, is_long=True),
    Text(
        "sop_equipment",
        "sop",
        N_("Peralatan/perlengkapan"),
        "Tablet buku tamu dan penilaian\nKomputer dengan PSTku",
        LINE_BY_LINE,
        is_long=True,
    ),
    Text(
        "sop_warning",
        "sop",
        N_("Peringatan"),
        "Bila SOP ini tidak dijalankan, penghargaan tidak dapat dipertanggungjawabkan kepada pegawai dan tamu.",
        LINE_BY_LINE,
        is_long=True,
    ),
    Text(
        "sop_recording",
        "sop",
        N_("Pencatatan dan pendataan"),
        "Data yang dibekukan dengan sidiknya, berita acara, dan jejak audit di PSTku",
        LINE_BY_LINE,
        is_long=True,
    ),
    Text("time_open", "time", N_("Membuka triwulan"), "1 hari kerja", EXAMPLE),
    Text("time_lock", "time", N_("Menutup triwulan"), "1 hari kerja", EXAMPLE),
    Text("time_draw", "time", N_("Mengundi uji petik"), "10 menit", EXAMPLE),
    Text("time_check", "time", N_("Memeriksa data"), "3 hari kerja", EXAMPLE),
    Text("time_minutes", "time", N_("Menyusun berita acara"), "1 hari kerja", EXAMPLE),
    Text("time_decide", "time", N_("Memutuskan calon"), "1 hari kerja", EXAMPLE),
    Text("time_announce", "time", N_("Mengumumkan usulan"), "1 hari kerja", EXAMPLE),
    Text("time_answer", "time", N_("Menjawab keberatan"), "2 hari kerja", EXAMPLE),
    Text("time_cancel", "time", N_("Membatalkan masa"), "1 hari kerja", EXAMPLE),
    Text("time_decree", "time", N_("Mencatat SK"), "1 hari kerja", EXAMPLE),
    Text("time_award", "time", N_("Menyerahkan piagam"), "1 hari kerja", EXAMPLE),
)
BY_KEY: Mapping[str, Text] = {text.key: text for text in TEXTS}

COLUMNS: Mapping[str, str] = {  # of the list of candidates; the name always stands first
    "score": "Skor",
    "range": "Rentang 80 %",
    "votes": "Penilaian",
    "coverage": "Cakupan",
    "weeks": "Minggu",
    "gates": "Syarat",
    "signals": "Tanda",
}
COLUMNS_KEY = "columns"  # kept beside the texts, the keys with spaces between


def filled(words: str, profile: Mapping[str, str]) -> str:
    """The words with the names of the office's profile in place; other braces stay as they were typed."""
    return re.sub(r"\{(\w+)\}", lambda found: profile.get(found[1], found[0]), words)


def columns_of(stored: str | None) -> list[str]:
    """The chosen columns in their order; all of them when nothing was chosen."""
    chosen = set((stored or "").split()) & set(COLUMNS)
    return [key for key in COLUMNS if key in chosen or not chosen]
