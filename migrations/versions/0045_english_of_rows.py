"""English of rows guests read

Services, lists and improvements get an English field. Rows that still say what every office started with get the English
of that; the others are gaps an admin sees.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

COLUMNS = (
    ("service_types", "guest_label_en"),
    ("service_types", "guest_hint_en"),
    ("code_items", "label_en"),
    ("improvements", "text_en"),
)
LABELS = {  # list -> Indonesian -> English
    "age_group": {
        "Di bawah 17": "Under 17",
        "17–25": "17–25",
        "26–34": "26–34",
        "35–44": "35–44",
        "45–54": "45–54",
        "55–65": "55–65",
        "Di atas 65": "Over 65",
    },
    "sex": {
        "Laki-laki": "Male",
        "Perempuan": "Female",
    },
    "education": {
        "SLTA/sederajat atau di bawahnya": "High school or below",
        "D1/D2/D3": "Diploma",
        "D4/S1": "Bachelor",
        "S2": "Master",
        "S3": "Doctorate",
    },
    "occupation": {
        "Pelajar/Mahasiswa": "Student",
        "Peneliti/Dosen": "Researcher or lecturer",
        "ASN/TNI/Polri": "Civil servant, army, police",
        "Pegawai BUMN/BUMD": "State company",
        "Pegawai swasta": "Private company",
        "Wiraswasta": "Self-employed",
        "Lainnya": "Other",
    },
    "agency_category": {
        "Lembaga negara": "State body",
        "Kementerian dan lembaga pemerintah": "Ministry or government agency",
        "TNI/Polri/BIN/Kejaksaan": "Army, police, intelligence, prosecution",
        "Pemerintah daerah": "Local government",
        "Lembaga internasional": "International organisation",
        "Lembaga penelitian dan pendidikan": "Research or education",
        "BUMN/BUMD": "State company",
        "Swasta": "Private",
        "Lainnya": "Other",
    },
    "purpose": {
        "Tugas sekolah/kuliah": "School or university",
        "Pemerintahan": "Government",
        "Komersial": "Business",
        "Penelitian": "Research",
        "Lainnya": "Other",
    },
}
SERVICES = {  # of guest_label and guest_hint
    "Cari data": "Find data",
    "Mencari angka, tabel, atau publikasi": "Figures, tables, publications",
    "Konsultasi statistik": "Statistics help",
    "Bertanya arti atau cara memakai data": "Ask what data mean and how to use them",
    "Baca di perpustakaan": "Read in the library",
    "Membaca publikasi di ruang PST": "Read publications here",
    "Beli publikasi, data mikro, peta": "Buy publications, microdata, maps",
    "Dipesan lewat SILASTIK": "Ordered through SILASTIK",
    "Rekomendasi kegiatan statistik": "Survey recommendation",
    "Untuk instansi yang akan mengadakan survei": "For agencies that plan a survey",
    "Pengaduan": "Complaint",
    "Menyampaikan keluhan, hanya dibaca penangan": "Read only by who handles it",
    "Lainnya": "Something else",
    "Bertemu pegawai atau urusan lain": "Meet somebody, or other business",
}


def upgrade() -> None:
    for table, column in COLUMNS:  # no batch: both engines add such a column in place
        op.add_column(table, sa.Column(column, sa.String(), server_default="", nullable=False))
    items = sa.table("code_items", sa.column("list_code"), sa.column("label"), sa.column("label_en"))
    for list_code, labels in LABELS.items():
        for label, english in labels.items():
            op.execute(
                sa.update(items)
                .where(items.c.list_code == list_code, items.c.label == label)
                .values(label_en=english)
            )
    names = ("guest_label", "guest_hint", "guest_label_en", "guest_hint_en")
    services = sa.table("service_types", *map(sa.column, names))
    for name in ("guest_label", "guest_hint"):
        for words, english in SERVICES.items():
            op.execute(sa.update(services).where(services.c[name] == words).values({f"{name}_en": english}))


def downgrade() -> None:
    for table, column in COLUMNS:
        op.drop_column(table, column)
