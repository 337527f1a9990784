"""Format WA: the text an office sends, and the words of replies to it: labels, hints of codes, what is unsure."""

from pstku.core.text import N_

LABELS: dict[str, tuple[str, ...]] = {
    "name": ("nama", "nama lengkap", "name"),
    "age_group": ("umur", "usia", "kelompok umur"),
    "sex": ("jenis kelamin", "jk", "kelamin", "gender"),
    "education": ("pendidikan", "pendidikan terakhir"),
    "occupation": ("pekerjaan", "profesi"),
    "agency": ("instansi", "asal instansi", "kampus", "sekolah", "asal", "universitas"),
    "need": ("data yang dicari", "data", "data yang dibutuhkan", "kebutuhan data", "keperluan data"),
    "purpose": ("untuk keperluan", "keperluan", "tujuan", "pemanfaatan", "digunakan untuk"),
    "email": ("e mail", "email", "surel"),
    "phone": (
        "no hp", "hp", "nomor hp", "no wa", "wa", "nomor wa", "no telepon", "nomor telepon", "telepon", "no telp", "telp",
    ),
}  # fmt: skip
# Labels that are read without a colon: what follows them is checked, so that a sentence is not taken for an answer.
SPOKEN_LABELS = frozenset({"name", "age_group", "sex", "education", "occupation", "email", "phone"})
HINTS: dict[str, dict[str, tuple[str, ...]]] = {
    "sex": {"male": ("l", "lk", "laki", "pria", "cowok"), "female": ("p", "pr", "perempuan", "wanita", "cewek")},
    "education": {
        "s3": ("s3", "doktor"),
        "s2": ("s2", "magister", "master"),
        "s1": ("s1", "d4", "sarjana", "strata 1", "diploma iv"),
        "diploma": ("d1", "d2", "d3", "diploma"),
        "slta": ("sma", "smk", "ma", "slta", "smp", "sd", "sltp", "mts"),
    },
    "occupation": {
        "student": ("pelajar", "mahasiswa", "mahasiswi", "siswa", "siswi"),
        "researcher": ("peneliti", "dosen"),
        "civil_servant": ("asn", "pns", "pppk", "tni", "polri", "polisi"),
        "state_company": ("bumn", "bumd"),
        "private_company": ("swasta", "karyawan"),
        "self_employed": ("wiraswasta", "wirausaha", "pengusaha", "dagang", "umkm"),
    },
    "purpose": {
        "study": ("tugas", "skripsi", "tesis", "kuliah", "sekolah", "disertasi", "pkl", "makalah"),
        "research": ("penelitian", "riset"),
        "government": ("pemerintah", "pemerintahan", "dinas", "perencanaan", "rpjmd"),
        "commercial": ("bisnis", "usaha", "komersial"),
    },
}
AGES = ((17, "under_17"), (26, "17_25"), (35, "26_34"), (45, "35_44"), (55, "45_54"), (66, "55_65"), (200, "over_65"))
# An answer with one of these says something else than its plainest word: "belum S1", "pensiunan PNS", "lanjut S2".
UNSURE = frozenset(
    "belum bukan tidak tdk nggak gak ga masih lanjut melanjutkan sedang lagi calon mantan eks ex bekas pensiun pensiunan "
    "purna purnawirawan akan mau dulu dulunya pernah kecuali tanpa atau semester kuliah putus drop magang anak istri suami "
    "orang tua lahir".split()
)
DEGREES = frozenset("se st sh sp ss si skm mm mt mh mp msi mpd phd amd".split())
COURTESY = frozenset(
    "terima kasih makasih terimakasih trims thanks assalamualaikum waalaikumsalam salam halo hai selamat pagi siang sore "
    "malam permisi maaf mohon tolong silakan baik oke ok siap".split()
)

ASKED = ("Nama", "Umur", "Jenis kelamin", "Pendidikan", "Pekerjaan", "Instansi", "Data yang dicari", "Untuk keperluan")

LINK = N_("Terima kasih, %(name)s. Bagaimana layanan kami? Cukup satu sentuhan: %(address)s")
LINK_WITHOUT_NAME = N_("Terima kasih. Bagaimana layanan kami? Cukup satu sentuhan: %(address)s")


def whatsapp_form(office_name: str, months: int) -> str:
    """The text to send: greeting, one line per question, and for how many months the office keeps the answers."""
    lines = [f"Halo, ini Pelayanan Statistik Terpadu {office_name}.", "Mohon balas pesan ini dengan mengisi:", ""]
    lines += [f"{label}:" for label in ASKED]
    lines += [
        "",
        f"Isian ini dipakai untuk layanan Anda dan dihapus setelah {months} bulan. Boleh dikosongkan selain nama.",
    ]
    return "\n".join(lines)
