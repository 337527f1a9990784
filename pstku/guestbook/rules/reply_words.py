"""Format WA: the text an office sends, and the words of replies to it: labels, hints of codes, what is unsure."""

from collections.abc import Callable

from pstku.core.text import N_

LABELS_IN_ENGLISH: dict[str, tuple[str, ...]] = {
    "name": ("full name",),
    "age_group": ("age",),
    "sex": ("sex",),
    "education": ("education",),
    "occupation": ("occupation", "job"),
    "agency": ("organisation", "organization", "institution", "affiliation"),
    "need": ("data you need", "data needed", "what data you need"),
    "purpose": ("used for", "what it is for", "purpose"),
    "phone": ("phone", "phone number", "mobile", "whatsapp number"),
}
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
LABELS = {name: words + LABELS_IN_ENGLISH.get(name, ()) for name, words in LABELS.items()}
# Labels that are read without a colon: what follows them is checked, so that a sentence is not taken for an answer.
SPOKEN_LABELS = frozenset({"name", "age_group", "sex", "education", "occupation", "email", "phone"})
HINTS: dict[str, dict[str, tuple[str, ...]]] = {
    "sex": {"male": ("l", "lk", "laki", "pria", "cowok"), "female": ("p", "pr", "perempuan", "wanita", "cewek")},
    "education": {
        "s3": ("s3", "doktor", "doctor", "doctorate", "phd"),
        "s2": ("s2", "magister", "master", "masters"),
        "s1": ("s1", "d4", "sarjana", "strata 1", "diploma iv", "bachelor", "bachelors"),
        "diploma": ("d1", "d2", "d3", "diploma"),
        "slta": ("sma", "smk", "ma", "slta", "smp", "sd", "sltp", "mts", "high school"),
    },
    "occupation": {
        "student": ("pelajar", "mahasiswa", "mahasiswi", "siswa", "siswi", "student"),
        "researcher": ("peneliti", "dosen", "researcher", "lecturer"),
        "civil_servant": ("asn", "pns", "pppk", "tni", "polri", "polisi", "civil servant"),
        "state_company": ("bumn", "bumd"),
        "private_company": ("swasta", "karyawan"),
        "self_employed": ("wiraswasta", "wirausaha", "pengusaha", "dagang", "umkm", "self employed"),
    },
    "purpose": {
        "study": (
            "tugas",
            "skripsi",
            "tesis",
            "kuliah",
            "sekolah",
            "disertasi",
            "pkl",
            "makalah",
            "thesis",
            "assignment",
            "university",
        ),
        "research": ("penelitian", "riset", "research"),
        "government": ("pemerintah", "pemerintahan", "dinas", "perencanaan", "rpjmd", "government"),
        "commercial": ("bisnis", "usaha", "komersial", "business", "commercial"),
    },
}
AGES = ((17, "under_17"), (26, "17_25"), (35, "26_34"), (45, "35_44"), (55, "45_54"), (66, "55_65"), (200, "over_65"))
# An answer with one of these says something else than its plainest word: "belum S1", "pensiunan PNS", "lanjut S2".
UNSURE = frozenset(
    "belum bukan tidak tdk nggak gak ga masih lanjut melanjutkan sedang lagi calon mantan eks ex bekas pensiun pensiunan "
    "purna purnawirawan akan mau dulu dulunya pernah kecuali tanpa atau semester kuliah putus drop magang anak istri suami "
    "orang tua lahir not or still former retired almost".split()
)
DEGREES = frozenset("se st sh sp ss si skm mm mt mh mp msi mpd phd amd".split())
COURTESY = frozenset(
    "terima kasih makasih terimakasih trims thanks thank hello please regards assalamualaikum waalaikumsalam salam halo hai selamat pagi siang sore "
    "malam permisi maaf mohon tolong silakan baik oke ok siap".split()
)

ASKED = (
    N_("Nama"),
    N_("Umur"),
    N_("Jenis kelamin"),
    N_("Pendidikan"),
    N_("Pekerjaan"),
    N_("Instansi"),
    N_("Data yang dicari"),
    N_("Untuk keperluan"),
)
GREETING = N_("Halo, ini Pelayanan Statistik Terpadu %(office)s.")
REQUEST = N_("Mohon balas pesan ini dengan mengisi:")
KEPT = N_("Isian ini dipakai untuk layanan Anda dan dihapus setelah %(months)s bulan. Boleh dikosongkan selain nama.")

LINK = N_("Terima kasih, %(name)s. Bagaimana layanan kami? Cukup satu sentuhan: %(address)s")
LINK_WITHOUT_NAME = N_("Terima kasih. Bagaimana layanan kami? Cukup satu sentuhan: %(address)s")


def whatsapp_form(office_name: str, months: int, say: Callable[[str], str] = str) -> str:
    """The text to send: greeting, one line per question, and for how many months the office keeps the answers.

    `say` puts each marked sentence into the language of the guest.
    """
    greeting = say(GREETING) % {"office": office_name}
    questions = [f"{say(label)}:" for label in ASKED]
    return "\n".join([greeting, say(REQUEST), "", *questions, "", say(KEPT) % {"months": months}])
