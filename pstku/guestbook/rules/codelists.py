"""The lists every office starts with: those of the SKD questionnaire as BPS offices use it, kept by code."""

from collections.abc import Mapping

from pstku.guestbook.rules.states import Channel, Outcome

CODE_LISTS: dict[str, list[tuple[str, str]]] = {
    "age_group": [
        ("under_17", "Di bawah 17"),
        ("17_25", "17–25"),
        ("26_34", "26–34"),
        ("35_44", "35–44"),
        ("45_54", "45–54"),
        ("55_65", "55–65"),
        ("over_65", "Di atas 65"),
    ],
    "sex": [("male", "Laki-laki"), ("female", "Perempuan")],
    "education": [
        ("slta", "SLTA/sederajat atau di bawahnya"),
        ("diploma", "D1/D2/D3"),
        ("s1", "D4/S1"),
        ("s2", "S2"),
        ("s3", "S3"),
    ],
    "occupation": [
        ("student", "Pelajar/Mahasiswa"),
        ("researcher", "Peneliti/Dosen"),
        ("civil_servant", "ASN/TNI/Polri"),
        ("state_company", "Pegawai BUMN/BUMD"),
        ("private_company", "Pegawai swasta"),
        ("self_employed", "Wiraswasta"),
        ("other", "Lainnya"),
    ],
    "agency_category": [
        ("state_body", "Lembaga negara"),
        ("ministry", "Kementerian dan lembaga pemerintah"),
        ("security", "TNI/Polri/BIN/Kejaksaan"),
        ("local_government", "Pemerintah daerah"),
        ("international", "Lembaga internasional"),
        ("research_education", "Lembaga penelitian dan pendidikan"),
        ("state_company", "BUMN/BUMD"),
        ("private", "Swasta"),
        ("other", "Lainnya"),
    ],
    "purpose": [
        ("study", "Tugas sekolah/kuliah"),
        ("government", "Pemerintahan"),
        ("commercial", "Komersial"),
        ("research", "Penelitian"),
        ("other", "Lainnya"),
    ],
    "facility": [
        ("walk_in", "PST datang langsung"),
        ("online", "PST online"),
        ("website", "Website/AllStats"),
        ("letter_email", "Surat/e-mail"),
        ("chat", "Aplikasi chat"),
        ("other", "Lainnya"),
    ],
    "level": [
        ("national", "Nasional"),
        ("province", "Provinsi"),
        ("regency", "Kabupaten/Kota"),
        ("district", "Kecamatan"),
        ("village", "Desa/Kelurahan"),
        ("individual", "Individu"),
        ("other", "Lainnya"),
    ],
    "frequency": [
        ("decennial", "Sepuluh tahunan"),
        ("five_yearly", "Lima tahunan"),
        ("three_yearly", "Tiga tahunan"),
        ("yearly", "Tahunan"),
        ("half_yearly", "Semesteran"),
        ("quarterly", "Triwulanan"),
        ("monthly", "Bulanan"),
        ("weekly", "Mingguan"),
        ("daily", "Harian"),
        ("other", "Lainnya"),
    ],
    "source_kind": [
        ("publication", "Publikasi"),
        ("microdata", "Data mikro"),
        ("map", "Peta wilkerstat"),
        ("tabulation", "Tabulasi"),
        ("website_table", "Tabel di website"),
    ],
    "obtained": [
        ("yes_fits", "Ya, sesuai"),
        ("yes_not_fitting", "Ya, tidak sesuai"),
        ("no", "Tidak diperoleh"),
        ("not_yet", "Belum diperoleh"),
    ],
    "outcome": [
        (Outcome.DONE_ON_THE_SPOT, "Selesai di tempat"),
        (Outcome.REFERRED, "Dirujuk"),
        (Outcome.FOLLOW_UP, "Tindak lanjut"),
        (Outcome.LEFT, "Dibatalkan atau pergi"),
    ],
    "referral": [
        ("silastik", "SILASTIK"),
        ("romantik", "ROMANTIK"),
        ("website", "Website"),
        ("other_agency", "Instansi lain"),
    ],
}

# Of the lists that guests themselves are asked, by code.
ENGLISH_LABELS: Mapping[str, Mapping[str, str]] = {
    "age_group": {
        "under_17": "Under 17",
        "17_25": "17–25",
        "26_34": "26–34",
        "35_44": "35–44",
        "45_54": "45–54",
        "55_65": "55–65",
        "over_65": "Over 65",
    },
    "sex": {
        "male": "Male",
        "female": "Female",
    },
    "education": {
        "slta": "High school or below",
        "diploma": "Diploma",
        "s1": "Bachelor",
        "s2": "Master",
        "s3": "Doctorate",
    },
    "occupation": {
        "student": "Student",
        "researcher": "Researcher or lecturer",
        "civil_servant": "Civil servant, army, police",
        "state_company": "State company",
        "private_company": "Private company",
        "self_employed": "Self-employed",
        "other": "Other",
    },
    "agency_category": {
        "state_body": "State body",
        "ministry": "Ministry or government agency",
        "security": "Army, police, intelligence, prosecution",
        "local_government": "Local government",
        "international": "International organisation",
        "research_education": "Research or education",
        "state_company": "State company",
        "private": "Private",
        "other": "Other",
    },
    "purpose": {
        "study": "School or university",
        "government": "Government",
        "commercial": "Business",
        "research": "Research",
        "other": "Other",
    },
}

FACILITY_OF_CHANNEL: Mapping[str, str] = {
    Channel.TABLET: "walk_in",
    Channel.OWN_PHONE: "walk_in",
    Channel.DESK: "walk_in",
    Channel.WHATSAPP: "chat",
    Channel.EMAIL: "letter_email",
    Channel.PHONE: "other",
    Channel.FIELD: "other",
    Channel.PAPER: "walk_in",
}
