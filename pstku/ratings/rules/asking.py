"""What a guest is asked after the faces: reasons by score, and one SKM unsur now and then."""

from uuid import UUID

from pstku.core.text import N_

LONGEST_COMMENT = 280
MOST_REASONS = 6

GROUPS = (("officer", N_("Petugas")), ("data", N_("Data")), ("place", N_("Tempat")))

# Two of each group. Only the score is about the officer; these say what else mattered and count for nobody.
GOOD_REASONS = (
    ("officer", "friendly", N_("Ramah")),
    ("officer", "clear", N_("Penjelasan jelas")),
    ("data", "data_found", N_("Data ditemukan")),
    ("data", "data_useful", N_("Data mudah dipakai")),
    ("place", "quick", N_("Tidak lama menunggu")),
    ("place", "comfortable", N_("Ruang nyaman")),
)
POOR_REASONS = (
    ("officer", "not_friendly", N_("Kurang ramah")),
    ("officer", "unclear", N_("Penjelasan kurang jelas")),
    ("data", "data_missing", N_("Data tidak ada")),
    ("data", "data_outdated", N_("Data kurang baru")),
    ("place", "long_wait", N_("Lama menunggu")),
    ("place", "uncomfortable", N_("Ruang kurang nyaman")),
)
REASON_LABELS = {code: label for _, code, label in GOOD_REASONS + POOR_REASONS}

UNSUR_QUESTIONS = {
    "persyaratan": N_("Apakah syarat layanan sesuai dengan jenis layanannya?"),
    "prosedur": N_("Apakah tata cara layanan ini mudah?"),
    "waktu": N_("Apakah layanan ini cepat?"),
    "biaya": N_("Bagaimana biaya layanan ini?"),
    "produk": N_("Apakah hasil layanan sesuai dengan yang dijanjikan?"),
    "kompetensi": N_("Apakah petugas kompeten?"),
    "perilaku": N_("Apakah petugas sopan dan ramah?"),
    "pengaduan": N_("Bagaimana pengaduan dan saran ditangani?"),
    "sarana": N_("Bagaimana sarana dan prasarana kami?"),
}

_FIT = (N_("Tidak sesuai"), N_("Kurang sesuai"), N_("Sesuai"), N_("Sangat sesuai"))
# Answers 1 to 4 as PermenPANRB 14/2017 words them.
UNSUR_ANSWERS = {
    "persyaratan": _FIT,
    "prosedur": (N_("Tidak mudah"), N_("Kurang mudah"), N_("Mudah"), N_("Sangat mudah")),
    "waktu": (N_("Tidak cepat"), N_("Kurang cepat"), N_("Cepat"), N_("Sangat cepat")),
    "biaya": (N_("Sangat mahal"), N_("Cukup mahal"), N_("Murah"), N_("Gratis")),
    "produk": _FIT,
    "kompetensi": (N_("Tidak kompeten"), N_("Kurang kompeten"), N_("Kompeten"), N_("Sangat kompeten")),
    "perilaku": (
        N_("Tidak sopan dan ramah"),
        N_("Kurang sopan dan ramah"),
        N_("Sopan dan ramah"),
        N_("Sangat sopan dan ramah"),
    ),
    "pengaduan": (
        N_("Tidak ada"),
        N_("Ada tetapi tidak berfungsi"),
        N_("Berfungsi kurang maksimal"),
        N_("Dikelola dengan baik"),
    ),
    "sarana": (N_("Buruk"), N_("Cukup"), N_("Baik"), N_("Sangat baik")),
}


def reasons_for(score: int) -> tuple[tuple[str, str, str], ...]:
    """(group, code, words) of the chips offered after a score, at most six."""
    return GOOD_REASONS if score >= 3 else POOR_REASONS


def unsur_for(vote_id: UUID, one_in: int) -> str | None:
    """The unsur asked with this vote: one guest in `one_in`, drawn from the random bits of the vote's own key."""
    draw = vote_id.int & 0xFFFFFFFF
    keys = tuple(UNSUR_QUESTIONS)
    return keys[draw // one_in % len(keys)] if draw % one_in == 0 else None
